"""Create the tables of sweeps, their agents and their cells.

Cost: three empty tables. An older server does not know them; runs keep the name of their sweep there as before.
"""

import sqlalchemy as sa
from alembic import op

revision = "sweeps_0001"
down_revision = None
branch_labels = ("sweeps",)
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sweeps",
        _auto_id("sweep_number"),
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("sweep_id", sa.Text(), nullable=False),
        sa.Column("display_name", sa.Text()),
        sa.Column("description", sa.Text()),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("config_yaml", sa.Text(), nullable=False),
        sa.Column("controller_json", sa.Text()),
        sa.Column("scheduler_json", sa.Text()),
        sa.Column("prior_runs", sa.Text(), nullable=False),
        sa.Column("next_position", sa.BigInteger(), nullable=False),
        sa.Column("grid_index", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger()),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.Column("heartbeat_at", sa.BigInteger()),
        sa.UniqueConstraint("project_id", "sweep_id", name="sweeps_by_id"),
        sqlite_autoincrement=True,
    )
    _create_agents()
    _create_cells()


def _create_agents() -> None:
    op.create_table(
        "sweep_agents",
        _auto_id("agent_number"),
        sa.Column("sweep_number", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("user_id", sa.BigInteger()),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("heartbeat_at", sa.BigInteger(), nullable=False),
        sa.Column("idle_since", sa.BigInteger()),
        sqlite_autoincrement=True,
    )
    op.create_index("sweep_agents_by_sweep", "sweep_agents", ["sweep_number", "agent_number"])


def _create_cells() -> None:
    op.create_table(
        "sweep_cells",
        _auto_id("cell_number"),
        sa.Column("sweep_number", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("attempt", sa.BigInteger(), nullable=False),
        sa.Column("args", sa.Text(), nullable=False),
        sa.Column("run_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("agent_number", sa.BigInteger()),
        sa.Column("seen", sa.Boolean(), nullable=False),
        sa.Column("resumes", sa.Boolean(), nullable=False),
        sa.Column("times_given", sa.BigInteger(), nullable=False),
        sa.Column("stop_requested", sa.Boolean(), nullable=False),
        sa.Column("schedule_id", sa.Text()),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.UniqueConstraint("sweep_number", "position", "attempt", name="sweep_cells_by_position"),
        sa.UniqueConstraint("sweep_number", "run_id", name="sweep_cells_by_run"),
        sqlite_autoincrement=True,
    )
    op.create_index("sweep_cells_by_state", "sweep_cells", ["sweep_number", "state"])


def _auto_id(name: str) -> "sa.Column[int]":
    return sa.Column(name, sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True)
