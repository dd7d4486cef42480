"""Signed rows: whose word each row is, so that not even the file's owner speaks for another unnoticed."""

import itertools
import json
import re
import shutil
import sqlite3
import stat
from contextlib import closing
from datetime import timedelta

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select, update

from review.cli import main
from review.errors import ProjectError, StoreError, UsageError
from review.project import Project
from review.store import Signing, Store
from review.store.connection import begin_reading, begin_writing, connect, locate
from review.store.ledger import adopted_entries
from review.store.schema import JUDGEMENTS as KINDS
from review.store.schema import imports, keys, ledger, withdrawals
from review.store.signing import KEYS_VARIABLE, fingerprint
from review.store.times import to_text, utc_now
from review.store.verification import verify
from store_material import fill, include, make_export

pytest_plugins = ["store_fixtures"]
ROLES = {"anna": "reader", "bengt": "reader", "karin": "adjudicator", "owner": "reader", "AB": "reader"}
REVIEW = "knees-2026"
decisions = KINDS["decisions"]
SOON, LATER = (to_text(utc_now() + timedelta(hours=hours)) for hours in (20, 21))


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """Return a function that seats us at a machine of a name; ours is ``anna``."""

    def sit(name):
        monkeypatch.setenv(KEYS_VARIABLE, str(tmp_path / "machines" / name))

    sit("anna")
    return sit


@pytest.fixture
def open_store(tmp_path, machine):
    """Return a function that opens a database as the machine we sit at does."""
    opened = []

    def open_(path, review=REVIEW, **pins):
        opened.append(Store.open(path, signing=Signing(review, pins)))
        return opened[-1]

    yield open_
    for store in opened:
        store.close()


def sign_on(store, reader, **how):
    """Turn signing on, and return the fingerprint of the key."""
    store.say_of_key("announces", reader=reader, **how)
    return fingerprint(store._signing.key(reader).public)


def begin(store, *, pinned=False):
    """Have Anna and Bengt decide, Anna from some row on with a key; return the ids of two records."""
    first, second, _ = fill(store)
    store.append("decisions", [include(first)], reader="anna")
    shown = sign_on(store, "anna", machine="laptop")
    store.append("decisions", [include(second)], reader="anna")
    store.append("decisions", [include(first, decision="exclude"), include(second)], reader="anna")
    store.append("decisions", [include(first)], reader="bengt")
    return first, second, shown


@pytest.fixture
def signed(tmp_path, open_store):
    """Return the path of a database in which Anna signs, and the fingerprint of her key."""
    path = tmp_path / "signed.db"
    with open_store(path) as store:
        _, _, shown = begin(store)
    return path, shown


def checks(store):
    """Return the checks that fail, by name, and what is said of who signs."""
    frame = store.verify(ROLES).set_index("check")
    words = frame[frame.index.str.startswith("signed by")].detail.to_dict()
    return {name: detail for name, detail in frame[~frame.ok].detail.items() if name != "guards"}, words


