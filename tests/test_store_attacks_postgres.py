"""Attacks on a server: what a login does in a transaction it takes back, beside, or by asking for plans."""

# ruff: noqa: E501, SIM117 (tables of SQL are read by the line)
from contextlib import closing

import psycopg
import pytest
from psycopg import errors

from review.errors import UsageError
from review.evidence import KINDS, MARKS
from review.store import Store, judgements
from review.store.identifiers import new_id
from review.store.opened import HIDDEN
from review.store.values import check_rows
from store_material import fill, include

pytest_plugins = ["store_fixtures"]
pytestmark = pytest.mark.postgresql
fresh = pytest.mark.parametrize("new_address", ["postgresql"], indirect=True)

READERS = {"mallory": "reader", "alma": "reader", "vera": "observer", "karin": "adjudicator"}
TWO = {"title_abstract": (2, 1.0, 0), "full_text": (2, 1.0, 0)}
N = 40


def besiege(store):
    """Let Alma judge every second of forty references at each kind that is blind, and say something secret."""
    references = fill(store, N)
    for number, reference in enumerate(references[::2]):
        evaluation = {"evaluation_id": f"E{number}", "reference_id": reference, "currency": "secret"}
        answer = {"evaluation_id": f"E{number}", "checklist": "CHEC", "item": "1", "answer": "secret"}
        store.append("decisions", [include(reference, note="secret")], reader="alma")
        store.append(
            "parked", [{"reference_id": reference, "stage": "full_text", "note": "secret"}], reader="alma"
        )
        store.append("evaluations", [evaluation], reader="alma")
        store.append("appraisals", [answer, answer | {"checklist": MARKS["evaluations"]}], reader="alma")
    store.undo("decisions", reader="alma")
    store.set_up_readers(READERS, TWO, abstractors=2)
    return store


@pytest.fixture(scope="module")
def siege(server):
    """Return the besieged store and its address."""
    with psycopg.connect(f"host={server} user=review dbname=postgres", autocommit=True) as connection:
        connection.execute("CREATE DATABASE siege")
    address = f"postgresql://review@/siege?host={server}"
    with Store.open(address) as store:
        yield besiege(store), address


def as_user(address, user):
    """Return the address of a login."""
    return address.replace("//review@", f"//{user}@")


@pytest.fixture
def mallory(siege):
    """Return a connection of Mallory's in a transaction that is never committed."""
    with closing(psycopg.connect(as_user(siege[1], "mallory"))) as connection:
        yield connection
        connection.rollback()


AT = "'2026-01-02T03:04:05.000000Z'"
DECIDE = (
    "INSERT INTO decisions (id, reader, at, replaces, reference_id, stage, decision, reason, note, drawn) "
    f"SELECT 'm' || record_id, 'mallory', {AT}, '', record_id, 'title_abstract', 'include', '', '', '' FROM records"
)
_EMPTY = ", ".join(
    column
    for column in KINDS["abstractions"].says
    if column
    not in ("price_year", "time_horizon_years", "discount_cost_percent", "discount_effect_percent", "icer_reported",
            "quality_score", "reference_id") and not column.startswith(("cost_", "effect_"))
)  # fmt: skip
ABSTRACT = "".join((
    "INSERT INTO {0} (id, reader, at, replaces, evaluation_id, reference_id, effect_unit, ", _EMPTY, ") ",
    f"SELECT 'm{{0}}' || n, 'mallory', {AT}, '', 'E' || n, (SELECT min(record_id) FROM records), '', ",
    ", ".join("''" for _ in _EMPTY.split(", ")),
    " FROM generate_series(0, 19) n",
))  # fmt: skip
ANSWER = (
    f"INSERT INTO appraisals SELECT 'm' || n || c, 'mallory', {AT}, '', 'E' || n, c, '1', 'yes', '' "
    f"FROM generate_series(0, 19) n, unnest(ARRAY['CHEC', '{MARKS['evaluations']}']) c"
)
OPEN = "SELECT * FROM review_opened_decisions()"
IN_A_BLOCK = f"DO $$ BEGIN {DECIDE}; EXCEPTION WHEN division_by_zero THEN NULL; END $$"
PEEKS = {
    "decisions": [DECIDE, OPEN],
    "all that is seen": [DECIDE, "SELECT * FROM review_seen_decisions() WHERE reader <> 'mallory'"],
    "in a savepoint": ["SAVEPOINT a", DECIDE, OPEN],
    "in a released savepoint": ["SAVEPOINT a", DECIDE, "RELEASE a", OPEN],
    "in savepoints within savepoints": [
        "SAVEPOINT a",
        "SAVEPOINT b",
        DECIDE,
        "RELEASE b",
        "SAVEPOINT c",
        OPEN,
    ],
    "in a block that catches errors": [IN_A_BLOCK, OPEN],
    "in one statement": [f"WITH mine AS ({DECIDE} RETURNING 1) {OPEN}"],
    "by a cursor": [f"DECLARE c NO SCROLL CURSOR FOR {OPEN}", DECIDE, "FETCH ALL FROM c"],
    "by a prepared plan": [f"PREPARE p AS {OPEN}", DECIDE, "EXECUTE p"],
    "with a frozen snapshot": ["SET TRANSACTION ISOLATION LEVEL REPEATABLE READ", DECIDE, OPEN],
    "serializable": ["SET TRANSACTION ISOLATION LEVEL SERIALIZABLE", DECIDE, OPEN],
    "evaluations": [ABSTRACT.format("abstractions"), "SELECT * FROM review_opened_evaluations()"],
    "evaluations as first": [
        ABSTRACT.format("evaluations"),
        ABSTRACT.format("abstractions"),
        "SELECT * FROM review_opened_evaluations()",
    ],
    "answers": [ANSWER, "SELECT * FROM review_opened_appraisals()"],
    "marks": [ABSTRACT.format("abstractions"), ANSWER, "SELECT * FROM review_opened_appraisals()"],
    "first abstractions": [
        ABSTRACT.format("abstractions"),
        "SELECT * FROM review_seen_abstractions() WHERE reader <> 'mallory'",
    ],
}


