"""Exchange: a log holds all there is, and merging logs is a union."""

import hashlib
import itertools
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from review.errors import SourceError, StoreError, UsageError
from review.store import Store
from review.store.migration import newest_version
from store_material import both, fill, include, make_export

pytest_plugins = ["store_fixtures"]
_numbers = itertools.count()


def write(store, folder):
    """Write a store's log to a new file and return its path."""
    path = folder / f"log{next(_numbers)}.jsonl"
    store.export_log(path)
    return path


@both
def test_a_log_makes_the_same_store_elsewhere(store, new_address, tmp_path):
    """An empty store that merges a log holds the same imports, records and judgements."""
    first, second, _ = fill(store)
    store.append("decisions", [include(first, score=0.25, low_value_care=True), include(second)], reader="AB")
    store.undo("decisions", reader="AB")
    log = write(store, tmp_path)
    with Store.open(new_address()) as other:
        assert other.merge_log(log) == store.counts()
        assert write(other, tmp_path).read_bytes() == log.read_bytes()
        assert other.records().equals(store.records())
        assert other.history("decisions").equals(store.history("decisions"))


def test_a_log_moves_between_kinds_of_database(tmp_path, store):
    """The file is lines of JSON in UTF-8, first what it is, then a row each, last count and digest."""
    store.add_import(make_export(["Låg nytta"]), reader="AB")
    header, *rows, end = write(store, tmp_path).read_text(encoding="utf-8").splitlines()
    said = {"review_log": 1, "schema": newest_version(), "review": {}, "reader": "", "ends": True}
    assert json.loads(header) == said
    digest = hashlib.sha256("".join(f"{line}\n" for line in (header, *rows)).encode()).hexdigest()
    assert json.loads(end) == {"review_log_end": 6, "sha256": digest}
    tables = ["imports", "records", "sightings", "ledger", "ledger", "ledger"]
    assert [json.loads(row)["table"] for row in rows] == tables
    assert "Låg nytta" in rows[1]


def test_merging_twice_changes_nothing(store, tmp_path):
    """All rows are known the second time."""
    fill(store)
    before = store.counts()
    assert not any(store.merge_log(write(store, tmp_path)).values())
    assert store.counts() == before


def test_two_who_imported_the_same_file_apart_have_it_once(store, new_address, tmp_path):
    """After merging, the file counts as one import, and both readers' decisions stand on its records."""
    with Store.open(new_address()) as other:
        for one, reader in ((store, "AB"), (other, "CD")):
            first, *_ = fill(one)
            one.append("decisions", [include(first)], reader=reader)
        store.merge_log(write(other, tmp_path))
    assert len(store.imports()) == 1
    assert len(store.sightings()) == len(store.records()) == 3
    assert store.current("decisions")["reader"].to_list() == ["AB", "CD"]
    assert store.verify()["ok"].all()


def test_a_log_of_an_older_version_tells_the_same_records(store, new_address, tmp_path):
    """Raw records that repeat the abstract, as they once did, are the same rows: all checks stay clean."""
    short, whole = make_export(["A", "B"]), make_export(["A", "B"])
    for export, value in ((short, None), (whole, short.records.abstract[0])):
        export.records["raw"] = [json.dumps([["AB", value]]), *export.records.raw[1:]]
    with Store.open(new_address()) as older:
        store.add_import(short, reader="AB")
        older.add_import(whole, reader="CD")
        for one, other in ((store, older), (older, store)):
            log = write(other, tmp_path)
            one.merge_log(log)
            assert one.verify()["ok"].all()
            assert one.missing_from(log).empty
            assert len(one.records()) == 2


PARTS = st.lists(
    st.lists(st.tuples(st.sampled_from("AB"), st.integers(0, 2), st.booleans()), max_size=4),
    min_size=3,
    max_size=3,
)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parts=PARTS, order=st.permutations(range(3)))
def test_merging_is_a_union(tmp_path, parts, order):
    """Whatever three readers did apart, merging in any order and grouping gives the same memory."""
    logs = []
    for part in parts:
        with Store.open(tmp_path / f"{next(_numbers)}.db") as store:
            store.add_import(make_export(["A", "B", "C"]), reader="AB")
            references = store.records(["record_id"])["record_id"].to_list()
            for reader, number, undo in part:
                store.append("decisions", [include(references[number])], reader=reader)
                if undo:
                    store.undo("decisions", reader=reader)
            logs.append(write(store, tmp_path))
    results = []
    one, two, three = (logs[number] for number in order)
    for first, *others in (logs, (one, three, two), (two, merged(tmp_path, one, three))):
        results.append(merged(tmp_path, first, *others).read_bytes())
    assert results[0] == results[1] == results[2]


