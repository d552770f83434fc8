"""Create the tables of launch: resources, queues, their items, and agents.

Cost: four empty tables. An older server does not know them.
"""

import sqlalchemy as sa
from alembic import op

revision = "launch_0001"
down_revision = None
branch_labels = ("launch",)
depends_on = None


def upgrade() -> None:
    op.create_table(
        "launch_resources",
        _auto_id("resource_number"),
        sa.Column("entity_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("config", sa.Text(), nullable=False),
        sa.Column("variables", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sqlite_autoincrement=True,
    )
    _create_queues()
    _create_items()
    _create_agents()


def _create_queues() -> None:
    op.create_table(
        "launch_queues",
        _auto_id("queue_number"),
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("is_private", sa.Boolean(), nullable=False),
        sa.Column("is_prioritized", sa.Boolean(), nullable=False),
        sa.Column("resource_number", sa.BigInteger()),
        sa.Column("links", sa.Text(), nullable=False),
        sa.Column("user_id", sa.BigInteger()),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.UniqueConstraint("project_id", "name", name="launch_queues_by_name"),
        sqlite_autoincrement=True,
    )


def _create_items() -> None:
    op.create_table(
        "launch_items",
        _auto_id("item_number"),
        sa.Column("queue_number", sa.BigInteger(), nullable=False),
        sa.Column("spec", sa.Text(), nullable=False),
        sa.Column("priority", sa.BigInteger(), nullable=False),
        sa.Column("target_project_id", sa.BigInteger(), nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("agent_number", sa.BigInteger()),
        sa.Column("leased_until", sa.BigInteger()),
        sa.Column("claimed_at", sa.BigInteger()),
        sa.Column("times_claimed", sa.BigInteger(), nullable=False),
        sa.Column("run_id", sa.Text()),
        sa.Column("message", sa.Text()),
        sa.Column("stage", sa.Text()),
        sa.Column("file_paths", sa.Text(), nullable=False),
        sa.Column("user_id", sa.BigInteger()),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("launch_items_by_mark", "launch_items", ["queue_number", "mark", "priority", "item_number"])


def _create_agents() -> None:
    op.create_table(
        "launch_agents",
        _auto_id("agent_number"),
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("queue_numbers", sa.Text(), nullable=False),
        sa.Column("config", sa.Text(), nullable=False),
        sa.Column("version", sa.Text()),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("stop_requested", sa.Boolean(), nullable=False),
        sa.Column("user_id", sa.BigInteger()),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("heartbeat_at", sa.BigInteger(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("launch_agents_by_project", "launch_agents", ["project_id", "agent_number"])


def _auto_id(name: str) -> "sa.Column[int]":
    return sa.Column(name, sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True)
