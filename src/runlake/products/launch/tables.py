"""The metadata tables of launch queues."""

import sqlalchemy as sa

from runlake.storage.metadata import AutoId, JsonText, UtcDateTime

TABLES = sa.MetaData()

launch_resources = sa.Table(
    "launch_resources",
    TABLES,
    sa.Column("resource_number", AutoId, primary_key=True),
    sa.Column("entity_id", sa.BigInteger, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("config", JsonText, nullable=False),
    sa.Column("variables", JsonText, nullable=False),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sqlite_autoincrement=True,
)

launch_queues = sa.Table(
    "launch_queues",
    TABLES,
    sa.Column("queue_number", AutoId, primary_key=True),
    sa.Column("project_id", sa.BigInteger, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("is_private", sa.Boolean, nullable=False),
    sa.Column("is_prioritized", sa.Boolean, nullable=False),
    sa.Column("resource_number", sa.BigInteger),
    sa.Column("links", JsonText, nullable=False),
    sa.Column("user_id", sa.BigInteger),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("updated_at", UtcDateTime, nullable=False),
    sa.UniqueConstraint("project_id", "name", name="launch_queues_by_name"),
    sqlite_autoincrement=True,
)

launch_items = sa.Table(
    "launch_items",
    TABLES,
    sa.Column("item_number", AutoId, primary_key=True),
    sa.Column("queue_number", sa.BigInteger, nullable=False),
    sa.Column("spec", JsonText, nullable=False),
    sa.Column("priority", sa.BigInteger, nullable=False),
    sa.Column("target_project_id", sa.BigInteger, nullable=False),
    sa.Column("mark", sa.Text, nullable=False),
    sa.Column("agent_number", sa.BigInteger),
    sa.Column("leased_until", UtcDateTime),
    sa.Column("claimed_at", UtcDateTime),
    sa.Column("times_claimed", sa.BigInteger, nullable=False),
    sa.Column("run_id", sa.Text),
    sa.Column("message", sa.Text),
    sa.Column("stage", sa.Text),
    sa.Column("file_paths", JsonText, nullable=False),
    sa.Column("user_id", sa.BigInteger),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("updated_at", UtcDateTime, nullable=False),
    sa.Index("launch_items_by_mark", "queue_number", "mark", "priority", "item_number"),
    sqlite_autoincrement=True,
)

launch_agents = sa.Table(
    "launch_agents",
    TABLES,
    sa.Column("agent_number", AutoId, primary_key=True),
    sa.Column("project_id", sa.BigInteger, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("host", sa.Text, nullable=False),
    sa.Column("queue_numbers", JsonText, nullable=False),
    sa.Column("config", JsonText, nullable=False),
    sa.Column("version", sa.Text),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("stop_requested", sa.Boolean, nullable=False),
    sa.Column("user_id", sa.BigInteger),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("heartbeat_at", UtcDateTime, nullable=False),
    sa.Index("launch_agents_by_project", "project_id", "agent_number"),
    sqlite_autoincrement=True,
)

# Of other products' tables only what a queue needs to know.
users = sa.table("users", sa.column("user_id"), sa.column("username"))
runs = sa.table(
    "runs",
    sa.column("project_id", sa.BigInteger),
    sa.column("run_id", sa.Text),
    sa.column("state", sa.Text),
    sa.column("updated_at", UtcDateTime),
    sa.column("deleted_at", sa.BigInteger),
)
projects = sa.table("projects", sa.column("project_id"), sa.column("entity_id"), sa.column("name"))
entities = sa.table("entities", sa.column("entity_id"), sa.column("name"))
