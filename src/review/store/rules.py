"""Rules: what a row must be to be let in, by whatever way it comes: a method, SQL, a log, an import.

Each rule is a condition in SQL. The database asks it of every row that is added (`review.store.guards`),
`merge_log` sets apart what the database refuses, and `verify` asks it of rows that an older database took in.
Who may say what at all (`outsider`) is known from review.toml, not to the database.
"""

from sqlalchemy import Boolean, Double, Integer, select, text

from review.evidence import KINDS
from review.store.schema import JUDGEMENTS, TABLES
from review.store.seen import readable

__all__ = ["FUNCTIONS", "MEANINGS", "OBSERVED", "RULE_READER", "TOP", "broken", "meaning_of", "outsider",
           "rules"]  # fmt: skip

TOP = 1_000_000_000
"""The height no entry of the ledger stands above."""

RULE_READER = "dedupe"
"""In whose name the memberships stand that follow from rules; every reader may run them."""

OBSERVED = ("decisions", "parked")
"""What an observer may judge and take back."""

KEY_WORDS = ("announces", "accepts", "revokes")
"""What is said of a key."""

MEANINGS = {
    "types": "holds another kind of value than its column, or a number out of bounds",
    "time": "has a time that is none, or lies more than two days ahead of the clock",
    "reader": "does not say whose it is",
    "words": "has a value that is not allowed, or does not say what it is about",
    "target": "withdraws what is not there, or what another reader judged blind",
    "shape": "has contents of another shape than review writes",
}
"""Each rule by name, and what a row does that breaks it."""

_DAY = "[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]"
_TIME = f"{_DAY}T[0-2][0-9]:[0-5][0-9]:[0-5][0-9][.]{'[0-9]' * 6}Z"
_HELD = {
    "sqlite": {
        "time": f"NEW.at GLOB '{_TIME}' AND NEW.at < strftime('%Y-%m-%dT%H:%M:%S', 'now', '+2 days')",
        "target": "",
        "json": "CASE WHEN json_valid({0}) THEN json_type({0}) END = '{1}'",
        "part": "CASE WHEN json_valid({0}) THEN json_type({0}, '$.{1}') END = 'object'",
    },
    "postgresql": {
        "time": f"NEW.at ~ '^{_TIME}$' AND NEW.at < to_char(now() AT TIME ZONE 'UTC' + interval '2 days', "
        "'YYYY-MM-DD\"T\"HH24:MI:SS')",
        "target": "review_withdrawable(NEW.kind, NEW.target_id, NEW.reader, {blind})",
        "json": "json_typeof(review_json({0})) = '{1}'",
        "part": "json_typeof(review_json({0}) -> '{1}') = 'object'",
    },
}


def rules(name, dialect, row="NEW"):
    """Return the rules of a table: their names, and what SQL of a dialect asks of a row called `row`.

    Examples
    --------
    >>> rules("links", "sqlite")["reader"]
    "trim(NEW.reader) <> ''"
    >>> list(rules("withdrawals", "postgresql", row="withdrawals"))
    ['time', 'reader', 'target']
    """
    table = next(each for each in TABLES if each.name == name)
    held, found = _HELD[dialect], {"types": _types(table, dialect)}
    if name == "imports":
        # the oldest imports did not say when
        found["time"] = f"(NEW.at = '' OR {held['time']})"
    elif "at" in table.c:
        found |= {"time": held["time"], "reader": "trim(NEW.reader) <> ''"}
    found["words"] = _words(KINDS[name]) if name in KINDS else ""
    if name == "withdrawals":
        found["target"] = held["target"].format(blind=_ARRAY) or _withdrawable(
            "NEW.kind", "NEW.target_id", _OWN
        )
    found["shape"] = " AND ".join(_shapes(name, held))
    return {rule: condition.replace("NEW.", f"{row}.") for rule, condition in found.items() if condition}


def _types(table, dialect):
    asked = filter(None, (_type(column, dialect) for column in table.columns))
    return " AND ".join(asked)


def _type(column, dialect):
    """Return what a cell must be; SQLite takes any value into any column, PostgreSQL also NaN."""
    name, sqlite = f"NEW.{column.name}", dialect == "sqlite"
    if isinstance(column.type, Double):
        said = f"{name} BETWEEN -1e300 AND 1e300"
        said = f"typeof({name}) IN ('real', 'integer') AND {said}" if sqlite else said
    elif not sqlite:
        return ""
    elif isinstance(column.type, Boolean):
        said = f"{name} IN (0, 1)"
    elif isinstance(column.type, Integer):
        said = f"typeof({name}) = 'integer' AND {name} BETWEEN -2147483648 AND 2147483647"
    else:
        said = f"typeof({name}) = 'text'"
    return f"({name} IS NULL OR {said})" if column.nullable else said


