"""Imports, records and judgements, none of which can be changed or deleted.

The lists of columns are written out: they stay as they were when this version was released.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

IMPORTS = "file_name sha256 format encoding database searched_on search at reader"
RECORDS_BEFORE_YEAR = "title abstract authors"
RECORDS_AFTER_YEAR = (
    "journal volume issue pages doi pmid issn isbn keywords language type url database_id raw origins"
)
ABOUT = {
    "decisions": ("reference_id", "stage"),
    "links": ("reference_id", "recommendation_id"),
    "codes": ("reference_id", "codebook", "code"),
    "evaluations": ("evaluation_id",),
    "memberships": ("record_id",),
    "verdicts": ("record_a", "record_b"),
}
SAYS = {
    "decisions": "decision reason low_value_care de_implementation note drawn rank score",
    "links": "direction certainty note exceptions",
    "codes": "direction note",
    "evaluations": (
        "reference_id recommendation_id intervention comparator care_in_question population country"
        " study_type perspective time_horizon_years discount_cost_percent discount_effect_percent"
        " currency price_year cost_intervention cost_comparator cost_difference effect_intervention"
        " effect_comparator effect_difference effect_unit icer_reported uncertainty funding"
        " quality_score note"
    ),
    "memberships": "reference_id rule because_of",
    "verdicts": "verdict note",
}
POINTERS = ("reference_id", "record_id", "record_a", "record_b")
BOOLEANS = ("low_value_care", "de_implementation")
INTEGERS = ("rank", "price_year")
NUMBERS = (
    "score",
    "time_horizon_years",
    "discount_cost_percent",
    "discount_effect_percent",
    "cost_intervention",
    "cost_comparator",
    "cost_difference",
    "effect_intervention",
    "effect_comparator",
    "effect_difference",
    "icer_reported",
    "quality_score",
)
KEYS = {
    "imports": ("import_id",),
    "records": ("record_id",),
    "sightings": ("import_id", "record_id"),
    **dict.fromkeys((*ABOUT, "withdrawals"), ("id",)),
}


def upgrade():
    create_sources()
    for name in ABOUT:
        create_judgement(name, ABOUT[name], SAYS[name].split())
    create_withdrawals()
    if op.get_bind().dialect.name == "postgresql":
        guard_postgresql()
    else:
        guard_sqlite()


def text(name, **options):
    return sa.Column(name, sa.Text, nullable=False, **options)


def whole(name, *, nullable=False):
    return sa.Column(name, sa.Integer, nullable=nullable)


def create_sources():
    op.create_table(
        "imports",
        text("import_id", primary_key=True),
        *map(text, IMPORTS.split()),
        whole("n_records"),
        text("account"),
    )
    op.create_index("imports_sha256", "imports", ["sha256"])
    op.create_table(
        "records",
        text("record_id", primary_key=True),
        *map(text, RECORDS_BEFORE_YEAR.split()),
        whole("year", nullable=True),
        *map(text, RECORDS_AFTER_YEAR.split()),
    )
    op.create_table(
        "sightings",
        sa.Column("import_id", sa.Text, sa.ForeignKey("imports.import_id"), primary_key=True),
        sa.Column("record_id", sa.Text, sa.ForeignKey("records.record_id"), primary_key=True),
        whole("position"),
        text("database"),
        whole("first_line"),
        whole("last_line"),
    )
    op.create_index("sightings_record", "sightings", ["record_id"])


def create_judgement(name, about, says):
    op.create_table(
        name,
        text("id", primary_key=True),
        *map(text, ("reader", "at", "replaces")),
        *(judgement_column(column, required=True) for column in about),
        *(judgement_column(column, required=False) for column in says),
    )
    op.create_index(f"{name}_about", name, list(about))
    op.create_index(f"{name}_reader", name, ["reader", "at"])


def judgement_column(name, *, required):
    if name in POINTERS:
        return sa.Column(name, sa.Text, sa.ForeignKey("records.record_id"), nullable=not required)
    if name in BOOLEANS:
        return sa.Column(name, sa.Boolean)
    if name in INTEGERS:
        return whole(name, nullable=True)
    if name in NUMBERS:
        return sa.Column(name, sa.Double)
    return text(name)


def create_withdrawals():
    op.create_table(
        "withdrawals",
        text("id", primary_key=True),
        *map(text, ("kind", "target_id", "reader", "at", "note")),
    )
    op.create_index("withdrawals_target", "withdrawals", ["target_id"])


def guard_sqlite():
    for table, key in KEYS.items():
        for action in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{action.lower()} BEFORE {action} ON {table} BEGIN "
                f"SELECT RAISE(ABORT, '{table} only grows: {action} is refused; add a row instead'); END"
            )
        # INSERT OR REPLACE deletes the row in its way without asking the trigger on DELETE
        same = " AND ".join(f"{column} = NEW.{column}" for column in key)
        op.execute(
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE ({same}) OR rowid = NEW.rowid) BEGIN "
            f"SELECT RAISE(ABORT, '{table} only grows: REPLACE is refused; add a row instead'); END"
        )


def guard_postgresql():
    op.execute(
        "CREATE OR REPLACE FUNCTION review_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE EXCEPTION '% only grows: % is refused; add a row instead', TG_TABLE_NAME, TG_OP; END $$"
    )
    for table in KEYS:
        op.execute(
            f"CREATE TRIGGER {table}_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION review_only_grows()"
        )
