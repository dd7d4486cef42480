"""Agreeing: blind until both have decided, at every door; roles hold; every conflict can be settled."""

import dataclasses
import inspect
import json
import sqlite3
from contextlib import closing

import pandas as pd
import psycopg
import pytest

from review.cli import commands_memory, main
from review.errors import ReviewError, StoreError, UsageError
from review.project import create
from review.workbench import Workbench
from review.workbench.workbench import ROOMS

pytest_plugins = ["store_fixtures"]

READERS = """
[[readers]]
id = "anna"
[[readers]]
id = "bengt"
[[readers]]
id = "carl"
[[readers]]
id = "karin"
role = "adjudicator"
[[readers]]
id = "erik"
role = "health_economist"
[[readers]]
id = "guest"
role = "observer"
"""
ENTRY = "TY  - JOUR\nTI  - {}\nAB  - About {}.\nAU  - Berg, A\nPY  - 2020\nDO  - 10.5555/{}\nER  -\n"
TITLES = ("Surgery for the knee", "Imaging of the back", "Antibiotics in cold", "Statins in old age")


def write_toml(folder, *, screening="", readers=READERS):
    """Write the review.toml of a review that two read."""
    toml = folder / "review.toml"
    text = toml.read_text(encoding="utf-8")
    head, tail = text[: text.index("[[readers]]")], text[text.index("[stopping]") :]
    head = head.replace("readers_per_reference = 1", f"readers_per_reference = 2\n{screening}")
    toml.write_text(head + readers + tail, encoding="utf-8")


@pytest.fixture
def folder(tmp_path):
    """Return the folder of a review of four references."""
    folder = tmp_path / "review"
    create(folder, title="Knees", language="en")
    (folder / "data" / "raw" / "a.ris").write_text(
        "".join(ENTRY.format(title, title, n) for n, title in enumerate(TITLES)), encoding="utf-8"
    )
    original = (folder / "review.toml").read_text(encoding="utf-8")
    write_toml(folder)
    with Workbench.open(folder) as workbench:
        workbench.pile.import_files()
        workbench.duplicates.merge()
    (folder / "original.toml").write_text(original, encoding="utf-8")
    return folder


@pytest.fixture
def review(folder):
    """Return the open review."""
    with Workbench.open(folder) as workbench:
        yield workbench


def reopened(folder, **changes):
    """Return the review after review.toml was written anew."""
    (folder / "review.toml").write_text((folder / "original.toml").read_text(encoding="utf-8"))
    write_toml(folder, **changes)
    return Workbench.open(folder)


def begin(review):
    """Let both decide on the first reference, and Bengt alone on the second; return their ids."""
    one, two, *_ = review.pile.references().reference_id
    review.screening.decide(one, "include", reader="anna", note="open")
    review.screening.decide(one, "exclude", reader="bengt", reason="wrong_population")
    review.screening.decide(
        two, "exclude", reader="bengt", note="secret", low_value_care=True, reason="abstract_only"
    )
    return one, two


UNLIKE = {
    "workbench.close", "workbench.import_listed", "workbench.import_sample", "workbench.verify",
    "pile.import_files", "duplicates.merge", "readers.set_up", "screening.undo", "report.publish",
    "report.make", "readers.sign_on", "readers.keys",
}  # fmt: skip
"""Methods that change something or count every row; the cards have tests of their own."""


def test_no_method_of_the_workbench_depends_on_a_hidden_decision(review):
    """All that can be called with a reader and a reference at most say the same whatever Bengt decided."""
    _, two = begin(review)
    before = told_by_all(review, two)
    assert len(before) > 75
    review.screening.undo("bengt")
    review.screening.decide(two, "include", reader="bengt", note="a different secret", low_value_care=False)
    after = told_by_all(review, two)
    assert [name for name, said in after.items() if said != before[name]] == []
    assert [name for name, said in after.items() if "a different secret" in said] == []