def _words(kind):
    filled = [f"NEW.{name} <> ''" for name in kind.about]
    chosen = [f"NEW.{name} IN ('', {_listed(allowed)})" for name, allowed in (kind.choices or {}).items()]
    return " AND ".join((*filled, *chosen))


def _shapes(name, held):
    if name == "imports":
        yield f"NEW.n_records >= 0 AND {held['part'].format('NEW.account', 'lines')}"
    if name == "records":
        yield f"(NEW.raw = '' OR {held['json'].format('NEW.raw', 'array')})"
    if name == "keys":
        yield f"NEW.says IN ({_listed(KEY_WORDS)}) AND length(NEW.key) = 64 AND trim(NEW.holder) <> ''"
    if name == "ledger":
        yield f"NEW.height BETWEEN 0 AND {TOP} AND length(NEW.digest) = 64"
        yield held["json"].format("NEW.contents", "object")


def _withdrawable(kind, target, own):
    """Return the condition by which a row is taken back: it is there, and own where the kind is blind."""
    there = [f"WHEN 'imports' THEN EXISTS (SELECT 1 FROM imports k WHERE k.import_id = {target})"]
    for name in JUDGEMENTS:
        mine = own.replace("{name}", name)
        there.append(f"WHEN '{name}' THEN EXISTS (SELECT 1 FROM {name} k WHERE k.id = {target} AND {mine})")
    return f"CASE {kind} {' '.join(there)} END"


def _listed(values):
    return ", ".join(f"'{value}'" for value in values)


_BLIND = _listed(kind.name for kind in KINDS.values() if kind.blind)
_ARRAY = f"ARRAY[{_BLIND}]"
_OWN = f"('{{name}}' NOT IN ({_BLIND}) OR k.reader = NEW.reader)"
_DEFINER = "SECURITY DEFINER SET search_path = {schema}, pg_temp AS"
FUNCTIONS = {
    "review_json(text)": "CREATE OR REPLACE FUNCTION review_json(said text) RETURNS json LANGUAGE plpgsql "
    "IMMUTABLE AS $$ BEGIN RETURN said::json; EXCEPTION WHEN others THEN RETURN NULL; END $$",
    "review_withdrawable(text, text, text, text[])": "CREATE OR REPLACE FUNCTION review_withdrawable("
    f"kind text, target text, by text, blind text[]) RETURNS boolean LANGUAGE plpgsql STABLE {_DEFINER} "
    f"$$ BEGIN RETURN {_withdrawable('kind', 'target', '''('{name}' <> ALL (blind) OR k.reader = by)''')}; "
    "END $$",
}
"""What PostgreSQL's rules call, by signature, with the name of the schema in place of ``{schema}``."""


def meaning_of(error):
    """Return in words which rule the database says is broken; its own words where it is none of ours."""
    said = str(getattr(error, "orig", error)).splitlines()[0]
    return next((words for rule, words in MEANINGS.items() if f"_fits_{rule}" in said), said)


def broken(connection, table):
    """Return in words each row of a table that breaks a rule, however it came in: which, whose, and how."""
    found = []
    whose = [table.c.reader] if "reader" in table.c else []
    for rule, condition in rules(table.name, connection.dialect.name, table.name).items():
        source = readable(connection, table)
        columns = [source.c[column.name] for column in (*table.primary_key, *whose)]
        wrong = text(f"NOT coalesce({condition}, false)".replace(":", r"\:"))
        for *key, last in connection.execute(select(*columns).select_from(source).where(wrong)):
            name = " ".join(map(str, key)) + f" ({last})" if whose else " ".join(map(str, (*key, last)))
            found.append(f"{name} {MEANINGS[rule]}")
    return found


def outsider(table, row, readers, teller=""):
    """Return why a row cannot be its reader's word, "" where it can.

    Parameters
    ----------
    readers : dict of str to str, or None
        Reader to role, of all who are or were in the review; None where that is not known.
    teller : str
        Whose log it stands in: of what is judged blind such a log holds the teller's own rows only.
    """
    name = row.get("reader", "")
    kind = row["kind"] if table.name in ("withdrawals", "ledger") else table.name
    if teller and kind in KINDS and KINDS[kind].blind and name != teller:
        return f"stands in {teller}'s log as {name}'s, whose word on {kind} only {name} hands on"
    nobody = {"memberships": RULE_READER, "pile": "", "repair": ""}
    # an import tells by any name who ran it, and judges nothing
    if readers is None or "reader" not in row or table.name == "imports" or name == nobody.get(kind):
        return ""
    if name not in readers:
        entry = "add a [[readers]] entry there for one who is, with left = true for one who has left"
        return f"is by {name}, who is no reader in review.toml; {entry}"
    if readers[name] == "observer" and kind not in OBSERVED:
        return f"is by {name}, an observer, who does not judge {kind}"
    return ""
