"""Create the tables of objects: versions, labels, values, tables of rows, files.

Cost: five empty tables. An older server does not know them.
"""

import sqlalchemy as sa
from alembic import op

revision = "objects_0001"
down_revision = None
branch_labels = ("objects",)
depends_on = None


def upgrade() -> None:
    op.create_table(
        "object_versions",
        sa.Column("version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True),
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("version_index", sa.Integer(), nullable=False),
        sa.Column("published", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("base_class", sa.Text()),
        sa.Column("leaf_class", sa.Text()),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("deleted_at", sa.BigInteger()),
        sa.UniqueConstraint("project_id", "name", "kind", "digest", name="object_versions_once"),
        sqlite_autoincrement=True,
    )
    op.create_index("object_versions_by_class", "object_versions", ["project_id", "base_class"])
    op.create_table(
        "object_labels",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("project_id", "name", "kind", "label", "digest"),
    )
    op.create_table("object_values", *_content(), sa.Column("document", sa.Text()), _key())
    op.create_table("object_tables", *_content(), sa.Column("row_count", sa.BigInteger(), nullable=False), _key())
    op.create_table("object_files", *_content(), _key())


def _content() -> list[sa.Column[object]]:
    return [
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
    ]


def _key() -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint("project_id", "digest")