@pytest.mark.parametrize("statements", PEEKS.values(), ids=PEEKS)
def test_rows_that_may_never_come_to_be_open_nothing(mallory, statements):
    """Guard: `_settled`. Judging everything in a transaction of one's own brings nothing of another's."""
    try:
        for statement in statements:
            rows = mallory.execute(statement)
        assert rows.fetchall() == []
    except errors.InsufficientPrivilege:
        # what one has just written cannot be asked back, which is what RETURNING would do
        assert "RETURNING" in statements[0]


def test_the_program_in_a_transaction_taken_back_sees_nothing(siege):
    """Guard: `_settled`. What `append` and `current` do in one transaction opens nothing before it is whole."""
    with Store.open(as_user(siege[1], "mallory")) as store, store._reading() as connection:
        kind = KINDS["decisions"]
        references = store.records(["record_id"])["record_id"]
        rows = check_rows(kind, [include(reference) for reference in references], reader="mallory")
        judgements.append(connection, kind, rows, moment="2026-01-02T03:04:05.000000Z", new_id=new_id)
        assert set(judgements.read_current(connection, kind)["reader"]) == {"mallory"}
        connection.rollback()


@pytest.mark.parametrize("stage", ["title_abstract", "full_text"])
def test_a_count_does_not_tell_which_references_are_hidden(mallory, stage):
    """Guard: `_settled` in `_HIDDEN`. The number stays the same whatever one decides in between."""
    asked = f"SELECT review_hidden_references('{stage}')"
    before = mallory.execute(asked).fetchone()
    mallory.execute(DECIDE)
    assert mallory.execute(asked).fetchone() == before


SHADOWS = {
    "who reads": "CREATE TEMP TABLE review_readers AS SELECT 'mallory'::text reader, 'adjudicator'::text role",
    "everyone an adjudicator": "CREATE TEMP TABLE review_readers AS "
    "SELECT 'alma'::text reader, 'adjudicator'::text role",
    "how many read": "CREATE TEMP TABLE review_stages AS SELECT s AS stage, 1 AS needed, 1.0::float8 AS share, "
    "'0'::text AS seed FROM unnest(ARRAY['title_abstract', 'evaluations']) s",
    "what is twice": "CREATE TEMP TABLE review_abstracted_twice AS SELECT 'E' || n AS evaluation_id "
    "FROM generate_series(0, 19) n",
    "what is withdrawn": "CREATE TEMP TABLE withdrawals (id text, kind text, target_id text, reader text)",
}


@pytest.fixture
def careless(siege):
    """Let the owner grant what the set-up took away, and take it again."""
    with psycopg.connect(siege[1], autocommit=True) as owner:
        owner.execute("GRANT TEMP ON DATABASE siege TO mallory")
        yield
        owner.execute("REVOKE TEMP ON DATABASE siege FROM mallory")