@pytest.fixture
def owner(machine):
    """Return a function that does something to a file past all guards, with a key of the owner's at hand."""

    def do(path, act):
        machine("owner")
        engine = connect(locate(path))
        with begin_writing(engine, review_signing=Signing(REVIEW)) as connection:
            named = connection.exec_driver_sql(
                "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            ).scalars()
            for name in named.all():
                connection.exec_driver_sql(f"DROP TRIGGER {name}")
            act(connection)
        engine.dispose()
        machine("anna")

    return do


def slip_in(connection, table, row, sign=None):
    """Insert a row and its entry as the program would, signed by what `sign` says of the entry."""
    whole = {c.name: row.get(c.name, None if c.nullable else "") for c in table.columns}
    connection.execute(insert(table), [whole])
    (entry,) = adopted_entries(table, [whole])
    connection.execute(insert(ledger), [entry | (sign(entry) if sign else {})])


def annas(connection, **changes):
    """Return a decision in Anna's name."""
    record = connection.exec_driver_sql("SELECT record_id FROM records").scalars().first()
    said = {"id": "forged", "reader": "anna", "at": SOON}
    return said | {"reference_id": record, "stage": "full_text", "decision": "include"} | changes


def by_owner(reader="owner"):
    """Return what signs an entry with the key of the owner's machine."""
    signing = Signing(REVIEW)
    return lambda entry: signing.sign(signing.make_key(reader), entry["digest"])


def announced(connection, *, reader="anna", at="2020-01-01T00:00:00.000000Z", says="announces", sign=None):
    """Put a row of the owner's key into `keys`, in a reader's name."""
    public = Signing(REVIEW).make_key("owner").public
    row = {
        "id": f"{says} {reader}",
        "reader": reader,
        "at": at,
        "says": says,
        "holder": "anna",
        "key": public,
    }
    slip_in(connection, keys, row | {"since": at}, sign or by_owner())


def unsigned_row(connection):
    """A row with its entry."""
    slip_in(connection, decisions, annas(connection))


def backdated_row(connection):
    """The same, said to be from before signing."""
    slip_in(connection, decisions, annas(connection, at="2019-01-01T00:00:00.000000Z"))


def row_signed_by_owner(connection):
    """Signed, with the owner's key."""
    slip_in(connection, decisions, annas(connection), by_owner())


def _newest_of_anna(connection):
    query = select(ledger).where(
        ledger.c.reader == "anna", ledger.c.signature != "", ledger.c.kind == "decisions"
    )
    return connection.execute(query.order_by(ledger.c.height.desc())).mappings().first()


def replayed_signature(connection):
    """With the signature of another row of Anna's."""
    copied = _newest_of_anna(connection)
    slip_in(connection, decisions, annas(connection), lambda _: {name: copied[name] for name in SIGNED})


def removed_signature(connection):
    """A row of Anna's that is not signed any more."""
    _sign_newest(connection, {"signed_by": "", "signature": ""})


def swapped_key(connection):
    """Anna's own row, signed by the owner instead."""
    _sign_newest(connection, by_owner()(_newest_of_anna(connection)))


def broken_signature(connection):
    """A signature that is none."""
    _sign_newest(connection, {"signature": "zz"})


def _sign_newest(connection, said):
    digest = _newest_of_anna(connection)["digest"]
    connection.execute(update(ledger).where(ledger.c.digest == digest).values(said))


def forged_withdrawal(connection):
    """Anna's decision taken back in her name."""
    target = connection.scalar(select(decisions.c.id).where(decisions.c.reader == "anna"))
    row = {
        "id": "w",
        "kind": "decisions",
        "target_id": target,
        "reader": "anna",
        "at": SOON,
    }
    slip_in(connection, withdrawals, row)


def forged_import(connection):
    """An import in Anna's name."""
    row = {"import_id": "i", "n_records": 0, "account": '{"lines": {}}', "reader": "anna", "sha256": "s"}
    slip_in(connection, imports, row | {"at": SOON})


def second_key(connection):
    """A further key in Anna's name, which nobody has accepted, and a row signed with it."""
    announced(connection, at=SOON)
    slip_in(connection, decisions, annas(connection), by_owner())


def earlier_key(connection):
    """A key in Anna's name that says it was the first."""
    announced(connection)


def key_accepted_by_owner(connection):
    """A key in Anna's name that the owner accepts, who is no adjudicator."""
    announced(connection, at=SOON)
    announced(connection, reader="owner", says="accepts", at=LATER)
    slip_in(connection, decisions, annas(connection), by_owner())


def revoked_by_owner(connection):
    """Anna's key revoked in her name."""
    public = connection.scalar(select(keys.c.key))
    row = {"id": "r", "reader": "anna", "says": "revokes", "holder": "anna", "key": public, "follows": ""}
    slip_in(connection, keys, row | {"at": SOON, "since": "2020"}, by_owner())


def announcement_of_another(connection):
    """A key in Anna's name that is not signed by itself."""
    announced(connection, reader="anna", sign=lambda entry: {"signed_by": "0" * 64, "signature": "0" * 128})


def key_of_other_types(connection):
    """A row of Anna's keys that holds bytes where texts belong."""
    row = {"id": "k", "reader": "anna", "at": b"5", "says": "announces", "holder": "anna", "key": b"x"}
    slip_in(connection, keys, row | {"since": b"2", "follows": b"3"}, lambda _: {"signature": b"2"})


SIGNED = ("signed_by", "signature")
NOT_SIGNED, NOT_HERS, NO_HOLD, WAITS = (
    "is not signed",
    "not this reader's",
    "does not hold",
    "waits to be accepted",
)
FORGERIES = {
    unsigned_row: NOT_SIGNED, backdated_row: NOT_SIGNED, row_signed_by_owner: NOT_HERS,
    replayed_signature: NO_HOLD, removed_signature: NOT_SIGNED, swapped_key: NOT_HERS,
    broken_signature: NO_HOLD,
    forged_withdrawal: NOT_SIGNED, forged_import: NOT_SIGNED, second_key: WAITS, earlier_key: WAITS,
    key_accepted_by_owner: WAITS, revoked_by_owner: NOT_HERS, announcement_of_another: NO_HOLD,
    key_of_other_types: NO_HOLD,
}  # fmt: skip


@pytest.mark.parametrize("forge", FORGERIES, ids=lambda forge: forge.__name__)
def test_who_speaks_for_another_is_named(signed, open_store, owner, forge):
    """Whatever the owner of the file does in Anna's name, `verify` says that it is not her word, and why."""
    path, _ = signed
    owner(path, forge)
    failed, _ = checks(open_store(path))
    assert {*failed} - {"signed by owner", "keys", "ledger entries"} == {"signed by anna"}
    assert FORGERIES[forge] in failed["signed by anna"]


def test_what_is_hers_is_said_to_be_hers(signed, open_store):
    """Signed rows, those from before, and the key with its machine: nothing fails."""
    path, shown = signed
    failed, words = checks(open_store(path))
    assert not failed
    assert words == {"signed by anna": f"1 from before signing, 3 signed; {shown} (laptop, counts)"}


def test_nobody_signs_by_default(tmp_path, open_store):
    """Where nobody turns it on no key is made, nothing is signed, and `verify` does not speak of it."""
    store = open_store(tmp_path / "plain.db")
    store.append("decisions", [include(fill(store)[0])], reader="anna")
    store.export_log(tmp_path / "log.jsonl")
    assert checks(store) == ({}, {})
    assert not (tmp_path / "machines").exists()
    assert not any(
        json.loads(line).get("signature") for line in (tmp_path / "log.jsonl").read_text().splitlines()
    )
    assert store.keys().empty


def test_the_key_is_its_owner_s_alone_and_never_in_the_review(signed, tmp_path, open_store):
    """The private half lies in a file of 0600, and in no database, no log and nothing that is shown."""
    (file,) = (tmp_path / "machines" / "anna").iterdir()
    private = json.loads(file.read_text())["private"]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    store = open_store(signed[0])
    store.export_log(tmp_path / "log.jsonl")
    assert private.encode() not in signed[0].read_bytes() + (tmp_path / "log.jsonl").read_bytes()
    assert bytes.fromhex(private) not in signed[0].read_bytes()
    assert private not in repr(store._signing.key("anna")) + repr(store._signing)


@pytest.mark.parametrize("content", ["", "{}", '{"private": "00", "machine": ""}', "[1]", '{"private": 3}'])
def test_a_broken_key_is_named(signed, tmp_path, open_store, content):
    """A key file that cannot be read stops the writing with a sentence, and is not written over."""
    (file,) = (tmp_path / "machines" / "anna").iterdir()
    file.write_text(content)
    store = open_store(signed[0])
    for act in (
        lambda: sign_on(store, "anna"),
        lambda: store.append("decisions", [include("x")], reader="anna"),
    ):
        with pytest.raises((StoreError, UsageError)):
            act()
    assert file.read_text() == content


def test_without_her_key_nothing_is_written_in_her_name(signed, open_store, machine):
    """Not by another machine, nor where an import of decisions brings her name; others write as ever."""
    machine("owner")
    store = open_store(signed[0])
    reference = store.records(["record_id"]).record_id[0]
    before = store.counts()
    with pytest.raises(UsageError, match="anna signs what they write, and this machine has no key of theirs"):
        store.append("decisions", [include(reference)], reader="anna")
    with pytest.raises(UsageError, match="anna signs"):
        store.add_import(make_export(["New"], name="new.ris"), reader="anna")
    assert store.counts() == before
    store.append("decisions", [include(reference)], reader="bengt")


def test_a_signature_holds_in_its_own_review_only(signed, open_store):
    """The same rows under another review's id are nobody's word."""
    failed, _ = checks(open_store(signed[0], review="hips-2026"))
    assert "signed by anna" in failed


def test_one_signature_holds_for_an_import_and_for_a_spreadsheet(tmp_path, open_store):
    """However many rows are added at once: one entry of the reader's is signed."""
    store = open_store(tmp_path / "many.db")
    sign_on(store, "anna")
    store.add_import(make_export([f"Title {n}" for n in range(300)]), reader="anna")
    store.append("decisions", [include(each) for each in store.records().record_id], reader="anna")
    with store._reading() as connection:
        signatures = connection.execute(select(ledger.c.kind).where(ledger.c.signature != "")).scalars().all()
    assert sorted(signatures) == ["decisions", "keys", "pile"]
    assert checks(store)[1] == {"signed by anna": checks(store)[1]["signed by anna"]}
    assert checks(store)[1]["signed by anna"].startswith("301 signed; ")


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """Return a folder with a signed database, and what tells of its rows: table, columns, number of rows."""
    folder = tmp_path_factory.mktemp("signed")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(KEYS_VARIABLE, str(folder / "keys"))
        with Store.open(folder / "review.db", signing=Signing(REVIEW)) as store:
            begin(store)
    return folder


CELLS = [(t.name, c.name) for t in (decisions, keys, ledger) for c in t.columns if not c.foreign_keys]


@settings(max_examples=10)
@given(cell=st.sampled_from(CELLS), number=st.integers(0, 9), by=st.sampled_from(("0", "x", "", "2", "anna")))
def test_no_cell_of_what_is_signed_can_be_changed_unnoticed(template, cell, number, by):
    """Whatever cell of a decision, a key or an entry holds another value, some check says no."""
    (table, column), path = cell, template / "changed.db"
    shutil.copyfile(template / "review.db", path)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        where = "WHERE signature <> ''" if table == "ledger" else "WHERE reader = 'anna'"
        rows = [row for (row,) in connection.execute(f"SELECT rowid FROM {table} {where}")]
        here = rows[number % len(rows)]
        (old,) = connection.execute(f"SELECT {column} FROM {table} WHERE rowid = ?", (here,)).fetchone()
        new = f"{by}{old}"[: len(str(old))] if by else ""
        new = new if str(new) != str(old) else f"{old}1"
        connection.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (new, here))
    engine = connect(locate(path))
    with begin_reading(engine) as connection:
        checked = verify(connection, ROLES, Signing(REVIEW)).set_index("check").ok
    engine.dispose()
    assert not checked.drop("guards").all() or (old or None) == (new or None)