def told_by_all(review, reference):
    """Return what each public method tells Anna, as text."""
    told = {}
    rooms = {"workbench": review} | {name: getattr(review, name) for name in ROOMS if name != "cards"}
    methods = {
        f"{room}.{name}": getattr(held, name)
        for room, held in rooms.items()
        for name, _ in inspect.getmembers(type(held), inspect.isfunction)
        if name[0] != "_"
    }
    for name, method in methods.items():
        parameters = inspect.signature(method).parameters
        needed = {key for key, one in parameters.items() if one.default is one.empty}
        if name in UNLIKE or not needed <= {"reader", "reference_id"}:
            continue
        asked = {"reader": "anna"} if "reader" in parameters else {}
        asked |= {"reference_id": reference} if "reference_id" in needed else {}
        try:
            told[name] = as_text(method(**asked))
        except ReviewError as error:
            told[name] = str(error)
    return told


def as_text(value):
    """Return frames whole, and what holds frames part by part."""
    if isinstance(value, (pd.DataFrame, pd.Series)):
        return value.to_csv()
    if dataclasses.is_dataclass(value):
        return str([as_text(getattr(value, field.name)) for field in dataclasses.fields(value)])
    if isinstance(value, dict):
        return str({key: as_text(one) for key, one in value.items()})
    return str([as_text(one) for one in value] if isinstance(value, (list, tuple)) else value)


DOORS = {
    "decisions": lambda review: review.decisions.current(),
    "one stage": lambda review: review.decisions.current("title_abstract"),
    "as anna": lambda review: review.decisions.current(reader="anna"),
    "as an observer": lambda review: review.decisions.current(reader="guest"),
    "conflicts": lambda review: review.decisions.conflicts(),
    "conflict queue": lambda review: review.screening.conflict_queue(),
    "queue": lambda review: review.screening.queue("anna"),
    "overview": lambda review: review.report.overview(),
    "outcomes": lambda review: review.decisions.outcomes().drop(columns=["n_readers"]),
    "status": lambda review: review.status(),
    "progress": lambda review: review.readers.progress(),
    "agreement": lambda review: review.readers.agreement(n_boot=0),
    "flow": lambda review: review.flow().as_dict(),
    "snapshot": lambda review: [review.snapshot().decisions, review.snapshot().screening],
}


@pytest.mark.parametrize("door", DOORS.values(), ids=DOORS)
def test_no_door_shows_what_only_one_has_decided(review, door):
    """Whether Bengt includes or excludes the second reference, with which note: all doors say the same."""
    _, two = begin(review)
    before = str(door(review))
    assert "secret" not in before
    review.screening.undo("bengt")
    review.screening.decide(two, "include", reader="bengt", note="a different secret")
    assert str(door(review)) == before


def test_when_both_have_decided_both_see_it(review):
    """The second decision opens the first; who decided always sees their own, an adjudicator all."""
    one, two = begin(review)
    assert set(review.decisions.current().reference_id) == {one}
    assert set(review.decisions.current(reader="bengt").reference_id) == {one, two}
    assert len(review.decisions.current(reader="karin")) == 3
    review.screening.decide(two, "exclude", reader="anna")
    assert set(review.decisions.current().note) == {"open", "", "secret"}


def test_progress_counts_and_names_nobody_s_judgement(review):
    """Each reader's share is told, and how many wait for the second reader."""
    begin(review)
    progress = review.readers.progress().set_index("reader")
    assert progress.decided.to_dict() == {"anna": 1, "bengt": 2, "carl": 0, "erik": 0}
    assert progress.left_to_read.to_dict() == {"anna": 3, "bengt": 2, "carl": 3, "erik": 3}
    assert progress.of_these_as_second.to_dict() == {"anna": 1, "bengt": 0, "carl": 1, "erik": 1}
    assert review.readers.waiting_for_second() == 1
    assert review.status()["waiting_for_second_reader"] == 1


def test_an_export_holds_what_is_open_and_one_s_own(folder, review, tmp_path, capsys):
    """`decisions export` and `log export` leave out what others decided blind."""
    begin(review)
    out = tmp_path / "decisions.csv"
    project = ["--project", str(folder)]
    for reader, n in (("", 2), ("anna", 2), ("bengt", 3)):
        words = ["decisions", "export", str(out), *project, *(["--reader", reader] if reader else [])]
        assert main(words) == 0
        assert len(out.read_text(encoding="utf-8-sig").splitlines()) == n + 1
        assert ("secret" in out.read_text(encoding="utf-8-sig")) is (reader == "bengt")
    assert main(["log", "export", str(tmp_path / "l.jsonl"), "--reader", "anna", *project]) == 0
    assert "secret" not in (tmp_path / "l.jsonl").read_text(encoding="utf-8")
    capsys.readouterr()
    for words in (["queue", "--reader", "anna"], ["status"], ["readers", "list"], ["conflicts"]):
        assert main([*words, *project]) == 0
        assert "secret" not in capsys.readouterr().out


