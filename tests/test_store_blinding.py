"""Blinding: on PostgreSQL a reader's own login gets nothing of the other's, whatever is tried."""

from contextlib import closing

import psycopg
import pytest

from review.errors import StoreError, UsageError
from review.evidence import MARKS
from review.store import Store
from store_material import fill, include

pytest_plugins = ["store_fixtures"]
pytestmark = pytest.mark.postgresql
fresh = pytest.mark.parametrize("new_address", ["postgresql"], indirect=True)

READERS = {
    **{"anna": "reader", "bengt": "reader", "karin": "adjudicator", "guest": "observer", "carl": ""},
    **{"erik": "health_economist", "frida": "health_economist"},
}
TWO = {"title_abstract": (2, 1.0, 0), "full_text": (2, 1.0, 0)}


def begin(store):
    """Judge in a store of three references: both on the first, Bengt alone on the second.

    Erik has taken out two evaluations and answered two items, Frida one of each; Bengt has taken out a third.
    """
    first, second, _ = fill(store)
    abstract(store, first, "E1", erik="open", frida="open too")
    abstract(store, second, "E2", erik="secret")
    abstract(store, second, "E3", bengt="secret")
    store.append("decisions", [include(first, note="open note")], reader="bengt")
    store.append("decisions", [include(second, note="secret note", decision="exclude")], reader="bengt")
    store.append("decisions", [include(second, decision="include")], reader="guest")
    store.append("parked", [{"reference_id": second, "stage": "full_text", "note": "secret"}], reader="bengt")
    store.append("decisions", [include(first)], reader="anna")
    store.undo("parked", reader="bengt")
    store.set_up_readers(READERS, TWO, abstractors=2)
    return store


def abstract(store, reference, evaluation, **said):
    """Let one or two readers take out an evaluation and answer an item of a checklist, in that order."""
    for reader, note in said.items():
        kind = "evaluations" if reader == next(iter(said)) else "abstractions"
        row = {"evaluation_id": evaluation, "reference_id": reference, "intervention": "surgery"}
        store.append(kind, [row | {"currency": note, "note": note}], reader=reader)
        about = {"evaluation_id": evaluation, "checklist": "CHEC-extended", "item": "1", "answer": "no"}
        mark = {"evaluation_id": evaluation, "checklist": MARKS[kind], "item": "funding", "answer": "yes"}
        store.append("appraisals", [about | {"note": note}, mark], reader=reader)


@pytest.fixture
def review(store):
    """Return a store in which logins are set up."""
    return begin(store)


@pytest.fixture(scope="module")
def besieged(server):
    """Return a store that every attempt below is made on, and its address."""
    with psycopg.connect(f"host={server} user=review dbname=postgres", autocommit=True) as connection:
        connection.execute("CREATE DATABASE besieged")
    address = f"postgresql://review@/besieged?host={server}"
    with Store.open(address) as store:
        yield begin(store), address


@pytest.fixture
def anna(besieged):
    """Return Anna's own connection, as a notebook cell of hers would open it."""
    with closing(psycopg.connect(as_user(besieged[1], "anna"), autocommit=True)) as connection:
        yield connection


def as_user(address, user):
    """Return the address of a login."""
    return address.replace("//review@", f"//{user}@")


