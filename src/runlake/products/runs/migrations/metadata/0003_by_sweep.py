"""Add an index over the runs of a sweep, for those runs that have one.

Cost: reads the table once; writes to runs wait meanwhile. An older server does not know it, and keeps it up to date.
"""

import sqlalchemy as sa
from alembic import op

revision = "runs_0003"
down_revision = "runs_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    has_one = sa.text("sweep IS NOT NULL")
    op.create_index("runs_by_sweep", "runs", ["project_id", "sweep"], sqlite_where=has_one, postgresql_where=has_one)
