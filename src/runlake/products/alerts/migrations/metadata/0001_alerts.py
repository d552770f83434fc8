"""Create run_alerts: one row for each alert that a run raised.

Cost: one empty table. An older server does not know it.
"""

import sqlalchemy as sa
from alembic import op

revision = "alerts_0001"
down_revision = None
branch_labels = ("alerts",)
depends_on = None


def upgrade() -> None:
    op.create_table(
        "run_alerts",
        sa.Column("alert_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True),
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("run_number", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger()),
        sqlite_autoincrement=True,
    )
    op.create_index("run_alerts_by_title", "run_alerts", ["run_number", "title", "created_at"])
    op.create_index("run_alerts_by_project", "run_alerts", ["project_id", "alert_id"])