def test_conflicts_stand_side_by_side_and_are_settled_by_a_row_of_its_own(review):
    """The adjudicator's decision counts; the readers' stay, and the queue is empty."""
    one, _ = begin(review)
    (row,) = review.screening.conflict_queue().to_dict("records")
    assert (row["reference_id"], row["title"], row["abstract"]) == (one, TITLES[0], f"About {TITLES[0]}.")
    assert (row["readers"], row["decisions"]) == (("anna", "bengt"), ("include", "exclude"))
    assert (row["reasons"], row["notes"]) == (("", "wrong_population"), ("open", ""))
    assert row["low_value_care"] == (None, None)
    review.screening.settle(one, "include", reader="karin", note="seen")
    assert review.screening.conflict_queue().empty
    assert review.decisions.outcomes().settled_by[0] == "adjudicator"
    assert set(review.decisions.current().reader) == {"anna", "bengt", "karin"}
    with pytest.raises(UsageError, match="is in no open conflict at title_abstract; `review conflicts`"):
        review.screening.settle(one, "exclude", reader="karin")


WRONG_ROLES = [
    pytest.param(
        "erik", "erik is a health economist and may not settle conflicts; ask karin", id="economist"
    ),
    pytest.param("guest", "guest is an observer and may not settle conflicts; ask karin", id="observer"),
    pytest.param("anna", "anna is a reader and may not settle conflicts; ask karin", id="reader"),
    pytest.param("nobody", "unknown reader 'nobody'", id="unknown"),
]


@pytest.mark.parametrize(("reader", "message"), WRONG_ROLES)
def test_only_an_adjudicator_settles(review, reader, message):
    """The sentence says what they are and whom to ask; nothing is stored."""
    one, _ = begin(review)
    with pytest.raises(UsageError, match=message):
        review.screening.settle(one, "include", reader=reader)
    assert len(review.screening.conflict_queue()) == 1


def test_an_observer_may_try_but_never_counts(review):
    """What an observer decides opens nothing, settles nothing and joins no records."""
    one, two = begin(review)
    review.screening.decide(two, "include", reader="guest")
    assert review.decisions.outcomes().set_index("reference_id").outcome[two] == "waiting"
    assert two not in set(review.decisions.current(reader="guest").query("reader == 'bengt'").reference_id)
    with pytest.raises(UsageError, match="guest is an observer and may not judge duplicates; ask anna"):
        review.duplicates.judge(one, two, "same", reader="guest")


LEFT = READERS.replace('id = "bengt"', 'id = "bengt"\nleft = true')
GONE = READERS.replace('[[readers]]\nid = "bengt"\n', "")


@pytest.mark.parametrize("readers", [LEFT, GONE], ids=["marked as left", "taken out"])
def test_a_reader_who_leaves_leaves_no_conflict_behind(folder, review, readers):
    """The rows stay and count, conflicts are settled, and what waited goes to the others."""
    one, two = begin(review)
    review.close()
    with reopened(folder, readers=readers) as after:
        assert len(after.screening.conflict_queue()) == 1
        after.screening.settle(one, "exclude", reader="karin", reason="wrong_population")
        assert two in set(after.screening.queue("anna").reference_id)
        after.screening.decide(two, "exclude", reader="carl")
        assert two not in set(after.screening.queue("anna").reference_id)
        assert after.decisions.outcomes().outcome.to_list() == ["exclude", "exclude"]
        assert after.decisions.outcomes().n_readers.to_list() == [2, 2]
        assert "bengt" not in set(after.readers.progress().reader)
        message = "bengt has left this review" if readers == LEFT else "unknown reader 'bengt'"
        with pytest.raises(UsageError, match=message):
            after.screening.decide(two, "include", reader="bengt")
        wrong = after.verify().query("not ok")
        # rows by one whom review.toml does not know may be a stranger's
        assert wrong.check.to_list() == ([] if readers == LEFT else ["readers"])
        assert wrong.detail.str.contains("by bengt, who is no reader in review.toml").all()