def split(tmp_path, open_store, machine, owner):
    """Return three logs: Anna's, signed; Bengt's; and one in which the owner speaks for Anna."""
    start, logs = tmp_path / "start.db", {}
    with open_store(start) as store:
        first, second, _ = fill(store)
    for name in ("anna", "bengt", "owner"):
        machine(name)
        shutil.copyfile(start, tmp_path / f"{name}.db")
        with open_store(tmp_path / f"{name}.db") as store:
            if name == "anna":
                sign_on(store, "anna")
            store.append("decisions", [include(first), include(second)], reader=name)
    owner(tmp_path / "owner.db", unsigned_row)
    for name in ("anna", "bengt", "owner"):
        with open_store(tmp_path / f"{name}.db") as store:
            logs[name] = tmp_path / f"{name}.jsonl"
            store.export_log(logs[name], review={"id": REVIEW})
    return logs


def test_in_whatever_order_logs_are_merged_the_forgery_is_named(tmp_path, open_store, machine, owner):
    """Set apart where Anna's key is known by then, else named by `verify`; her own rows are in."""
    logs = split(tmp_path, open_store, machine, owner)
    for number, order in enumerate([*itertools.permutations(logs)][::2]):
        store = open_store(tmp_path / f"merged{number}.db")
        apart = [
            why for name in order for why in store.merge_log(logs[name], readers=ROLES).get("set apart", [])
        ]
        failed, words = checks(store)
        assert any("forged" in said and NOT_SIGNED in said for said in (*apart, *failed.values()))
        assert bool(apart) == (order.index("anna") < order.index("owner"))
        assert bool(failed) != bool(apart)
        assert "2 signed" in words["signed by anna"]


