"""Add runs.purged_at: when what a deleted run had logged was removed for good.

Cost: one nullable column. An older server does not know it.
"""

import sqlalchemy as sa
from alembic import op

revision = "runs_0002"
down_revision = "runs_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("runs", sa.Column("purged_at", sa.BigInteger()))
