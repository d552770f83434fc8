"""Create the table of uploads in parts; files may stay in parts.

Cost: one empty table and an empty column, nothing is rewritten. An older server takes and gives no parts: files in parts are
missing to it, and it leaves their bytes alone, which lie in a folder that it does not know.
"""

import sqlalchemy as sa
from alembic import op

revision = "artifacts_0005"
down_revision = "artifacts_0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "artifact_uploads",
        sa.Column("upload_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("version_id", sa.BigInteger(), nullable=False),
        sa.Column("md5", sa.Text(), nullable=False),
        sa.Column("part_md5s", sa.Text(), nullable=False),
        sa.Column("blob", sa.Text(), nullable=False),
        sa.Column("used_at", sa.BigInteger(), nullable=False),
        sa.Column("completed_at", sa.BigInteger()),
        sa.UniqueConstraint("token", name="artifact_uploads_by_token"),
        sa.UniqueConstraint("version_id", "md5", name="artifact_uploads_by_file"),
        sqlite_autoincrement=True,
    )
    op.create_index("artifact_uploads_by_blob", "artifact_uploads", ["blob"])
    op.add_column("artifact_contents", sa.Column("part_bytes", sa.BigInteger()))
