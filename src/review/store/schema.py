"""The tables, as the code of today knows them; `migrations` brings a database to this shape."""

from sqlalchemy import Boolean, Column, Double, ForeignKey, Index, Integer, MetaData, Table, Text

from review.evidence import FLAGS, KINDS
from review.records import RECORD_COLUMNS

__all__ = ["JUDGEMENTS", "SEEN_COLUMNS", "TABLES", "VERSION_TABLE", "imports", "keys", "ledger", "metadata",
           "records", "sightings", "withdrawals"]  # fmt: skip

VERSION_TABLE = "review_schema"
"""Where Alembic keeps the schema's version; the name also tells our databases from others'."""

INTEGERS = ("rank", "price_year")
NUMBERS = ("score", "time_horizon_years", "discount_cost_percent", "discount_effect_percent",
           "cost_intervention", "cost_comparator", "cost_difference", "effect_intervention",
           "effect_comparator", "effect_difference", "icer_reported", "quality_score")  # fmt: skip
POINTERS = ("reference_id", "record_id", "record_a", "record_b")
"""Columns that name a record; a reference has the id of the record that founded it."""

SEEN_COLUMNS = ("database", "first_line", "last_line")
"""What differs from one sighting of a record to the next (besides the import): never part of the record."""

metadata = MetaData()


def _text(name, **options):
    return Column(name, Text, nullable=False, **options)


def _judgement_column(kind, name):
    if name in POINTERS:
        # what a judgement is about must be there; what it only mentions may be empty
        return Column(name, Text, ForeignKey("records.record_id"), nullable=name not in kind.about)
    if name in FLAGS:
        return Column(name, Boolean)
    if name in INTEGERS:
        return Column(name, Integer)
    if name in NUMBERS:
        return Column(name, Double)
    return _text(name, primary_key=name == "id")


imports = Table(
    "imports",
    metadata,
    _text("import_id", primary_key=True),
    *(_text(name) for name in ("file_name", "sha256", "format", "encoding", "database", "searched_on")),
    *(_text(name) for name in ("search", "at", "reader")),
    Column("n_records", Integer, nullable=False),
    _text("account"),
    Index("imports_sha256", "sha256"),
)

records = Table(
    "records",
    metadata,
    _text("record_id", primary_key=True),
    *(
        Column("year", Integer) if name == "year" else _text(name)
        for name in RECORD_COLUMNS[1:]
        if name not in ("source_file", *SEEN_COLUMNS)
    ),
)

sightings = Table(
    "sightings",
    metadata,
    Column("import_id", Text, ForeignKey("imports.import_id"), primary_key=True),
    Column("record_id", Text, ForeignKey("records.record_id"), primary_key=True),
    Column("position", Integer, nullable=False),
    _text("database"),
    Column("first_line", Integer, nullable=False),
    Column("last_line", Integer, nullable=False),
    Index("sightings_record", "record_id"),
)

JUDGEMENTS = {
    kind.name: Table(
        kind.name,
        metadata,
        *(_judgement_column(kind, name) for name in kind.columns),
        # an index that leads to others' blind rows would tell a login, by what is read, where there are any
        Index(f"{kind.name}_about", *(("reader",) if kind.blind else ()), *kind.about),
        Index(f"{kind.name}_reader", "reader", "at"),
    )
    for kind in KINDS.values()
}
"""One table per kind of judgement, by name."""

withdrawals = Table(
    "withdrawals",
    metadata,
    _text("id", primary_key=True),
    *map(_text, ("kind", "target_id", "reader", "at", "note")),
    Index("withdrawals_target", "target_id"),
)

keys = Table(
    "keys",
    metadata,
    _text("id", primary_key=True),
    *map(_text, ("reader", "at", "says", "holder", "key", "machine", "since", "follows")),
    Index("keys_holder", "holder"),
)
"""Whose key is which: who says it (`reader`), of whom (`holder`), and where the holder's rows ended then."""

ledger = Table(
    "ledger",
    metadata,
    *(_text("entry_id", primary_key=True), _text("kind"), _text("reader")),
    Column("height", Integer, nullable=False),
    *map(_text, ("follows", "digest", "contents")),
    # of no digest's making, so that entries of older versions are what they were
    *(_text(name, server_default="") for name in ("signed_by", "signature")),
    Index("ledger_chain", "kind", "reader", "height"),
)

TABLES = (imports, records, sightings, *JUDGEMENTS.values(), withdrawals, keys, ledger)
"""Every table, each after those it points to."""
