"""Create feedback: one row for each judgement.

Cost: one empty table. An older server does not know it.
"""

import sqlalchemy as sa
from alembic import op

revision = "feedback_0001"
down_revision = None
branch_labels = ("feedback",)
depends_on = None


def upgrade() -> None:
    op.create_table(
        "feedback",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("feedback_id", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("project_id", "feedback_id"),
    )
    op.create_index("feedback_by_target", "feedback", ["project_id", "target"])
    op.create_index("feedback_by_time", "feedback", ["project_id", "created_at"])