@pytest.mark.parametrize("statement", SHADOWS.values(), ids=SHADOWS)
def test_temporary_tables_stand_before_no_table_of_the_functions(careless, siege, statement):
    """Guard: `SET search_path = …, pg_temp`. Even who may make temporary tables changes nothing by them."""
    with closing(psycopg.connect(as_user(siege[1], "mallory"))) as connection:
        connection.execute(statement)
        for kind in ("decisions", "evaluations", "appraisals"):
            assert connection.execute(f"SELECT * FROM review_opened_{kind}()").fetchall() == []


@pytest.mark.parametrize("may", ["TEMP ON DATABASE siege", "CREATE ON SCHEMA public", "SELECT ON decisions"])
def test_what_was_granted_by_hand_is_taken_away_by_the_set_up(siege, may):
    """Guard: the logins in `REVOKE`. A right given to one login alone does not outlive the set-up."""
    store, address = siege
    with psycopg.connect(address, autocommit=True) as owner:
        owner.execute(f"GRANT {may} TO mallory")
        store.set_up_readers(READERS, TWO, abstractors=2)
    with closing(psycopg.connect(as_user(address, "mallory"))) as connection:
        for statement in (
            "CREATE TEMP TABLE t (a text)",
            "CREATE TABLE public.t (a text)",
            "TABLE decisions",
        ):
            with pytest.raises(errors.InsufficientPrivilege):
                connection.execute(statement)
            connection.rollback()


ESCAPES = {
    "superuser": ("ALTER ROLE mallory SUPERUSER", "ALTER ROLE mallory NOSUPERUSER", "is a superuser"),
    "bypasses": ("ALTER ROLE mallory BYPASSRLS", "ALTER ROLE mallory NOBYPASSRLS", "bypasses row security"),
    "makes roles": ("ALTER ROLE mallory CREATEROLE", "ALTER ROLE mallory NOCREATEROLE", "makes roles"),
    "reads all": ("GRANT pg_read_all_data TO mallory", "REVOKE pg_read_all_data FROM mallory", "reads all"),
    "is another": ("GRANT alma TO mallory", "REVOKE alma FROM mallory", "is a member of alma"),
    "reads files": (
        "GRANT pg_read_server_files TO mallory",
        "REVOKE pg_read_server_files FROM mallory",
        "is a member of pg_read_server_files",
    ),
}


@pytest.mark.parametrize(("before", "after", "told"), ESCAPES.values(), ids=ESCAPES)
def test_a_login_that_could_get_round_the_rules_is_named(siege, before, after, told):
    """Guard: `_ESCAPES`. Nothing is set up for a login that no rule binds, and the message says why."""
    store, address = siege
    with psycopg.connect(address, autocommit=True) as owner:
        owner.execute(before)
        try:
            with pytest.raises(UsageError, match=f"nothing was set up.*mallory.*{told}"):
                store.set_up_readers(READERS, TWO, abstractors=2)
        finally:
            owner.execute(after)


@fresh
def test_only_the_owner_of_the_database_sets_up(address, store):
    """Guard: `_OWNS`. Who owns the tables and not the database cannot take TEMP away, and is told so."""
    name = address.split("?")[0].rsplit("/", 1)[1]
    with psycopg.connect(address, autocommit=True) as owner:
        owner.execute(f"CREATE ROLE stranger_{name} LOGIN CREATEROLE")
        owner.execute(f"GRANT USAGE, CREATE ON SCHEMA public TO stranger_{name}")
        tables = owner.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        for (table,) in tables:
            owner.execute(f"ALTER TABLE {table} OWNER TO stranger_{name}")
    with (
        Store.open(as_user(address, f"stranger_{name}")) as other,
        pytest.raises(UsageError, match="does not own the database"),
    ):
        other.set_up_readers(READERS, TWO)


@pytest.mark.parametrize("how", ["TABLE {}", "EXPLAIN TABLE {}", "EXPLAIN ANALYZE SELECT 1 FROM {} WHERE id > '0'",
                                 "COPY {} TO STDOUT", "SELECT count(*) FROM {}"])  # fmt: skip
@pytest.mark.parametrize("table", [name for name in HIDDEN if name != "ledger"])
def test_no_query_of_ones_own_touches_hidden_rows(mallory, table, how):
    """Guard: no right on the tables. A plan, its estimates and its counts would tell of rows nobody may see."""
    with pytest.raises(errors.InsufficientPrivilege):
        mallory.execute(how.format(table))


TOUCHED = (
    "SELECT sum(coalesce(pg_stat_get_xact_tuples_returned(c.oid), 0) + "
    "coalesce(pg_stat_get_xact_tuples_fetched(c.oid), 0)) FROM pg_class c "
    "WHERE c.relname ~ '^(decisions|parked|abstractions|appraisals)'"
)