def test_one_reader_is_enough_where_review_toml_says_so(folder, review):
    """Stages can differ: one reader for title and abstract, two for full texts."""
    review.close()
    with reopened(folder, screening='title_abstract = "one_reader"') as one:
        first = one.pile.references().reference_id[0]
        one.screening.decide(first, "include", reader="anna")
        assert one.decisions.outcomes().settled_by.to_list() == ["single"]
        assert first not in set(one.screening.queue("bengt").reference_id)
        one.screening.decide(first, "include", reader="bengt", stage="full_text")
        assert one.decisions.outcomes("full_text").outcome.to_list() == ["waiting"]


def test_a_second_reader_checks_a_sample(folder, review):
    """Some references need two readers, the others one; which is the same whenever it is asked."""
    ids = review.pile.references().reference_id.to_list()
    share = sorted(review.project.draw("title_abstract", name) for name in ids)[2]
    review.close()
    screening = f'title_abstract = "one_and_sample"\nchecked_share = {share}'
    with reopened(folder, screening=screening) as sampled:
        draws = [sampled.project.draw("title_abstract", name) for name in ids]
        needed = sampled.project.readers_needed("title_abstract", ids)
        assert needed == {name: 2 if draw < share else 1 for name, draw in zip(ids, draws, strict=True)}
        assert sorted(set(needed.values())) == [1, 2]
        for reference in ids:
            sampled.screening.decide(reference, "exclude", reader="anna")
        waiting = {reference for reference, n in needed.items() if n == 2}
        assert set(sampled.screening.queue("bengt").reference_id) == waiting
        found = sampled.decisions.outcomes().set_index("reference_id").outcome
        assert set(found.index[found == "waiting"]) == waiting
        assert sampled.readers.waiting_for_second() == len(waiting)


def test_agreement_is_measured_over_time(review):
    """Blocks of references in the order in which the second reader came to them."""
    for place, reference in enumerate(review.pile.references().reference_id):
        review.screening.decide(reference, "include", reader="anna")
        review.screening.decide(reference, "include" if place < 2 else "exclude", reader="bengt")
        review.screening.decide(reference, "include", reader="guest")
    found = review.readers.agreement_over_time(block=2)
    assert found[["period", "n_both", "percent_agreement"]].to_numpy().tolist() == [["1", 2, 1], ["2", 2, 0]]
    assert review.readers.agreement_over_time()["n_both"].to_list() == [4]
    assert set(review.readers.agreement_over_time().answers) == {"include_or_not"}
    both = review.readers.agreement(n_boot=0)
    assert both.answers.drop_duplicates().to_list() == ["include_or_not", "with_unsure"]


def test_who_gives_way_after_seeing_the_other_did_not_agree(review):
    """A decision changed once both were open settles the conflict and leaves the agreement as it was."""
    one, *_ = begin(review)
    before = review.readers.agreement(n_boot=0).percent_agreement.to_list()
    review.screening.undo("anna")
    review.screening.decide(one, "exclude", reader="anna", reason="wrong_population")
    assert review.decisions.outcomes().outcome[0] == "exclude"
    assert review.readers.agreement(n_boot=0).percent_agreement.to_list() == before == [0] * 4
    assert review.readers.agreement_over_time().percent_agreement.to_list() == [0]


def test_each_report_sought_is_accounted_for(review):
    """Sought, not retrieved, assessed: the list and the flow diagram say the same."""
    one, two, three, four = review.pile.references().reference_id
    for reader in ("anna", "bengt"):
        for reference in (one, two, three):
            review.screening.decide(reference, "include", reader=reader)
        review.screening.decide(four, "exclude", reader=reader)
        review.screening.decide(one, "include", reader=reader, stage="full_text")
        review.screening.decide(two, "exclude", reader=reader, stage="full_text", reason="not_retrieved")
    found = review.decisions.full_texts().set_index("reference_id")
    assert found.status.to_dict() == {one: "include", two: "not_retrieved", three: "not_read"}
    flow = review.flow()
    assert (flow.sought, flow.not_retrieved, flow.not_assessed, flow.included) == (3, 1, 1, 1)
    review.screening.decide(three, "exclude", reader="anna", stage="full_text", reason="wrong_population")
    assert review.decisions.full_texts().status.to_list()[2] == "waiting"


