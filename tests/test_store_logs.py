"""Logs: whole or refused, in every order the same, and what is not its reader's word is set apart."""

# ruff: noqa: E501 (tables of SQL are read by the line)
import itertools
import json
from contextlib import closing

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from review.errors import SourceError
from review.store import Store
from review.store.ledger import digest_of, key_of, ledger_entry
from review.store.schema import TABLES
from store_material import connect_raw, fill, include

pytest_plugins = ["store_fixtures"]
TABLE = {table.name: table for table in TABLES}
AT = "2026-01-02T03:04:05.000000Z"
few = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
_numbers = itertools.count()


@pytest.fixture
def judged(store):
    """Return a store in which Anna and Bengt have decided, linked and taken back."""
    first, second, third = fill(store)
    for reader in ("anna", "bengt"):
        store.append("decisions", [include(first), include(second)], reader=reader)
    link = {"reference_id": third, "recommendation_id": "IG01", "direction": "supports"}
    store.append("links", [link], reader="bengt")
    store.undo("decisions", reader="bengt")
    return store


def write(store, folder, **options):
    """Write a store's log to a new file and return its path."""
    path = folder / f"log{next(_numbers)}.jsonl"
    store.export_log(path, **options)
    return path


def elsewhere(folder):
    """Return a new, empty store."""
    return Store.open(folder / f"{next(_numbers)}.db")


def forge(log, *rows, entry=True, header=None):
    """Add rows to a log, as somebody does who knows how one is made: with an entry of the ledger each."""
    lines = log.read_text(encoding="utf-8").splitlines()[:-1]
    first = json.loads(lines[0]) | {"ends": False} | (header or {})
    for number, row in enumerate(rows):
        table = TABLE[row["table"]]
        said = {
            column.name: row.get(column.name, None if column.nullable else "") for column in table.columns
        }
        lines.append(json.dumps({"table": table.name} | said))
        if entry and table.name != "ledger":
            kind = row.get("kind", table.name) if table.name == "withdrawals" else table.name
            told = {table.name: {key_of(table, said): digest_of(table.name, said)}}
            made = ledger_entry(f"forged{number}", kind, said["reader"], 1, "", told)
            lines.append(json.dumps({"table": "ledger"} | made))
    log.write_text("\n".join([json.dumps(first), *lines[1:], ""]), encoding="utf-8")
    return log


@pytest.mark.parametrize("keep", [0.0, 0.3, 0.6, 0.9, "all but the last line"])
def test_a_log_cut_at_a_line_is_refused_and_the_whole_one_heals(judged, tmp_path, keep):
    """Guard: the last line. Nothing of a cut log is taken in, and the whole one gives all."""
    whole = write(judged, tmp_path)
    lines = whole.read_text(encoding="utf-8").splitlines(keepends=True)
    n = len(lines) - 1 if isinstance(keep, str) else 1 + int(keep * (len(lines) - 1))
    cut = tmp_path / "cut.jsonl"
    cut.write_text("".join(lines[:n]), encoding="utf-8")
    with elsewhere(tmp_path) as other:
        with pytest.raises(SourceError, match=r"cut.jsonl is cut off or was edited .* ask for the whole"):
            other.merge_log(cut)
        with pytest.raises(SourceError, match="cut off"):
            other.missing_from(cut)
        assert not any(other.counts().values())
        other.merge_log(whole)
        assert write(other, tmp_path).read_bytes() == whole.read_bytes()


@few
@given(data=st.data())
def test_whatever_is_done_to_the_lines_is_found_out(tmp_path, data):
    """Guard: count and digest. Lines left out, repeated, in another order or swapped are never a whole log."""
    with elsewhere(tmp_path) as store:
        first, *_ = fill(store)
        store.append("decisions", [include(first, note="å")], reader="anna")
        log = write(store, tmp_path)
    lines = log.read_text(encoding="utf-8").splitlines(keepends=True)
    body = data.draw(st.lists(st.sampled_from(lines[1:]), max_size=len(lines)) | st.permutations(lines[1:]))
    log.write_text("".join([lines[0], *body]), encoding="utf-8")
    with elsewhere(tmp_path) as other:
        if list(body) == lines[1:]:
            assert other.merge_log(log)["decisions"] == 1
            return
        with pytest.raises(SourceError):
            other.merge_log(log)
        assert not any(other.counts().values())