def merged(folder, *logs):
    """Merge logs into a new store and return its log."""
    with Store.open(folder / f"{next(_numbers)}.db") as store:
        for log in logs:
            store.merge_log(log)
        return write(store, folder)


HEADER = '{"review_log": 1, "schema": "0001"}\n'
ROW = {"table": "withdrawals", "id": "w", "kind": "links", "target_id": "x", "reader": "AB", "at": "now"}
BAD_LOGS = {
    "empty": ("", "the file is empty"),
    "other": ("TY  - JOUR\n", "line 1: expected the first line of a log"),
    "newer": ('{"review_log": 1, "schema": "0999"}', "newer version of review"),
    "cut": (HEADER + json.dumps(ROW)[:30], "line 2: expected one row of a log; the file is cut off"),
    "table": (HEADER + '{"table": "opinions"}', "line 2: expected one row of a log"),
    "column": (HEADER + json.dumps(ROW | {"x": 1}), "line 2, column x: withdrawals have no such column"),
    "type": (HEADER + json.dumps(ROW | {"note": 5}), "line 2, column note: 5 does not fit"),
    "nul": (HEADER + json.dumps(ROW | {"note": "\0"}), "line 2, column note: '.x00' does not fit"),
    "no id": (HEADER + json.dumps(ROW | {"id": None}), "line 2, column id: None does not fit"),
    "orphan": (
        HEADER + json.dumps({"table": "memberships", "id": "m", "record_id": "r0", "reference_id": "r0"}),
        "line 2: names record r0, which nobody imported",
    ),
}


@pytest.mark.parametrize(("content", "message"), BAD_LOGS.values(), ids=BAD_LOGS)
def test_what_is_no_log_is_refused(store, tmp_path, content, message):
    """The message names the line, and nothing of the file is merged."""
    (tmp_path / "log.jsonl").write_text(content, encoding="utf-8")
    with pytest.raises(SourceError, match=f"log.jsonl.*{message}"):
        store.merge_log(tmp_path / "log.jsonl")
    assert not any(store.counts().values())


@pytest.mark.parametrize("known", [True, False], ids=["known row", "new row"])
def test_a_row_that_was_edited_by_hand_is_not_merged(store, new_address, tmp_path, known):
    """A log whose rows differ from its own ledger is refused by the line, wherever it is taken."""
    first, *_ = fill(store)
    store.append("decisions", [include(first)], reader="AB")
    log = write(store, tmp_path)
    log.write_text(log.read_text(encoding="utf-8").replace('"include"', '"exclude"'), encoding="utf-8")
    with (
        Store.open(store.name if known else new_address()) as other,
        pytest.raises(SourceError, match=r"line 9: this row of decisions was changed .* nothing was merged"),
    ):
        other.merge_log(log)


def without_ledger(log):
    """Make of a log what a version before the ledger wrote."""
    rows = log.read_text(encoding="utf-8").splitlines()[1:-1]
    rows = [row for row in rows if json.loads(row)["table"] != "ledger"]
    log.write_text("\n".join(['{"review_log": 1, "schema": "0001"}', *rows, ""]), encoding="utf-8")
    return log


def test_an_older_log_is_merged_and_entered_in_the_ledger(store, new_address, tmp_path):
    """A log without a ledger is taken in once, whatever the order, and every row is accounted for."""
    first, second, _ = fill(store)
    store.append("decisions", [include(first)], reader="AB")
    one = without_ledger(write(store, tmp_path))
    store.append("decisions", [include(second)], reader="AB")
    two = without_ledger(write(store, tmp_path))
    results = [merged(tmp_path, *order).read_bytes() for order in ((one, two), (two, one), (two, one, two))]
    assert results[0] == results[1] == results[2]
    with Store.open(new_address()) as other:
        other.merge_log(two)
        assert other.verify()["ok"].all()


