"""The metadata tables of views."""

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
    sa.Column("version", sa.BigInteger, nullable=False, server_default="1"),
    sa.Column("saved_by", sa.BigInteger),
    sa.Column("draft_of", sa.BigInteger),
    sa.Column("base_version", sa.BigInteger),
    sa.Index("views_by_project", "project_id", "kind", "view_id"),
    sa.Index("views_drafts", "draft_of", "owner_id", unique=True),
    sqlite_autoincrement=True,
)

view_versions = sa.Table(
    "view_versions",
    TABLES,
    sa.Column("view_id", sa.BigInteger, primary_key=True),
    sa.Column("version", sa.BigInteger, primary_key=True),
    sa.Column("display_name", sa.Text, nullable=False),
    sa.Column("description", sa.Text, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("saved_by", sa.BigInteger),
    sa.Column("saved_at", UtcDateTime, nullable=False),
)

view_links = sa.Table(
    "view_links",
    TABLES,
    sa.Column("link_id", AutoId, primary_key=True),
    sa.Column("view_id", sa.BigInteger, nullable=False),
    sa.Column("project_ids", sa.Text, nullable=False),
    sa.Column("made_by", sa.BigInteger, nullable=False),
    sa.Column("made_at", UtcDateTime, nullable=False),
    sa.Column("expires_at", UtcDateTime, nullable=False),
    sa.Column("revoked_at", UtcDateTime),
    sa.Index("view_links_by_view", "view_id"),
    sqlite_autoincrement=True,
)
