"""Versions of views, and drafts of reports.

Cost: four columns without rewriting rows, and one empty table. An older server ignores them; what it saves has no
version of its own.
"""

import sqlalchemy as sa
from alembic import op

revision = "views_0002"
down_revision = "views_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("views", sa.Column("version", sa.BigInteger(), nullable=False, server_default="1"))
    op.add_column("views", sa.Column("saved_by", sa.BigInteger()))
    op.add_column("views", sa.Column("draft_of", sa.BigInteger()))
    op.add_column("views", sa.Column("base_version", sa.BigInteger()))
    op.create_index("views_drafts", "views", ["draft_of", "owner_id"], unique=True)
    op.create_table(
        "view_versions",
        sa.Column("view_id", sa.BigInteger(), primary_key=True),
        sa.Column("version", sa.BigInteger(), primary_key=True),
        sa.Column("display_name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("saved_by", sa.BigInteger()),
        sa.Column("saved_at", sa.BigInteger(), nullable=False),
    )