@pytest.mark.postgresql
def test_on_a_server_each_works_with_a_login_of_their_own(folder, server, monkeypatch):
    """Queue, progress, conflicts, settlement and the report's numbers work with what each may see."""
    with psycopg.connect(f"host={server} user=review dbname=postgres", autocommit=True) as connection:
        connection.execute("CREATE DATABASE together")

    def opened(login):
        monkeypatch.setenv("REVIEW_DATABASE_URL", f"postgresql://{login}@/together?host={server}")
        return Workbench.open(folder)

    with opened("review") as owner:
        owner.pile.import_files()
        owner.duplicates.merge()
        assert set(owner.readers.set_up().login) == {"open"}
        one, two = begin(owner)
    with opened("anna") as anna:
        assert set(anna.decisions.current(reader="anna").reference_id) == {one}
        assert set(anna.store.history("decisions").reference_id) == {one}
        assert anna.readers.waiting_for_second() == anna.status()["waiting_for_second_reader"] == 1
        assert two in set(anna.screening.queue("anna").reference_id)
        assert len(anna.screening.conflict_queue()) == 1
        assert len(anna.snapshot().decisions) == 2
        anna.duplicates.merge()
        with pytest.raises(StoreError, match="does not let this user do that"):
            anna.screening.decide(two, "include", reader="bengt")
        anna.screening.decide(two, "include", reader="anna")
        assert len(anna.screening.conflict_queue()) == 2
    with opened("karin") as karin:
        karin.screening.settle(one, "include", reader="karin")
        assert karin.decisions.outcomes().settled_by[0] == "adjudicator"
        assert karin.verify()["ok"].all()
    with opened("bengt") as bengt:
        assert bengt.decisions.outcomes().outcome.to_list() == ["include", "conflict"]


def test_two_who_worked_apart_meet_and_settle(folder, review, tmp_path, capsys):
    """Logs are exchanged as files; the conflict that comes of it is settled on the command line."""
    one, *_ = review.pile.references().reference_id
    review.store.export_log(tmp_path / "start.jsonl", review=review.project.identity())
    review.screening.decide(one, "include", reader="anna")
    review.close()
    other = tmp_path / "other"
    create(other, title="Knees", language="en")
    text = (folder / "review.toml").read_text(encoding="utf-8")
    (other / "review.toml").write_text(text, encoding="utf-8")
    apart, here = ["--project", str(other)], ["--project", str(folder)]
    log = str(tmp_path / "bengt.jsonl")
    for words in (
        ["log", "merge", str(tmp_path / "start.jsonl"), *apart],
        ["decide", one, "exclude", "--reader", "bengt", *apart],
        ["log", "export", log, "--reader", "bengt", *apart],
    ):
        assert main(words) == 0
    capsys.readouterr()
    assert main(["log", "merge", log, "--json", *here]) == 0
    merged = json.loads(capsys.readouterr().out)
    assert merged["conflicts"] == {"title_abstract": 1, "full_text": 0}
    assert main(["log", "check", log, *here]) == 0
    assert main(["settle", one, "exclude", "--reader", "karin", *here]) == 0
    assert main(["settle", one, "exclude", "--reader", "anna", *here]) == 2
    assert "anna is a reader and may not settle conflicts" in capsys.readouterr().err
    assert main(["conflicts", "--json", *here]) == 0
    assert json.loads(capsys.readouterr().out) == []
    assert main(["repair", *here]) == 0


def test_a_log_of_another_review_is_refused_on_the_command_line(folder, review, tmp_path, capsys):
    """The id in review.toml tells reviews apart, whatever their titles."""
    log = tmp_path / "log.jsonl"
    review.store.export_log(log, review={"id": "hips", "title": "Hips"})
    assert main(["log", "merge", str(log), "--project", str(folder)]) == 2
    assert "belongs to the review 'Hips' (id hips)" in capsys.readouterr().err


STRANGER = '[[readers]]\nid = "mallory"\n'


