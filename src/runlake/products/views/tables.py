"""The metadata table of views."""

import sqlalchemy as sa

from runlake.storage.metadata import AutoId, UtcDateTime

TABLES = sa.MetaData()

views = sa.Table(
    "views",
    TABLES,
    sa.Column("view_id", AutoId, primary_key=True),
    sa.Column("project_id", sa.BigInteger, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("display_name", sa.Text, nullable=False),
    sa.Column("description", sa.Text, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("shared", sa.Boolean, nullable=False),
    sa.Column("owner_id", sa.BigInteger, nullable=False),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("updated_at", UtcDateTime, nullable=False),
    sa.Index("views_by_project", "project_id", "kind", "view_id"),
    sqlite_autoincrement=True,
)
