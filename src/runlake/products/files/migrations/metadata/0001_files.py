"""Create run_files: one row for each file of a run, pointing at its blob.

Cost: one empty table. An older server does not know it.
"""

import sqlalchemy as sa
from alembic import op

revision = "files_0001"
down_revision = None
branch_labels = ("files",)
depends_on = None


def upgrade() -> None:
    op.create_table(
        "run_files",
        sa.Column("file_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True),
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("run_number", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("md5", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("mimetype", sa.Text(), nullable=False),
        sa.Column("blob", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.UniqueConstraint("run_number", "name", name="run_files_by_name"),
        sqlite_autoincrement=True,
    )
    op.create_index("run_files_by_blob", "run_files", ["blob"])
    op.create_index("run_files_by_version", "run_files", ["version"])