@pytest.mark.parametrize("newline", ["\r\n", "\n"])
def test_a_log_that_came_through_another_computer_is_whole(judged, tmp_path, newline):
    """Another way to end lines, or a mark at the file's beginning, changes nothing."""
    log = write(judged, tmp_path)
    text = log.read_text(encoding="utf-8").replace("\n", newline)
    log.write_bytes(b"\xef\xbb\xbf" + text.encode())
    with elsewhere(tmp_path) as other:
        assert other.merge_log(log) == judged.counts()


def test_an_older_log_that_was_cut_is_healed_by_the_whole_one(judged, tmp_path):
    """Guard: sightings by their whole key. What a cut log left out of an import comes with the next log."""
    whole = write(judged, tmp_path)
    lines = whole.read_text(encoding="utf-8").splitlines()
    rows = [line for line in lines[1:-1] if json.loads(line)["table"] in ("imports", "records", "sightings")]
    old = tmp_path / "old.jsonl"
    old.write_text("\n".join(['{"review_log": 1, "schema": "0002"}', *rows[:-1], ""]), encoding="utf-8")
    with elsewhere(tmp_path) as other:
        other.merge_log(old)
        assert len(other.sightings()) == 2
        other.merge_log(whole)
        assert len(other.sightings()) == 3
        assert other.verify()["ok"].all()


@few
@given(order=st.lists(st.integers(0, 3), min_size=4, max_size=9))
def test_logs_in_any_order_and_number_give_one_memory(tmp_path, order):
    """Merged again, interleaved with what is judged meanwhile, in any order: the same rows for all."""
    logs = []
    with elsewhere(tmp_path) as start:
        first, second, third = fill(start)
        base = write(start, tmp_path)
    for reader, references in (("anna", [first]), ("bengt", [first, second]), ("carl", [third])):
        with elsewhere(tmp_path) as store:
            store.merge_log(base)
            store.append("decisions", [include(each) for each in references], reader=reader)
            if reader == "bengt":
                store.undo("decisions", reader=reader)
            logs.append(write(store, tmp_path, reader=reader))
    logs.append(base)
    results = set()
    for sequence in ([*order, 0, 1, 2, 3], [3, 2, 1, 0]):
        with elsewhere(tmp_path) as store:
            for number in sequence:
                store.merge_log(logs[number])
            assert store.verify()["ok"].all()
            results.add(write(store, tmp_path).read_bytes())
    assert len(results) == 1


def withdrawal(kind, target, reader, **changes):
    """Return a withdrawal as a row of a log."""
    row = {"table": "withdrawals", "id": f"w{next(_numbers)}", "kind": kind, "target_id": target}
    return row | {"reader": reader, "at": AT} | changes


def decision(reference, reader, **changes):
    """Return a decision as a row of a log."""
    row = {
        "table": "decisions",
        "id": f"d{next(_numbers)}",
        "reader": reader,
        "at": AT,
        "reference_id": reference,
    }
    return row | {"stage": "full_text", "decision": "include"} | changes


