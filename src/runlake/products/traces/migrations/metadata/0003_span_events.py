"""Create span_events: events of spans that came as log records, kept for a day.

Cost: one empty table. An older server does not know it.
"""

import sqlalchemy as sa
from alembic import op

revision = "traces_0003"
down_revision = "traces_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "span_events",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("span_id", sa.Text(), nullable=False),
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("trace_id", sa.Text(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("project_id", "span_id", "event_id"),
    )
    op.create_index("span_events_by_time", "span_events", ["project_id", "received_at"])