@pytest.fixture(scope="module")
def crowded(siege):
    """Let the pile be so large that the planner goes by an index, and count its rows."""
    store, address = siege
    references = store.records(["record_id"])["record_id"]
    for stage in ("full_text",):
        rows = [include(reference, stage=stage, note="secret") for reference in references[::2]]
        for _ in range(60):
            store.append("decisions", rows, reader="alma")
    with psycopg.connect(address, autocommit=True) as owner:
        owner.execute("ANALYZE")
    return references


@pytest.mark.parametrize("asked", ["plan", "buffers", "counters"])
def test_what_is_read_for_ones_own_rows_does_not_depend_on_hidden_ones(crowded, siege, asked):
    """Guard: the index that begins with the reader. Read is the same where another has judged and where not."""
    options = {
        "plan": "ANALYZE, TIMING off, SUMMARY off",
        "buffers": "ANALYZE, BUFFERS, TIMING off, SUMMARY off",
    }
    found = set()
    for reference in (crowded[0], crowded[1], crowded[2], crowded[3]):
        with closing(psycopg.connect(as_user(siege[1], "mallory"))) as connection:
            call = f"SELECT * FROM review_standing_decisions(ARRAY['{reference}'])"
            for _ in range(3):
                connection.execute(call)
            if asked == "counters":
                before = connection.execute(TOUCHED).fetchone()[0]
                connection.execute(call)
                found.add(connection.execute(TOUCHED).fetchone()[0] - before)
            else:
                found.add(str(connection.execute(f"EXPLAIN ({options[asked]}) {call}").fetchall()))
    assert len(found) == 1


@pytest.mark.parametrize(
    "call", ["* FROM review_standing_decisions(ARRAY['{}'])", "review_newest_decisions()"]
)
def test_a_look_for_ones_own_rows_goes_by_an_index(crowded, siege, call):
    """Guard: the collation in `_ME`. Of more than a thousand rows of others none is read on the way."""
    with closing(psycopg.connect(as_user(siege[1], "mallory"))) as connection:
        before = connection.execute(TOUCHED).fetchone()[0]
        connection.execute(f"SELECT {call.format(crowded[0])}")
        assert connection.execute(TOUCHED).fetchone()[0] - before < 100


