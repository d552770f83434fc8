"""Create span_mappings and span_remappings: projects' own mapping tables, and how far stored spans follow them.

Cost: two empty tables. An older server does not know them: it understands spans by the table that comes with Runlake.
"""

import sqlalchemy as sa
from alembic import op

revision = "traces_0002"
down_revision = "traces_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "span_mappings",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("project_id", "version"),
    )
    op.create_table(
        "span_remappings",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("job_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("next_ns", sa.BigInteger(), nullable=False),
        sa.Column("spans_total", sa.BigInteger(), nullable=False),
        sa.Column("spans_read", sa.BigInteger(), nullable=False),
        sa.Column("spans_changed", sa.BigInteger(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("finished_at", sa.BigInteger()),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("project_id"),
    )