def log_of_a_stranger(folder, review, elsewhere):
    """Return the log of somebody whom only their own copy of review.toml names, with two decisions."""
    start, log = elsewhere / "start.jsonl", elsewhere / "mallory.jsonl"
    review.store.export_log(start, review=review.project.identity())
    other = elsewhere / "other"
    create(other, title="Knees", language="en")
    text = (folder / "review.toml").read_text(encoding="utf-8")
    (other / "review.toml").write_text(text.replace(READERS, READERS + STRANGER), encoding="utf-8")
    with Workbench.open(other) as apart:
        apart.merge_log(start)
        for reference in apart.pile.references().reference_id[:2]:
            apart.screening.decide(reference, "include", reader="mallory")
        apart.store.export_log(log, review=apart.project.identity(), reader="mallory")
    return log


def test_rows_by_somebody_review_toml_does_not_name_are_shown_and_not_taken_in(
    folder, review, tmp_path, capsys, monkeypatch
):
    """Each is named, at most twenty on a terminal; with the entry added the same log brings them."""
    log, here = str(log_of_a_stranger(folder, review, tmp_path)), ["--project", str(folder)]
    assert main(["log", "merge", log, "--json", *here]) == 0
    merged = json.loads(capsys.readouterr().out)
    apart = merged["set_apart"]
    assert [sum(f": {table} " in row for row in apart) for table in ("decisions", "ledger")] == [2, 1]
    assert all("mallory, who is no reader in review.toml" in row for row in apart)
    assert merged["added"] == {}
    monkeypatch.setattr(commands_memory, "SHOWN", 1)
    assert main(["log", "merge", log, *here]) == 0
    told = capsys.readouterr()
    assert "3 rows of" in told.err
    assert "and 2 more (all of them with --json)" in told.out
    assert review.decisions.current().empty
    assert review.verify().ok.all()
    with reopened(folder, readers=READERS + STRANGER) as known:
        assert known.merge_log(log)["set_apart"] == []
        assert len(known.decisions.current(reader="mallory")) == 2
        assert known.verify().ok.all()


def test_a_log_of_those_who_left_and_of_the_team_sets_nothing_apart(folder, review, tmp_path):
    """Whatever the program writes a log may bring: imports, merges, observers, who has left."""
    one, *_ = begin(review)
    review.screening.decide(one, "include", reader="guest")
    review.screening.settle(one, "exclude", reader="karin", reason="wrong_population")
    review.screening.undo(reader="bengt")
    review.store.export_log(tmp_path / "all.jsonl", review=review.project.identity())
    other = tmp_path / "other"
    create(other, title="Knees", language="en")
    left = READERS.replace('id = "bengt"', 'id = "bengt"\nleft = true')
    text = (folder / "review.toml").read_text(encoding="utf-8").replace(READERS, left)
    (other / "review.toml").write_text(text, encoding="utf-8")
    with Workbench.open(other) as apart:
        merged = apart.merge_log(tmp_path / "all.jsonl")
        assert merged["set_apart"] == []
        assert merged["added"] == {name: n for name, n in review.store.counts().items() if n}
        assert apart.verify().ok.all()


def test_a_repair_says_on_the_command_line_what_became_of_each_row(folder, review, capsys):
    """What is kept although changed, what is set apart, and in which files both are."""
    begin(review)
    database = review.project.database()
    review.close()
    with closing(sqlite3.connect(database)) as connection:
        for table, column in (("records", "title"), ("decisions", "note")):
            connection.execute(f"DROP TRIGGER {table}_no_update")
            key = "record_id" if table == "records" else "id"
            first = f"(SELECT min({key}) FROM {table})"
            connection.execute(f"UPDATE {table} SET {column} = 'what nobody wrote' WHERE {key} = {first}")
        connection.commit()
    assert main(["repair", "--apply", "--json", "--project", str(folder)]) == 0
    told = capsys.readouterr()
    said = json.loads(told.out)
    assert [row["why"].split("; ")[1][:9] for row in said["rows"]] == ["kept, as ", "set apart"]
    assert said["file"].endswith("-repaired.db")
    assert said["apart"].endswith("-repaired-apart.jsonl")
    assert "2 rows are named below: lost, set apart, healed, or kept although they were changed." in told.err
    assert said["apart"] in told.err
