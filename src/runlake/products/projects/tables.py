"""The table of projects. A deleted project keeps its row and id, for what is stored under it elsewhere."""

import sqlalchemy as sa

from runlake.storage.metadata import AutoId, JsonText, UtcDateTime

TABLES = sa.MetaData()

projects = sa.Table(
    "projects",
    TABLES,
    sa.Column("project_id", AutoId, primary_key=True),
    # References entities and users, which identity owns; its migrations run first and make the foreign keys hold.
    sa.Column("entity_id", sa.BigInteger, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("description", sa.Text),
    sa.Column("visibility", sa.Text, nullable=False),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("updated_at", UtcDateTime, nullable=False),
    sa.Column("created_by", sa.BigInteger),
    sa.Column("deleted_at", UtcDateTime),
    sa.Column("members", JsonText),
    sa.Column("allows_all_types", sa.Boolean),
    sqlite_autoincrement=True,
)
# The condition, `deleted_at IS NULL`, is in the migration: to name it here loads both dialects, 60 ms of each start.
sa.Index("projects_name", projects.c.entity_id, projects.c.name, unique=True)

# The names of owners. Only read here, and only these columns.
entities = sa.table("entities", sa.column("entity_id"), sa.column("name"), sa.column("deleted_at"))
