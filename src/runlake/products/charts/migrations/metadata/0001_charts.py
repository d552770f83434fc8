"""Create charts: one row for each preset that a user made.

Cost: one empty table. An older server does not know it.
"""

import sqlalchemy as sa
from alembic import op

revision = "charts_0001"
down_revision = None
branch_labels = ("charts",)
depends_on = None


def upgrade() -> None:
    op.create_table(
        "charts",
        sa.Column("chart_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True),
        sa.Column("entity_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("display_name", sa.Text(), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("spec_json", sa.Text(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.UniqueConstraint("entity_id", "name", name="charts_by_name"),
        sqlite_autoincrement=True,
    )