def test_a_forgery_is_left_behind_in_a_new_memory(signed, tmp_path, open_store, owner):
    """The log of a database in which somebody spoke for Anna, merged into an empty one, is without that."""
    owner(signed[0], unsigned_row)
    open_store(signed[0]).export_log(tmp_path / "all.jsonl")
    store = open_store(tmp_path / "new.db")
    (why,) = store.merge_log(tmp_path / "all.jsonl", readers=ROLES)["set apart"]
    assert why.endswith("decisions forged (anna) is not signed, and its reader signs")
    assert not checks(store)[0]
    assert "3 signed" in checks(store)[1]["signed by anna"]


def test_a_merge_takes_signed_rows_and_their_keys(signed, tmp_path, open_store):
    """In a log, whole or of one reader, signatures and keys travel, those from before signing too."""
    open_store(signed[0]).export_log(tmp_path / "anna.jsonl", reader="anna")
    store = open_store(tmp_path / "new.db")
    assert "set apart" not in store.merge_log(tmp_path / "anna.jsonl", readers=ROLES)
    assert "set apart" not in store.merge_log(tmp_path / "anna.jsonl", readers=ROLES)
    assert checks(store) == checks(open_store(signed[0]))


PINNED = "review.toml pins the key"


def emptied(connection):
    """Take every key and signature out of a file, as if nobody had ever signed."""
    connection.execute(keys.delete())
    connection.execute(ledger.delete().where(ledger.c.kind == "keys"))
    connection.execute(update(ledger).values(signed_by="", signature=""))


