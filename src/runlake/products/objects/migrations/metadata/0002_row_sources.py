"""Create the table of sources: which calls, spans and conversations the rows of data sets were taken from.

Cost: one empty table. An older server does not know it.
"""

import sqlalchemy as sa
from alembic import op

revision = "objects_0002"
down_revision = "objects_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "object_row_sources",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("link_id", sa.Text(), nullable=False),
        sa.Column("dataset", sa.Text(), nullable=False),
        sa.Column("row_digest", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("trace_id", sa.Text(), nullable=False),
        sa.Column("source_name", sa.Text(), nullable=False),
        sa.Column("source_started_at", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.Text()),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.Column("deleted_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("project_id", "link_id"),
    )
    op.create_index("object_row_sources_by_dataset", "object_row_sources", ["project_id", "dataset"])
    op.create_index("object_row_sources_by_source", "object_row_sources", ["project_id", "source_id"])
