"""Create annotation queues: the queues, what waits in them, and how far each annotator is.

Cost: three empty tables. An older server does not know them.
"""

import sqlalchemy as sa
from alembic import op

revision = "annotations_0001"
down_revision = None
branch_labels = ("annotations",)
depends_on = None


def upgrade() -> None:
    op.create_table(
        "annotation_queues",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("queue_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("scorer_refs", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.Column("deleted_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("project_id", "queue_id"),
    )
    op.create_table(
        "annotation_items",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("item_id", sa.Text(), nullable=False),
        sa.Column("queue_id", sa.Text(), nullable=False),
        sa.Column("span_id", sa.Text(), nullable=False),
        sa.Column("trace_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger()),
        sa.Column("display_fields", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("project_id", "item_id"),
        sa.UniqueConstraint("project_id", "queue_id", "span_id", name="annotation_items_by_span"),
    )
    op.create_table(
        "annotation_progress",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("item_id", sa.Text(), nullable=False),
        sa.Column("annotator", sa.Text(), nullable=False),
        sa.Column("queue_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("project_id", "item_id", "annotator"),
    )
    op.create_index("annotation_progress_by_queue", "annotation_progress", ["project_id", "queue_id"])