NOTHING = {
    "select": "SELECT * FROM decisions WHERE reader = 'bengt'",
    "a join": "SELECT d.* FROM records JOIN decisions d ON reference_id = record_id WHERE d.reader <> 'anna'",
    "a subquery": "SELECT (SELECT string_agg(d::text, ',') FROM decisions d WHERE reader <> 'anna')",
    "an error that quotes": "SELECT * FROM decisions WHERE reader <> 'anna' AND note::integer = 1",
    "parked": "SELECT * FROM parked",
    "withdrawals": "SELECT * FROM withdrawals",
    "ledger": "SELECT * FROM ledger WHERE reader = 'bengt'",
    "statistics": "SELECT * FROM pg_stats WHERE tablename IN ('decisions', 'parked', 'ledger')",
    "row identifiers": "SELECT * FROM decisions WHERE ctid = ANY (SELECT ('(0,' || n || ')')::tid "
    "FROM generate_series(1, 9) n) AND reader <> 'anna'",
    "the open function": "SELECT * FROM review_opened_decisions() WHERE note LIKE '%secret%'",
    "evaluations": "SELECT * FROM evaluations",
    "second abstractions": "SELECT * FROM abstractions",
    "answers to checklists": "SELECT * FROM appraisals WHERE answer = 'no'",
    "what an evaluation found": "SELECT currency FROM evaluations JOIN records ON reference_id = record_id",
    "an evaluation's whole row": "SELECT (SELECT string_agg(e::text, ',') FROM evaluations e)",
    "the ledger of evaluations": "SELECT contents FROM ledger WHERE kind IN ('evaluations', 'appraisals')",
    "evaluations not open": "SELECT * FROM review_opened_evaluations() WHERE evaluation_id <> 'E1'",
    "abstractions not open": "SELECT * FROM review_opened_abstractions() WHERE evaluation_id <> 'E1'",
    "answers not open": "SELECT * FROM review_opened_appraisals() WHERE evaluation_id <> 'E1'",
    "the list of comparisons": "SELECT c::text FROM review_comparisons() c WHERE c::text LIKE '%secret%'",
    "statistics of evaluations": "SELECT * FROM pg_stats WHERE tablename IN ('evaluations', 'appraisals')",
    "another's activity": "SELECT query FROM pg_stat_activity WHERE usename <> session_user "
    "AND query LIKE '%secret%'",
    "a cursor": "BEGIN; DECLARE c CURSOR FOR TABLE decisions; MOVE 1 IN c; FETCH ALL FROM c",
    "a prepared statement": "PREPARE p AS SELECT * FROM decisions WHERE reader = 'bengt'; EXECUTE p",
}
ROW = "('x1', '{}', '2026', '', (SELECT min(record_id) FROM records), 'full_text', 'include', '', '', '')"
INTO = (
    "INSERT INTO decisions (id, reader, at, replaces, reference_id, stage, decision, reason, note, drawn) "
    "VALUES "
)
WITHDRAW = "INSERT INTO withdrawals (id, kind, target_id, reader, at, note) VALUES "
TRIGGER = "LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'"
REFUSED = {
    "insert as another": INTO + ROW.format("bengt"),
    "insert as an adjudicator": INTO + ROW.format("karin"),
    "insert and return": INTO + ROW.format("bengt") + " RETURNING *",
    "an evaluation as another": "INSERT INTO evaluations (id, reader, at, replaces, evaluation_id) "
    "VALUES ('x1', 'erik', '2026', '', 'E2')",
    "an abstraction as another": "INSERT INTO abstractions (id, reader, at, replaces, evaluation_id) "
    "VALUES ('x1', 'frida', '2026', '', 'E2')",
    "an answer as another": "INSERT INTO appraisals "
    "VALUES ('x1', 'erik', '2026', '', 'E2', 'CHEC-extended', '1', 'yes', '')",
    "change an evaluation": "UPDATE evaluations SET currency = 'SEK'",
    "delete an answer": "DELETE FROM appraisals WHERE reader = 'erik'",
    "withdraw an evaluation": WITHDRAW + "('w1', 'evaluations', '{eriks}', 'anna', '2026', '')",
    "withdraw it as another": WITHDRAW + "('w1', 'evaluations', '{eriks}', 'erik', '2026', '')",
    "withdraw it as a link": WITHDRAW + "('w1', 'links', '{eriks}', 'anna', '2026', '')",
    "who abstracted first": "SELECT * FROM review_first_abstractions",
    "what is abstracted twice": "SELECT * FROM review_abstracted_twice",
    "a view of evaluations": "CREATE TEMP VIEW v AS SELECT * FROM review_opened_evaluations()",
    "update": "UPDATE decisions SET decision = 'include'",
    "update one's own": "UPDATE decisions SET decision = 'include' WHERE reader = 'anna'",
    "delete": "DELETE FROM decisions",
    "upsert": INTO + ROW.format("anna") + " ON CONFLICT (id) DO UPDATE SET reader = 'bengt'",
    "merge": "MERGE INTO decisions USING records ON reference_id = record_id WHEN MATCHED THEN DELETE",
    "truncate": "TRUNCATE decisions",
    "drop": "DROP TABLE decisions CASCADE",
    "withdraw another's": WITHDRAW + "('w1', 'decisions', '{bengts}', 'anna', '2026', '')",
    "withdraw as another": WITHDRAW + "('w1', 'decisions', '{bengts}', 'bengt', '2026', '')",
    "withdraw another's as a link": WITHDRAW + "('w1', 'links', '{bengts}', 'anna', '2026', '')",
    "disable triggers": "ALTER TABLE decisions DISABLE TRIGGER ALL",
    "replica mode": "SET session_replication_role = replica",
    "drop the trigger": "DROP TRIGGER decisions_only_grows ON decisions",
    "a trigger of one's own": "CREATE TRIGGER t AFTER INSERT ON links EXECUTE FUNCTION review_only_grows()",
    "change the guard": f"CREATE OR REPLACE FUNCTION review_only_grows() RETURNS trigger {TRIGGER}",
    "a rule of one's own": "CREATE RULE r AS ON INSERT TO decisions DO INSTEAD NOTHING",
    "disable row security": "ALTER TABLE decisions DISABLE ROW LEVEL SECURITY",
    "row security off": "SET row_security = off; SELECT * FROM decisions",
    "drop the policy": "DROP POLICY review_sees ON decisions",
    "a policy of one's own": "CREATE POLICY mine ON decisions USING (true)",
    "change the open function": "ALTER FUNCTION review_opened_decisions() OWNER TO anna",
    "a function that peeks": "CREATE FUNCTION pg_temp.f(text) RETURNS text LANGUAGE sql AS 'SELECT $1'",
    "a view of one's own": "CREATE TEMP VIEW v AS SELECT * FROM decisions",
    "a table of one's own": "CREATE TEMP TABLE t AS TABLE decisions",
    "a view in the schema": "CREATE VIEW public.v AS SELECT * FROM decisions",
    "a table in the schema": "CREATE TABLE public.decisions2 (id text)",
    "a schema of one's own": "CREATE SCHEMA mine",
    "set role of another": "SET ROLE bengt",
    "set role of the owner": "SET ROLE review",
    "set role of adjudicators": "SET ROLE besieged_adjudicator",
    "be another session": "SET SESSION AUTHORIZATION bengt",
    "grant oneself": "GRANT besieged_adjudicator TO anna",
    "become superuser": "ALTER ROLE anna SUPERUSER",
    "rename oneself": "ALTER ROLE anna RENAME TO karin2",
    "who reads what": "SELECT * FROM review_readers",
    "change who reads": "UPDATE review_readers SET role = 'adjudicator' WHERE reader = 'anna'",
    "change how many read": "UPDATE review_stages SET needed = 1",
    "the raw statistics": "SELECT stavalues1 FROM pg_statistic",
    "copy in": "COPY decisions FROM '/tmp/mine'",
    "copy to a file": "COPY decisions TO '/tmp/stolen'",
    "copy to a program": "COPY decisions TO PROGRAM 'cat'",
    "read the server's files": "SELECT pg_read_binary_file('base/1/1259')",
    "change the ledger": "UPDATE ledger SET digest = ''",
    "delete the ledger": "DELETE FROM ledger",
    "enter for another": "INSERT INTO ledger (entry_id, kind, reader, height, follows, digest, contents) "
    "VALUES ('e1', 'decisions', 'bengt', 1, '', '', '')",
    "lock out the others": "BEGIN; LOCK TABLE decisions IN ACCESS EXCLUSIVE MODE",
    "listen to replication": "SELECT pg_create_physical_replication_slot('mine')",
}