def test_a_memory_without_any_keys_does_not_pass_for_one_where_nobody_signs(
    signed, open_store, owner, machine
):
    """Anna's own machine knows that she signs, and so does every copy of review.toml that pins her key."""
    path, shown = signed
    owner(path, emptied)
    assert "its key is not here" in checks(open_store(path))[0]["signed by anna"]
    machine("karin")
    assert not checks(open_store(path))[0]
    failed = checks(open_store(path, anna=shown))[0]["signed by anna"]
    assert PINNED in failed


def test_a_pinned_key_is_the_only_first_one(signed, open_store, owner, machine):
    """With the fingerprint in review.toml no other key takes its place, however early it says it was."""
    path, shown = signed
    owner(path, earlier_key)
    assert not checks(open_store(path, anna=shown))[0]
    failed, _ = checks(open_store(path, anna=shown.replace(shown[0], str((int(shown[0]) + 1) % 10))))
    assert "signed by anna" in failed


# ways, by commands

TOML = """
[[readers]]
id = "bengt"
[[readers]]
id = "karin"
role = "adjudicator"
[[readers]]
id = "olle"
role = "observer"
"""


@pytest.fixture
def review(tmp_path, machine, monkeypatch, capsys):
    """Return a function that runs a command in a review with two records, and gives its JSON."""
    folder = tmp_path / "review"
    assert main(["init", str(folder), "--title", "Knees"]) == 0
    toml = folder / "review.toml"
    text = toml.read_text(encoding="utf-8").replace('id = "reader1"', 'id = "anna"')
    head, mark, tail = text.partition("[stopping]")
    toml.write_text(head + TOML + mark + tail, encoding="utf-8")
    entry = "TY  - JOUR\nTI  - {0}\nDO  - 10.5555/{0}\nER  - \n"
    (folder / "data" / "raw" / "a.ris").write_text(
        entry.format("knee") + entry.format("back"), encoding="utf-8"
    )

    def run(*words, project=folder, code=0):
        capsys.readouterr()
        found = main([*map(str, words), "--project", str(project), "--json"])
        assert code in (None, found)
        out = capsys.readouterr().out
        return json.loads(out) if out.strip() else None

    run("import", "--reader", "anna")
    run("dedupe")
    run.folder = folder
    return run


