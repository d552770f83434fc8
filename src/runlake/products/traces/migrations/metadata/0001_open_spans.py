"""Create open_spans and span_edits: spans that have not ended, and what was changed of spans later.

Cost: two empty tables. An older server does not know them: it shows spans under their first names.
"""

import sqlalchemy as sa
from alembic import op

revision = "traces_0001"
down_revision = None
branch_labels = ("traces",)
depends_on = None


def upgrade() -> None:
    op.create_table(
        "open_spans",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("span_id", sa.Text(), nullable=False),
        sa.Column("begun", sa.Text()),
        sa.Column("ended", sa.Text()),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("project_id", "span_id"),
    )
    op.create_index("open_spans_by_time", "open_spans", ["project_id", "received_at"])
    op.create_table(
        "span_edits",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("span_id", sa.Text(), nullable=False),
        sa.Column("display_name", sa.Text()),
        sa.Column("deleted_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("project_id", "span_id"),
    )