@pytest.mark.parametrize("statement", NOTHING.values(), ids=NOTHING)
def test_what_must_stay_hidden_gives_nothing(anna, statement):
    """The statement brings no row of another; of what is judged blind no table may be asked at all."""
    with anna.cursor() as cursor:
        try:
            for part in statement.split("; "):
                cursor.execute(part)
            rows = cursor.fetchall()
        except psycopg.errors.InsufficientPrivilege:
            rows = []
    assert rows in ([], [(None,)])


@pytest.mark.parametrize("statement", REFUSED.values(), ids=REFUSED)
def test_what_must_not_be_done_is_refused(anna, besieged, statement):
    """The server refuses for want of the right, and all rows are as they were."""
    store, _ = besieged
    bengts = store.history("decisions").query("reader == 'bengt'")["id"].iloc[-1]
    eriks = store.history("evaluations").query("reader == 'erik'")["id"].iloc[-1]
    before = store.counts()
    *first, last = statement.format(bengts=bengts, eriks=eriks).split("; ")
    if "plpgsql" in statement:
        first, last = [], statement
    for part in first:
        anna.execute(part)
    with pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.FeatureNotSupported)):
        anna.execute(last)
    assert store.counts() == before
    assert store.verify()["ok"].all()


def test_copying_out_gives_ones_own_rows_only(anna):
    """What may be copied comes through the functions, as with SELECT."""
    with anna.cursor().copy("COPY (SELECT * FROM review_seen_decisions()) TO STDOUT") as copy:
        text = b"".join(copy).decode()
    assert text.count("anna") == 1
    assert "secret" not in text


