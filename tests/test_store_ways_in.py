"""Ways in: the same act is let in, or not, by a method, by SQL and by a log, on both kinds of database."""

import itertools
import json
import sqlite3
from contextlib import closing

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert

from review.errors import ReviewError
from review.evidence import KINDS
from review.store import Store
from review.store.guards import missing_guards, restore_guards
from review.store.imports import insert_rows
from review.store.ledger import digest_of, ledger_entry
from review.store.schema import TABLES
from store_material import both, fill, include

pytest_plugins = ["store_fixtures"]
TABLE = {table.name: table for table in TABLES}
READERS = {"anna": "reader", "bengt": "reader", "AB": "reader"}
_numbers = itertools.count()

TIMES = ("2026-01-02T03:04:05.000000Z", "zzzz", "9999-12-31T23:59:59.999999Z", "2091-01-01T00:00:00.000000Z")
ACTS = st.one_of(
    st.fixed_dictionaries({
        "kind": st.just("decisions"),
        "reader": st.sampled_from(("anna", "bengt", "", " ")),
        "at": st.sampled_from(TIMES),
        "stage": st.sampled_from(("title_abstract", "full_text", "", "both")),
        "decision": st.sampled_from(("include", "exclude", "perhaps")),
        "score": st.sampled_from((None, 0.5, 1e305, float("inf"))),
        "rank": st.sampled_from((None, 3, 2**40)),
    }),
    st.fixed_dictionaries({
        "kind": st.sampled_from(("decisions", "links", "imports", "opinions")),
        "reader": st.sampled_from(("anna", "bengt", "")),
        "at": st.sampled_from(TIMES),
        "target": st.sampled_from(("anna's", "bengt's", "a link", "nothing")),
    }),
)  # fmt: skip


def row_of(act, ids):
    """Return the table of an act and its row, as the program would write it."""
    row = {"id": f"x{next(_numbers)}", "reader": act["reader"], "at": act["at"]}
    if "target" in act:
        row |= {"kind": act["kind"], "target_id": ids[act["target"]]}
    else:
        said = {name: act[name] for name in ("stage", "decision", "score", "rank")}
        row |= said | {"reference_id": ids["a reference"]}
    table = TABLE["withdrawals" if "target" in act else "decisions"]
    return table, {c.name: row.get(c.name, None if c.nullable else "") for c in table.columns}


def begin(store):
    """Return a store's rows by name: of each of two readers a decision, and a link."""
    first, second = fill(store, 2)
    link = {"reference_id": first, "recommendation_id": "IG01", "direction": "supports"}
    ids = {"nothing": "nothing", "a reference": second}
    for reader in ("anna", "bengt"):
        (ids[f"{reader}'s"],) = store.append("decisions", [include(first)], reader=reader)
    (ids["a link"],) = store.append("links", [link], reader="anna")
    return ids


def by_method(store, act, ids, _folder):
    """Do it as a workbench does."""
    if "target" in act:
        store.withdraw(act["kind"], ids[act["target"]], reader=act["reader"], at=act["at"])
    else:
        said = {name: act[name] for name in ("stage", "decision", "score", "rank")}
        row = include(ids["a reference"]) | said
        store.append("decisions", [row | {"at": act["at"]}], reader=act["reader"])


def by_sql(store, act, ids, _folder):
    """Do it as another program does."""
    table, row = row_of(act, ids)
    with store._writing() as connection:
        connection.execute(insert(table), [row])


def by_the_store_s_own_hand(store, act, ids, _folder):
    """Do it as any code of ours does that writes rows and their entries."""
    table, row = row_of(act, ids)
    with store._writing() as connection:
        insert_rows(connection, table, [row])


def by_log(store, act, ids, folder):
    """Do it in a log that somebody knows how to make."""
    table, row = row_of(act, ids)
    log = folder / f"log{next(_numbers)}.jsonl"
    kind = row["kind"] if "target" in act else table.name
    entry = ledger_entry(
        f"e{row['id']}", kind, row["reader"], 1, "", {table.name: {row["id"]: digest_of(table.name, row)}}
    )
    lines = [{"review_log": 1, "schema": "0005"}, {"table": table.name} | row, {"table": "ledger"} | entry]
    log.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    if "set apart" in store.merge_log(log):
        raise ReviewError("set apart")


WAYS = {each.__name__: each for each in (by_method, by_sql, by_the_store_s_own_hand, by_log)}


