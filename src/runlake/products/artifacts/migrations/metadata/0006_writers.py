"""Create artifact_writers: ids by which clients know a version that was there before they logged its content.

Cost: one empty table. An older server does not know it, and finds no version by the ids in it.
"""

import sqlalchemy as sa
from alembic import op

revision = "artifacts_0006"
down_revision = "artifacts_0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "artifact_writers",
        sa.Column("writer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True),
        sa.Column("version_id", sa.BigInteger(), nullable=False),
        sa.Column("client_id", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.UniqueConstraint("client_id", "version_id", name="artifact_writers_by_client"),
        sqlite_autoincrement=True,
    )