ONE_STOPS_ALL = {
    "a height out of range": (
        "INSERT INTO ledger VALUES ('e1', 'pile', '', 2147483647, '', repeat('a', 64), '{}')",
        errors.CheckViolation,
    ),
    "contents that are none": (
        "INSERT INTO ledger VALUES ('e1', 'links', 'mallory', 1, '', repeat('a', 64), 'nonsense')",
        errors.CheckViolation,
    ),
    "contents of another shape": (
        "INSERT INTO ledger VALUES ('e1', 'links', 'mallory', 1, '', repeat('a', 64), '[1]')",
        errors.CheckViolation,
    ),
    "a repair of one's own": (
        "INSERT INTO ledger VALUES ('e1', 'repair', '', 1, '', repeat('a', 64), '{\"lost\": {}}')",
        errors.InsufficientPrivilege,
    ),
    "a chain of another's": (
        "INSERT INTO ledger VALUES ('e1', 'links', 'dedupe', 1, '', repeat('a', 64), '{}')",
        errors.InsufficientPrivilege,
    ),
    "a membership of no time": (
        "INSERT INTO memberships SELECT 'm1', 'dedupe', 'zzzz', '', record_id, record_id, 'r', '' FROM records LIMIT 1",
        errors.CheckViolation,
    ),
    "a membership at the end of time": (
        "INSERT INTO memberships SELECT 'm1', 'dedupe', '9999-12-31T23:59:59.999999Z', '', record_id, record_id, 'r',"
        " '' FROM records LIMIT 1",
        errors.CheckViolation,
    ),
    "an import in another's name": (
        "INSERT INTO imports (import_id, file_name, sha256, format, encoding, database, searched_on, search, at, "
        f"reader, n_records, account) VALUES ('i1', '', 's', '', '', '', '', '', {AT}, 'alma', 0, '{{\"lines\": {{}}}}')",
        errors.InsufficientPrivilege,
    ),
    "an import of no account": (
        "INSERT INTO imports (import_id, file_name, sha256, format, encoding, database, searched_on, search, at, "
        f"reader, n_records, account) VALUES ('i1', '', 's', '', '', '', '', '', {AT}, 'mallory', 0, 'none')",
        errors.CheckViolation,
    ),
    "a sighting in another's import": (
        "INSERT INTO sightings SELECT import_id, 'r0', 99, '', 1, 1 FROM imports LIMIT 1",
        errors.InsufficientPrivilege,
    ),
    "a record of another shape": (
        "INSERT INTO records (record_id, title, abstract, authors, journal, volume, issue, pages, doi, pmid, issn, isbn,"
        " keywords, language, type, url, database_id, raw, origins) VALUES ('r9', '', '', '', '', '', '', '', '', '',"
        " '', '', '', '', '', '', '', '{', '{}')",
        errors.CheckViolation,
    ),
    "a number that is none": (
        f"INSERT INTO decisions SELECT 'm1', 'mallory', {AT}, '', record_id, 'full_text', 'include', '', NULL, NULL, "
        "'', '', NULL, 'NaN' FROM records LIMIT 1",
        errors.CheckViolation,
    ),
    "a decision that is none": (
        f"INSERT INTO decisions SELECT 'm1', 'mallory', {AT}, '', record_id, 'full_text', 'perhaps', '', NULL, NULL, "
        "'', '', NULL, NULL FROM records LIMIT 1",
        errors.CheckViolation,
    ),
    "a withdrawal of nothing": (
        f"INSERT INTO withdrawals VALUES ('w1', 'links', 'nothing', 'mallory', {AT}, '')",
        errors.InsufficientPrivilege,
    ),
    "a withdrawal of no kind": (
        f"INSERT INTO withdrawals VALUES ('w1', 'records', 'r1', 'mallory', {AT}, '')",
        errors.InsufficientPrivilege,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("statement", "refusal"), ONE_STOPS_ALL.values(), ids=ONE_STOPS_ALL)
def test_one_login_does_not_stop_the_team(siege, mallory, statement, refusal):
    """Guards: `_fits_` triggers and policies. The row is refused, and the others' work goes on."""
    with pytest.raises(refusal):
        mallory.execute(statement)
    mallory.rollback()
    assert siege[0].verify(READERS | {"AB": "reader"})["ok"].all()


@fresh
def test_an_observer_takes_back_no_import(address, store):
    """Guard: the observer in the policy. Who only looks on cannot make the pile go away."""
    besiege(store)
    imported = store.imports()["import_id"].iloc[0]
    with closing(psycopg.connect(as_user(address, "vera"))) as connection:
        with pytest.raises(errors.InsufficientPrivilege):
            connection.execute(
                f"INSERT INTO withdrawals VALUES ('w1', 'imports', '{imported}', 'vera', {AT}, '')"
            )


@fresh
def test_an_evaluation_judged_blind_is_taken_back_by_its_reader_alone(address, store):
    """Guard: `review_withdrawable` in the policy. With two abstractors the kind is blind too, as its id tells."""
    besiege(store)
    alma = store.current("evaluations")["id"].iloc[0]
    for kind in ("evaluations", "links", "decisions"):
        with closing(psycopg.connect(as_user(address, "mallory"))) as connection:
            with pytest.raises(errors.InsufficientPrivilege):
                connection.execute(
                    f"INSERT INTO withdrawals VALUES ('w1', '{kind}', '{alma}', 'mallory', {AT}, '')"
                )


@fresh
def test_logins_of_an_older_set_up_are_bound_when_the_owner_opens_it(address, store, tmp_path):
    """Guard: `set_up_again`. After the schema has changed, rights that an older version gave are gone."""
    besiege(store)
    with psycopg.connect(address, autocommit=True) as owner:
        owner.execute("GRANT SELECT ON decisions, withdrawals, ledger TO mallory")
        owner.execute("DROP FUNCTION review_standing_decisions(text[])")
        owner.execute("DROP TABLE keys CASCADE")
        owner.execute("ALTER TABLE ledger DROP COLUMN signed_by, DROP COLUMN signature")
        owner.execute("UPDATE review_schema SET version_num = '0004'")
        owner.execute("DROP INDEX decisions_about, abstractions_about, appraisals_about, parked_about")
        for table, column in {"decisions": "reference_id", "parked": "reference_id"}.items():
            owner.execute(f"CREATE INDEX {table}_about ON {table} ({column}, stage)")
        for table in ("abstractions", "appraisals"):
            owner.execute(f"CREATE INDEX {table}_about ON {table} (evaluation_id)")
    Store.open(address, backup=tmp_path).close()
    with Store.open(as_user(address, "mallory")) as other:
        assert other.current("decisions").empty
        assert other.hidden("title_abstract") == N // 2 - 1
    with (
        closing(psycopg.connect(as_user(address, "mallory"))) as connection,
        pytest.raises(errors.InsufficientPrivilege),
    ):
        connection.execute("TABLE ledger")
