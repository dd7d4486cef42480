"""Whom a linked study speaks about, beside when the measure can still be right.

Older links have an empty cell, which the ledger's digests leave out: they stay as they are.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("links", sa.Column("population", sa.Text, nullable=False, server_default=""))
