"""Create cost_recomputations: how far the costs of a project's stored requests are computed anew.

Cost: one empty table. An older server does not know it, and leaves a job that is under way to the next newer one.
"""

import sqlalchemy as sa
from alembic import op

revision = "traces_0004"
down_revision = "traces_0003"
branch_labels = None
depends_on = None

_NUMBERS = ("next_hour", "last_hour", "requests_total", "requests_read", "requests_priced", "asked_at")


def upgrade() -> None:
    op.create_table(
        "cost_recomputations",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("job_id", sa.Text(), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in _NUMBERS),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("finished_at", sa.BigInteger()),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("project_id"),
    )