def test_a_row_that_differs_without_a_ledger_to_tell_is_not_merged(store, tmp_path):
    """The same id with another content is told, and neither is believed over the other."""
    first, *_ = fill(store)
    store.append("decisions", [include(first)], reader="AB")
    log = without_ledger(write(store, tmp_path))
    log.write_text(log.read_text(encoding="utf-8").replace('"include"', '"exclude"'), encoding="utf-8")
    with pytest.raises(StoreError, match="of decisions is here and in the log, and they differ"):
        store.merge_log(log)


def test_a_log_of_another_review_is_refused_by_name(store, new_address, tmp_path):
    """Knees are not merged into hips; a log that does not say what it is of is taken."""
    fill(store)
    knees, hips = {"id": "k1", "title": "Knees"}, {"id": "h1", "title": "Hips"}
    store.export_log(tmp_path / "knees.jsonl", review=knees)
    with Store.open(new_address()) as other:
        with pytest.raises(
            SourceError, match=r"belongs to the review 'Knees' \(id k1\).* is 'Hips' \(id h1\)"
        ):
            other.merge_log(tmp_path / "knees.jsonl", review=hips)
        assert not any(other.counts().values())
        other.merge_log(tmp_path / "knees.jsonl", review=knees | {"title": "Knees and more"})
        assert other.counts() == store.counts()


@both
def test_a_log_of_one_reader_names_no_other_and_is_whole(store, new_address, tmp_path):
    """What others judged blind is left out, links of all are in, and the ledger still fits."""
    first, second, _ = fill(store)
    for reader in ("anna", "bengt"):
        store.append("decisions", [include(first, note=f"{reader} says so")], reader=reader)
        store.append("parked", [{"reference_id": second, "stage": "full_text"}], reader=reader)
    link = {"reference_id": first, "recommendation_id": "IG01", "direction": "supports"}
    store.append("links", [link], reader="bengt")
    store.undo("decisions", reader="bengt")
    store.export_log(tmp_path / "anna.jsonl", reader="anna")
    text = (tmp_path / "anna.jsonl").read_text(encoding="utf-8")
    assert "bengt says so" not in text
    assert "anna says so" in text
    with Store.open(new_address()) as other:
        other.merge_log(tmp_path / "anna.jsonl")
        assert other.history("decisions")["reader"].to_list() == ["anna"]
        assert other.history("links")["reader"].to_list() == ["bengt"]
        assert other.verify()["ok"].all()
        store.export_log(tmp_path / "all.jsonl")
        other.merge_log(tmp_path / "all.jsonl")
        assert write(other, tmp_path).read_bytes() == write(store, tmp_path).read_bytes()


def test_a_clock_that_is_wrong_elsewhere_does_not_decide(new_address, tmp_path):
    """After merging the log of a machine an hour ahead, what the same reader says next still counts."""
    with (
        Store.open(new_address(), now=lambda: "2026-03-01T11:00:00Z") as ahead,
        Store.open(new_address(), now=lambda: "2026-03-01T10:30:00Z") as right,
    ):
        for one in (ahead, right):
            first, *_ = fill(one)
        ahead.append("decisions", [include(first)], reader="AB")
        right.merge_log(write(ahead, tmp_path))
        right.append("decisions", [include(first, decision="exclude")], reader="AB")
        ahead.merge_log(write(right, tmp_path))
        for one in (ahead, right):
            assert one.current("decisions")["decision"].to_list() == ["exclude"]


def test_files_that_cannot_be_read_or_written_are_named(store, tmp_path):
    """A missing log and a file in the way are told in one sentence, and nothing is left behind."""
    with pytest.raises(SourceError, match=r"nowhere.jsonl: no such file; check the name and the folder"):
        store.merge_log(tmp_path / "nowhere.jsonl")
    (tmp_path / "text.jsonl").write_bytes(b"\xff\xfe")
    with pytest.raises(UsageError, match=r"cannot be written .* choose another place"):
        store.export_log(tmp_path / "text.jsonl" / "log.jsonl")
    with pytest.raises(SourceError, match=r"text.jsonl is not UTF-8"):
        store.merge_log(tmp_path / "text.jsonl")