@fresh
def test_a_reader_sees_the_other_only_where_both_have_decided(address, review):
    """The store of a login shows one's own and what is open; the count tells that one waits."""
    first, second, third = review.records(["record_id"])["record_id"]
    with Store.open(as_user(address, "anna")) as store:
        shown = store.current("decisions")[["reference_id", "reader", "note"]].to_numpy().tolist()
        assert shown == [[first, "bengt", "open note"], [first, "anna", ""]]
        assert store.hidden("title_abstract") == 1
        assert store.counts()["decisions"] == 2
        store.append("decisions", [include(second)], reader="anna")
        assert set(store.current("decisions")["note"]) == {"open note", "secret note", ""}
        assert store.hidden("title_abstract") == 0
        store.append("decisions", [include(third)], reader="anna")
        assert store.undo("decisions", reader="anna")["reference_id"] == third
        assert store.verify()["ok"].all()
        with pytest.raises(StoreError, match="does not let this user do that"):
            store.append("decisions", [include(third)], reader="bengt")
        with pytest.raises(UsageError, match="who alone can withdraw it"):
            store.withdraw("decisions", review.current("decisions")["id"].iloc[1], reader="anna")
    assert review.verify()["ok"].all()


@fresh
def test_an_adjudicator_sees_all_and_an_observer_what_is_open(address, review):
    """Roles follow review.toml, and what an observer decides is no second reading."""
    with Store.open(as_user(address, "karin")) as store:
        assert len(store.history("decisions")) == 4
        first = store.records(["record_id"])["record_id"].iloc[0]
        store.append("decisions", [include(first)], reader="karin")
        assert store.verify()["ok"].all()
    with Store.open(as_user(address, "guest")) as store:
        assert set(store.current("decisions")["reader"]) == {"anna", "bengt", "karin", "guest"}
        assert "secret note" not in set(store.current("decisions")["note"])
        link = {"reference_id": first, "recommendation_id": "IG01", "direction": "supports"}
        with pytest.raises(StoreError, match="does not let this user do that"):
            store.append("links", [link], reader="guest")