FORGED = {
    "takes back another's decision": lambda a, r: withdrawal("decisions", a, "mallory"),
    "takes it back as a link": lambda a, r: withdrawal("links", a, "mallory"),
    "takes back what is nothing": lambda a, r: withdrawal("links", "nothing", "mallory"),
    "takes back no kind": lambda a, r: withdrawal("opinions", a, "mallory"),
    "takes it back at no time": lambda a, r: withdrawal("decisions", a, "anna", at="zzzz"),
    "at no time": lambda a, r: decision(r, "mallory", at="zzzz"),
    "on no day": lambda a, r: decision(r, "mallory", at="2026-99-01T00:00:00.000000Z"),
    "at the end of time": lambda a, r: decision(r, "mallory", at="9999-12-31T23:59:59.999999Z"),
    "long from now": lambda a, r: decision(r, "mallory", at="2091-01-01T00:00:00.000000Z"),
    "by nobody": lambda a, r: decision(r, " "),
    "no decision": lambda a, r: decision(r, "mallory", decision="perhaps"),
    "no stage": lambda a, r: decision(r, "mallory", stage=""),
    "by a stranger": lambda a, r: decision(r, "stranger"),
    "an observer's link": lambda a, r: {
        **{"table": "links", "id": "l9", "reader": "vera", "at": AT, "reference_id": r},
        **{"recommendation_id": "IG01", "direction": "supports"},
    },
    "a chain too high": lambda a, r: {"table": "ledger"} | ledger_entry("e9", "links", "mallory", 2**31 - 1, "", {}),
    "a chain of another shape": lambda a, r: {"table": "ledger"} | ledger_entry("e9", "links", "mallory", 1, "", [1]),
    "a chain that tells of others": lambda a, r: {"table": "ledger"}
    | ledger_entry("e9", "links", "mallory", 1, "", {"decisions": {"gone": "1" * 64}}),
}  # fmt: skip
READERS = {"anna": "reader", "bengt": "reader", "mallory": "reader", "vera": "observer", "AB": "reader"}


@pytest.mark.parametrize("make", FORGED.values(), ids=FORGED)
def test_what_is_nobody_s_word_is_set_apart_and_the_rest_taken_in(judged, tmp_path, make):
    """Guards: `_fits_` triggers, `outsider`, `entry_contents`. It is named, does not count, and verify is clean."""
    annas = judged.current("decisions").query("reader == 'anna'")["id"].iloc[0]
    reference = judged.records(["record_id"])["record_id"].iloc[0]
    log = forge(write(judged, tmp_path), make(annas, reference))
    before = judged.current("decisions")["id"].to_list()
    for store in (judged, elsewhere(tmp_path)):
        with store:
            for _ in range(2):
                told = store.merge_log(log, readers=READERS)["set apart"][0]
            assert "line" in told
            assert store.current("decisions")["id"].to_list() == before
            assert store.verify(READERS)["ok"].all()
            store.append("links", [{"reference_id": reference, "recommendation_id": "IG02", "direction": "mixed"}],
                         reader="anna")  # fmt: skip
            assert store.verify(READERS)["ok"].all()


def test_a_row_that_the_log_s_own_ledger_does_not_know_is_set_apart(judged, tmp_path):
    """Guard: the log's ledger. A row slipped into a log by hand is nobody's, and named by its reader."""
    reference = judged.records(["record_id"])["record_id"].iloc[0]
    log = forge(write(judged, tmp_path), decision(reference, "anna"), entry=False)
    with elsewhere(tmp_path) as other:
        assert "(anna) is in no entry" in other.merge_log(log)["set apart"][0]
        assert other.verify()["ok"].all()


def test_another_s_entry_does_not_make_a_row_its_reader_s(judged, tmp_path):
    """Guard: a row is in its own reader's chain. What Mallory's entry tells of Anna is nobody's word."""
    reference = judged.records(["record_id"])["record_id"].iloc[0]
    row = decision(reference, "anna")
    said = {
        column.name: row.get(column.name, None if column.nullable else "")
        for column in TABLE["decisions"].columns
    }
    told = {"decisions": {row["id"]: digest_of("decisions", said)}}
    entry = {"table": "ledger"} | ledger_entry("e9", "decisions", "mallory", 1, "", told)
    log = forge(write(judged, tmp_path), row, entry, entry=False)
    with elsewhere(tmp_path) as other:
        assert "(anna) is in no entry" in other.merge_log(log)["set apart"][0]
        assert other.verify()["ok"].all()


