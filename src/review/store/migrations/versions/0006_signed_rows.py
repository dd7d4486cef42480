"""Rows are signed: the keys of readers, and in the ledger by which key an entry was signed."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "keys",
        sa.Column("id", sa.Text, nullable=False, primary_key=True),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("reader", "at", "says", "holder", "key")),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("machine", "since", "follows")),
    )
    op.create_index("keys_holder", "keys", ["holder"])
    for name in ("signed_by", "signature"):
        op.add_column("ledger", sa.Column(name, sa.Text, nullable=False, server_default=""))
