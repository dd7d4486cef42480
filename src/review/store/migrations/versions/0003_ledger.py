"""A ledger of every row ever written, so that tampering is found out; what is there already is entered.

The lists of columns are written out: they stay as they were when this version was released.
"""

import sqlalchemy as sa
from alembic import op

from review.store.ledger import adopted_entries

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TABLES = (
    *("imports", "records", "sightings", "decisions", "links", "codes", "evaluations", "abstractions"),
    *("appraisals", "dismissals", "parked", "memberships", "verdicts", "withdrawals"),
)
BATCH = 5_000


def upgrade():
    ledger = op.create_table(
        "ledger",
        sa.Column("entry_id", sa.Text, nullable=False, primary_key=True),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("kind", "reader")),
        sa.Column("height", sa.Integer, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("follows", "digest", "contents")),
    )
    op.create_index("ledger_chain", "ledger", ["kind", "reader", "height"])
    enter_all(op.get_bind(), ledger)
    if op.get_bind().dialect.name == "postgresql":
        guard_postgresql()
    else:
        guard_sqlite()


def enter_all(connection, ledger):
    for name in TABLES:
        table = sa.Table(name, sa.MetaData(), autoload_with=connection)
        rows = connection.execute(sa.select(table).order_by(*table.primary_key)).mappings()
        for batch in iter(lambda rows=rows: [dict(row) for row in rows.fetchmany(BATCH)], []):
            connection.execute(sa.insert(ledger), adopted_entries(table, batch))


def guard_sqlite():
    for action in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER ledger_no_{action.lower()} BEFORE {action} ON ledger BEGIN "
            f"SELECT RAISE(ABORT, 'ledger only grows: {action} is refused; add a row instead'); END"
        )
    op.execute(
        "CREATE TRIGGER ledger_no_replace BEFORE INSERT ON ledger "
        "WHEN EXISTS (SELECT 1 FROM ledger WHERE entry_id = NEW.entry_id OR rowid = NEW.rowid) BEGIN "
        "SELECT RAISE(ABORT, 'ledger only grows: REPLACE is refused; add a row instead'); END"
    )


def guard_postgresql():
    op.execute(
        "CREATE TRIGGER ledger_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger "
        "FOR EACH STATEMENT EXECUTE FUNCTION review_only_grows()"
    )