@fresh
def test_who_has_left_has_no_way_in(address, review):
    """Setting up again after review.toml has changed closes the login; the rows stay."""
    review.set_up_readers(READERS | {"bengt": ""}, TWO)
    with pytest.raises(StoreError, match="does not let this user do that"):
        Store.open(as_user(address, "bengt"))
    assert "bengt" in set(review.history("decisions")["reader"])


@fresh
def test_one_reader_is_enough_outside_the_checked_sample(address, review):
    """With no reference in the sample all is open; the same draw decides here and in review.toml."""
    review.set_up_readers(READERS, dict.fromkeys(TWO, (2, 0.0, 0)))
    with Store.open(as_user(address, "anna")) as store:
        assert "secret note" in set(store.current("decisions")["note"])


@fresh
def test_a_log_of_a_login_holds_what_it_may_see(address, review, tmp_path):
    """Nothing hidden leaves through the log."""
    with Store.open(as_user(address, "anna")) as store:
        store.export_log(tmp_path / "log.jsonl")
    assert "secret" not in (tmp_path / "log.jsonl").read_text(encoding="utf-8")


@fresh
def test_an_evaluation_is_open_when_two_have_taken_it_out(address, review):
    """Who comes second sees which comparison is meant; what the first found is there once they are done."""
    second = review.records(["record_id"])["record_id"].iloc[1]
    with Store.open(as_user(address, "frida")) as store:
        assert store.current("evaluations")["evaluation_id"].to_list() == ["E1"]
        assert set(store.current("abstractions")["note"]) == {"open too"}
        assert set(store.current("appraisals")["note"]) == {"open", "open too", ""}
        told = store.comparisons().set_index("evaluation_id")
        assert told["first_reader"].to_dict() == {"E1": "erik", "E2": "erik", "E3": "bengt"}
        assert set(told["intervention"]) == {"surgery"}
        row = {"evaluation_id": "E2", "reference_id": second, "note": "mine"}
        store.append("abstractions", [row], reader="frida")
        assert set(store.current("evaluations")["note"]) == {"open", "secret"}
        # the answer to an item of a checklist opens with the same answer of one's own
        assert "secret" not in set(store.current("appraisals")["note"])
        row = {"evaluation_id": "E2", "checklist": "CHEC-extended", "item": "1", "answer": "yes"}
        store.append("appraisals", [row], reader="frida")
        assert "secret" in set(store.current("appraisals")["note"])
        settled = {"evaluation_id": "E2", "reference_id": second, "note": "settled"}
        store.append("evaluations", [settled], reader="frida")
        found = store.current("evaluations").set_index("evaluation_id")
        assert found.loc["E2", "note"] == "settled"
        assert found.loc["E2", "replaces"]
        assert store.verify()["ok"].all()
    with Store.open(as_user(address, "anna")) as store:
        assert set(store.current("evaluations")["note"]) == {"open", "settled"}
    with Store.open(as_user(address, "karin")) as store:
        assert set(store.current("evaluations")["note"]) == {"open", "settled", "secret"}
    assert review.verify()["ok"].all()


@fresh
def test_where_one_takes_evaluations_out_all_see_them(address, review):
    """With one abstractor there is no second to keep blind: what is there is open, in no other's name."""
    review.set_up_readers(READERS, TWO)
    with Store.open(as_user(address, "anna")) as store:
        for kind in ("evaluations", "abstractions", "appraisals"):
            assert len(store.current(kind)) == len(review.current(kind)), kind
            assert store.current(kind)["id"].is_unique
        row = {"evaluation_id": "E1", "checklist": "CHEC-extended", "item": "1", "answer": "yes"}
        with pytest.raises(StoreError, match="does not let this user do that"):
            store.append("appraisals", [row], reader="erik")