def counted(store):
    """Return what counts: who said what, and what was taken back."""
    history = store.history("decisions")[["reader", "stage", "decision", "withdrawn"]]
    return sorted(map(tuple, history.to_numpy().tolist())), len(store.current("links")), len(store.imports())


def expected(act):
    """Say in plain words whether an act is one that may be done."""
    if act["at"] != TIMES[0] or not act["reader"].strip():
        return False
    if "target" not in act:
        good = act["stage"] in ("title_abstract", "full_text") and act["decision"] != "perhaps"
        return good and act["score"] in (None, 0.5) and act["rank"] in (None, 3)
    own = {"decisions": f"{act['reader']}'s", "links": "a link"}
    return act["target"] == own.get(act["kind"])


@pytest.fixture
def ways(new_address):
    """Return, for each way, a store that begins like the others and the ids of its rows."""
    stores = {name: Store.open(new_address()) for name in WAYS}
    yield {name: (store, begin(store)) for name, store in stores.items()}
    for store in stores.values():
        store.close()


@both
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(act=ACTS)
def test_an_act_is_let_in_by_every_way_or_by_none(ways, tmp_path, act):
    """Guard: one set of rules in the database. What each way leaves behind is the same, and verify agrees."""
    results = []
    for name, (store, ids) in ways.items():
        before = counted(store)
        try:
            WAYS[name](store, act, ids, tmp_path)
        except ReviewError:
            assert counted(store) == before, name
        if not expected(act):
            assert counted(store) == before, name
        checks = store.verify(READERS)
        # rows without an entry are what SQL alone writes, and `verify` says so
        assert checks[checks["check"] != "rows as written"]["ok"].all(), name
        results.append(counted(store))
    assert all(result == results[0] for result in results)


SQL_ONLY = {
    "a blob": ("decisions", {"note": b"\x00\xff"}),
    "a text for a number": ("decisions", {"rank": "many"}),
    "a flag that is none": ("decisions", {"low_value_care": 7}),
    "a text for a score": ("decisions", {"score": "high"}),
    "empty about": ("parked", {"stage": ""}),
    "a number too large": ("decisions", {"rank": 2**40}),
    "an empty reader": ("links", {"reader": "  ", "direction": "supports"}),
    "a link of no direction known": ("links", {"direction": "sideways"}),
    "a time of another shape": ("links", {"at": "2026-01-02 03:04:05"}),
}


@pytest.mark.parametrize(("name", "said"), SQL_ONLY.values(), ids=SQL_ONLY)
def test_a_file_takes_no_row_that_the_program_could_not_read(address, store, name, said):
    """Guard: `_fits_` triggers on SQLite, which by itself takes any value into any column."""
    ids = begin(store)
    before = store.counts()
    row = dict.fromkeys(KINDS[name].columns, "")
    row |= {
        "id": "x1",
        "reader": "anna",
        "at": TIMES[0],
        "reference_id": ids["a reference"],
        "stage": "full_text",
    }
    row |= {"decision": "include", "recommendation_id": "IG01", "rank": None, "score": None}
    row |= {"low_value_care": None, "de_implementation": None}
    row = {c: value for c, value in (row | said).items() if c in KINDS[name].columns}
    with closing(sqlite3.connect(address)) as other:
        marks = ", ".join("?" * len(row))
        with pytest.raises(sqlite3.IntegrityError, match=f"{name}_fits_.*this row is refused, which"):
            other.execute(f"INSERT INTO {name} ({', '.join(row)}) VALUES ({marks})", list(row.values()))
    assert store.counts() == before


@both
@pytest.mark.parametrize("guard", ["decisions_fits_time", "ledger_fits_shape", "withdrawals_fits_target"])
def test_a_rule_that_is_gone_is_told_and_made_anew(new_address, guard):
    """Guard: `missing_guards`. Who takes a rule away is found out, as with what refuses changes."""
    with Store.open(new_address()) as store:
        table = guard.split("_")[0]
        with store._writing() as connection:
            on = f" ON {table}" if connection.dialect.name == "postgresql" else ""
            connection.exec_driver_sql(f"DROP TRIGGER {guard}{on}")
        assert f"in {table}" in store.verify().set_index("check").loc["guards", "detail"]
        with store._writing() as connection:
            restore_guards(connection, missing_guards(connection))
        assert store.verify()["ok"].all()