def test_a_log_of_one_reader_speaks_for_no_other(judged, tmp_path):
    """Guard: the teller in `outsider`. In Mallory's log a decision of Anna's is not Anna's word."""
    reference = judged.records(["record_id"])["record_id"].iloc[0]
    log = forge(write(judged, tmp_path, reader="mallory"), decision(reference, "anna"))
    with elsewhere(tmp_path) as other:
        assert "stands in mallory's log as anna's" in other.merge_log(log)["set apart"][0]
        assert other.current("decisions").empty


def test_two_rows_of_one_id_in_a_log_are_refused(judged, tmp_path):
    """Guard: `_take`. Which of two rows is meant nobody can know, and the last does not win in silence."""
    reference = judged.records(["record_id"])["record_id"].iloc[0]
    log = forge(write(judged, tmp_path), decision(reference, "anna", id="d1"), decision(reference, "anna", id="d1",
                                                                                        note="other"))  # fmt: skip
    with (
        elsewhere(tmp_path) as other,
        pytest.raises(SourceError, match="another row of decisions has the id d1"),
    ):
        other.merge_log(log)


OLD_ROWS = {
    "a membership at no time": "INSERT INTO memberships VALUES ('m1', 'dedupe', 'zzzz', '', '{r}', '{r}', 'rule', '')",
    "one at the end of time": "INSERT INTO memberships VALUES ('m1', 'dedupe', '9999-12-31T23:59:59.999999Z', '', "
    "'{r}', '{r}', 'rule', '')",
    "a height out of range": "INSERT INTO ledger VALUES ('e1', 'memberships', 'dedupe', 9223372036854775807, '', 'x', "
    "'{{}}', '', '')",
    "a height that is a text": "INSERT INTO ledger VALUES ('e1', 'memberships', 'dedupe', 'high', '', 'x', '{{}}', '', '')",
    "an entry of another digest": "INSERT INTO ledger VALUES ('e1', 'memberships', 'dedupe', 1, '', 'x', '{{}}', '', '')",
    "contents that are none": "INSERT INTO ledger VALUES ('e1', 'memberships', 'dedupe', 1, '', 'x', '[', '', '')",
    "a blob for a note": "INSERT INTO parked VALUES ('p1', 'mallory', '2026', '', '{r}', 'full_text', x'00ff')",
    "an import of no account": "INSERT INTO imports VALUES ('i1', '', 's', '', '', '', '', '', '2026', 'anna', 0, '[')",
    "another's decision taken back": "INSERT INTO withdrawals SELECT 'w1', 'decisions', min(id), 'mallory', "
    "'2026', '' FROM decisions WHERE reader = 'anna'",
    "by the id of a link": "INSERT INTO withdrawals SELECT 'w1', 'links', min(id), 'mallory', '2026', '' FROM "
    "decisions WHERE reader = 'anna'",
}


@pytest.mark.parametrize("statement", OLD_ROWS.values(), ids=OLD_ROWS)
def test_rows_from_before_the_rules_are_named_and_stop_nobody(address, judged, tmp_path, statement):
    """Readers: verify names the row; merging duplicates, importing, deciding and logs go on."""
    references = judged.records(["record_id"])["record_id"].to_list()
    before = judged.current("decisions")["id"].to_list()
    with closing(connect_raw(address)) as connection:
        guards = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in guards:
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute(statement.format(r=references[0]))
        for _, sql in guards:
            connection.execute(sql)
        connection.commit()
    failed = judged.verify().query("not ok")["detail"]
    assert any(name in detail for detail in failed for name in ("m1", "e1", "p1", "i1", "w1"))
    assert judged.current("decisions")["id"].to_list() == before
    moved = {"record_id": references[0], "reference_id": references[1], "rule": "doi", "reader": "dedupe"}
    judged.append("memberships", [moved])
    assert judged.current("memberships")["reference_id"].to_list() == [references[1]]
    judged.append("decisions", [include(references[2])], reader="anna")
    assert len(judged.imports()) == 1
    log = write(judged, tmp_path)
    with elsewhere(tmp_path) as other:
        other.merge_log(log)
        assert other.current("decisions")["id"].to_list() == judged.current("decisions")["id"].to_list()