def decide(review, reader="anna", code=0, decision="include"):
    """Decide on the first reference in a reader's name."""
    with closing(sqlite3.connect(review.folder / "data" / "review.db")) as connection:
        (reference,) = connection.execute("SELECT min(record_id) FROM records").fetchone()
    return review("decide", reference, decision, "--reader", reader, code=code)


def word(review, reader="anna"):
    """Return the check of a reader's signatures."""
    return next(row for row in review("verify", code=None) if row["check"] == f"signed by {reader}")


def test_a_new_machine_signs_when_the_old_one_has_accepted_it(review, machine):
    """`sign on` on the new one, `sign accept` with the digits on the old: the rows in between count then."""
    (old,) = review("sign", "on", "--reader", "anna", "--machine", "old")
    decide(review)
    machine("new")
    decide(review, code=2)
    new = review("sign", "on", "--reader", "anna", "--machine", "new")[1]
    assert (new["machine"], new["state"]) == ("new", "waits to be accepted")
    decide(review, decision="exclude")
    assert not word(review)["ok"]
    review("sign", "accept", new["fingerprint"], "--reader", "anna", code=2)
    machine("anna")
    said = review("sign", "accept", new["fingerprint"].replace("-", " "), "--reader", "anna")
    assert [row["state"] for row in said] == ["counts", "counts"]
    assert word(review)["ok"]
    assert old["fingerprint"] in word(review)["detail"]


def test_a_lost_key_is_replaced_by_an_adjudicator_s_word(review, machine):
    """An adjudicator who signs accepts the new key and revokes the old one; what it signed stays."""
    (old,) = review("sign", "on", "--reader", "anna")
    decide(review)
    machine("new")
    new = review("sign", "on", "--reader", "anna")[1]
    machine("karin")
    review("sign", "accept", new["fingerprint"], "--reader", "karin", code=2)
    review("sign", "on", "--reader", "karin")
    for command in (("accept", new), ("revoke", old)):
        review("sign", command[0], command[1]["fingerprint"], "--reader", "karin")
    machine("new")
    decide(review, decision="exclude")
    assert word(review)["ok"]
    machine("anna")
    decide(review, code=2)
    machine("bengt")
    review("sign", "on", "--reader", "bengt")
    review("sign", "revoke", new["fingerprint"], "--reader", "bengt", code=2)
    assert word(review)["ok"]


def test_what_a_stolen_key_signed_is_nobody_s_word(review, machine, tmp_path):
    """Revoked: rows from then on, and rows that come in later with whatever time, do not count."""
    (old,) = review("sign", "on", "--reader", "anna")
    decide(review)
    shutil.copytree(review.folder, tmp_path / "thief")
    machine("karin")
    review("sign", "on", "--reader", "karin")
    review("sign", "revoke", old["fingerprint"], "--reader", "karin")
    assert word(review)["ok"]
    machine("anna")
    thief = Store.open(
        tmp_path / "thief" / "data" / "review.db", signing=Signing(Project.open(review.folder).id)
    )
    with thief:
        reference = thief.records(["record_id"]).record_id[0]
        row = include(reference, stage="full_text")
        thief.append("decisions", [row], reader="anna", at="2020-01-01")
        thief.export_log(tmp_path / "thief.jsonl")
    (why,) = review("log", "merge", tmp_path / "thief.jsonl")["set_apart"]
    assert "counts until" in why
    machine("karin")
    review("sign", "revoke", old["fingerprint"], "--reader", "karin", "--since", "2020-01-02")
    assert word(review)["ok"], "what was there in good time stays: an earlier word on the key covers it"


