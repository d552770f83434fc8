"""Create artifact_promotions and artifact_protected_aliases: who linked a version or moved an alias, and when.

Cost: two empty tables. An older server does not know them: what it links and moves leaves no line, and it protects nothing.
"""

import sqlalchemy as sa
from alembic import op

revision = "artifacts_0003"
down_revision = "artifacts_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "artifact_promotions",
        sa.Column("promotion_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True),
        sa.Column("collection_id", sa.BigInteger(), nullable=False),
        sa.Column("version_id", sa.BigInteger(), nullable=False),
        sa.Column("version_index", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("alias", sa.Text(), nullable=True),
        sa.Column("from_index", sa.BigInteger(), nullable=True),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("promoted_at", sa.BigInteger(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("artifact_promotions_of_collection", "artifact_promotions", ["collection_id"])
    op.create_table(
        "artifact_protected_aliases",
        sa.Column("protected_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True),
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("alias", sa.Text(), nullable=False),
        sa.UniqueConstraint("project_id", "alias", name="artifact_protected_aliases_by_name"),
        sqlite_autoincrement=True,
    )
