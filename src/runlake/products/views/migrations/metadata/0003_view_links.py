"""Links at which a report is read without an account.

Cost: one empty table. An older server does not know it, and answers no link.
"""

import sqlalchemy as sa
from alembic import op

revision = "views_0003"
down_revision = "views_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "view_links",
        sa.Column("link_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True),
        sa.Column("view_id", sa.BigInteger(), nullable=False),
        sa.Column("project_ids", sa.Text(), nullable=False),
        sa.Column("made_by", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("revoked_at", sa.BigInteger()),
        sqlite_autoincrement=True,
    )
    op.create_index("view_links_by_view", "view_links", ["view_id"])
