"""Answers to checklists, second abstractions, dismissed suggestions and what readers put aside.

The lists of columns are written out: they stay as they were when this version was released.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ABOUT = {
    "abstractions": ("evaluation_id",),
    "appraisals": ("evaluation_id", "checklist", "item"),
    "dismissals": ("reference_id", "recommendation_id"),
    "parked": ("reference_id", "stage"),
}
SAYS = {
    "abstractions": (
        "reference_id recommendation_id intervention comparator care_in_question population country"
        " study_type perspective time_horizon_years discount_cost_percent discount_effect_percent"
        " currency price_year cost_intervention cost_comparator cost_difference effect_intervention"
        " effect_comparator effect_difference effect_unit icer_reported uncertainty funding"
        " quality_score note"
    ),
    "appraisals": "answer note",
    "dismissals": "note",
    "parked": "note",
}
INTEGERS = ("price_year",)
NUMBERS = (
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


def upgrade():
    for name in ABOUT:
        create_judgement(name, ABOUT[name], SAYS[name].split())
        if op.get_bind().dialect.name == "postgresql":
            guard_postgresql(name)
        else:
            guard_sqlite(name)


def create_judgement(name, about, says):
    op.create_table(
        name,
        sa.Column("id", sa.Text, nullable=False, primary_key=True),
        *(sa.Column(column, sa.Text, nullable=False) for column in ("reader", "at", "replaces")),
        *(judgement_column(column, required=True) for column in about),
        *(judgement_column(column, required=False) for column in says),
    )
    op.create_index(f"{name}_about", name, list(about))
    op.create_index(f"{name}_reader", name, ["reader", "at"])


def judgement_column(name, *, required):
    if name == "reference_id":
        return sa.Column(name, sa.Text, sa.ForeignKey("records.record_id"), nullable=not required)
    if name in INTEGERS:
        return sa.Column(name, sa.Integer)
    if name in NUMBERS:
        return sa.Column(name, sa.Double)
    return sa.Column(name, sa.Text, nullable=False)


def guard_sqlite(table):
    for action in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{action.lower()} BEFORE {action} ON {table} BEGIN "
            f"SELECT RAISE(ABORT, '{table} only grows: {action} is refused; add a row instead'); END"
        )
    # INSERT OR REPLACE deletes the row in its way without asking the trigger on DELETE
    op.execute(
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id OR rowid = NEW.rowid) BEGIN "
        f"SELECT RAISE(ABORT, '{table} only grows: REPLACE is refused; add a row instead'); END"
    )


def guard_postgresql(table):
    op.execute(
        f"CREATE TRIGGER {table}_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION review_only_grows()"
    )