def test_a_new_pin_brings_a_reader_back_where_nobody_may_accept(review, machine):
    """The fingerprint goes into review.toml, and the new key says until when the old one counted."""
    (old,) = review("sign", "on", "--reader", "anna")
    decide(review)
    machine("new")
    new = review("sign", "on", "--reader", "anna")[1]
    toml = review.folder / "review.toml"
    text = toml.read_text(encoding="utf-8")
    toml.write_text(
        text.replace('id = "anna"', f'id = "anna"\nkey = "{new["fingerprint"]}"'), encoding="utf-8"
    )
    assert not word(review)["ok"]
    review("sign", "revoke", old["fingerprint"], "--reader", "anna")
    assert word(review)["ok"]
    assert [row["state"][:12] for row in review("sign", "status")] == ["counts until", "is pinned"]


def test_rows_written_without_the_key_are_adopted_by_its_owner_only(review, machine):
    """A row of Anna's own that no signature covers counts once she says so with her key."""
    review("sign", "on", "--reader", "anna")
    engine = connect(locate(review.folder / "data" / "review.db"))
    with begin_writing(engine) as connection:
        slip_in(connection, decisions, annas(connection, at="2026-01-01T00:00:00.000000Z"))
    engine.dispose()
    assert not word(review)["ok"]
    review("sign", "on", "--reader", "anna")
    assert not word(review)["ok"]
    review("sign", "on", "--reader", "anna", "--adopt")
    assert word(review)["ok"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("on", "--reader", "olle"), "may not sign what they write"),
        (("on", "--reader", "nobody"), "unknown reader"),
        (("accept", "12345", "--reader", "anna"), "there is no key '12345'"),
        (("revoke", "", "--reader", "anna"), "there is no key ''"),
    ],
    ids=["observer", "stranger", "too short", "empty"],
)
def test_what_cannot_be_is_refused_in_words(review, words, said):
    """Nothing is written, no key is made, and the sentence says why."""
    assert said in review("sign", *words, code=2)["error"]
    assert review("sign", "status") == []


def test_a_review_needs_an_id_to_be_signed(review):
    """Made of the title, it would change with the title, and all signatures with it."""
    toml = review.folder / "review.toml"
    toml.write_text(
        re.sub(r"(?m)^id = \"[0-9a-f]{12}\".*$", "", toml.read_text(encoding="utf-8")), encoding="utf-8"
    )
    assert "a signature names the review" in review("sign", "on", "--reader", "anna", code=2)["error"]


@pytest.mark.parametrize("key", ["123", "a" * 29, "12345-67890-12345-67890-1234"])
def test_a_pin_that_is_no_fingerprint_is_refused(review, key):
    """A pin with a slip of the pen would be a reader who never signs."""
    toml = review.folder / "review.toml"
    text = toml.read_text(encoding="utf-8")
    toml.write_text(text.replace('id = "anna"', f'id = "anna"\nkey = "{key}"'), encoding="utf-8")
    with pytest.raises(ProjectError, match="25 digits"):
        Project.open(review.folder)


@pytest.mark.postgresql
@pytest.mark.parametrize("new_address", ["postgresql"], indirect=True)
def test_on_a_server_a_login_signs_for_itself_alone(address, open_store, machine):
    """Anna's login decides with her machine's key; Bengt's cannot announce a key for her."""
    with open_store(address) as store:
        first, *_ = fill(store)
        store.set_up_readers({"anna": "reader", "bengt": "reader"}, {"title_abstract": (2, 1.0, 0)})
    anna, bengt = (open_store(address.replace("review@", f"{name}@")) for name in ("anna", "bengt"))
    shown = sign_on(anna, "anna")
    anna.append("decisions", [include(first)], reader="anna")
    assert not checks(anna)[0]
    assert checks(anna)[1]["signed by anna"].startswith("1 signed")
    machine("bengt")
    with pytest.raises(StoreError, match="does not let this user"):
        sign_on(bengt, "anna")
    with psycopg.connect(address.replace("review@", "bengt@")) as connection, pytest.raises(psycopg.Error):
        connection.execute("INSERT INTO keys SELECT 'x', reader, at, says, holder, key, '', '', '' FROM keys")
    assert bengt.keys().fingerprint.to_list() == [shown]
    bengt.append("decisions", [include(first)], reader="bengt")
    assert not checks(bengt)[0]
    assert not checks(open_store(address))[0]
