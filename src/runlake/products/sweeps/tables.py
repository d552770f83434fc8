"""The metadata tables of sweeps."""

import sqlalchemy as sa

from runlake.storage.metadata import AutoId, JsonText, UtcDateTime

TABLES = sa.MetaData()

sweeps = sa.Table(
    "sweeps",
    TABLES,
    sa.Column("sweep_number", AutoId, primary_key=True),
    sa.Column("project_id", sa.BigInteger, nullable=False),
    sa.Column("sweep_id", sa.Text, nullable=False),
    sa.Column("display_name", sa.Text),
    sa.Column("description", sa.Text),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("config_yaml", sa.Text, nullable=False),
    sa.Column("controller_json", sa.Text),
    sa.Column("scheduler_json", sa.Text),
    sa.Column("prior_runs", JsonText, nullable=False),
    sa.Column("next_position", sa.BigInteger, nullable=False),
    sa.Column("grid_index", sa.BigInteger, nullable=False),
    sa.Column("user_id", sa.BigInteger),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("updated_at", UtcDateTime, nullable=False),
    sa.Column("heartbeat_at", UtcDateTime),
    sa.UniqueConstraint("project_id", "sweep_id", name="sweeps_by_id"),
    sqlite_autoincrement=True,
)

sweep_agents = sa.Table(
    "sweep_agents",
    TABLES,
    sa.Column("agent_number", AutoId, primary_key=True),
    sa.Column("sweep_number", sa.BigInteger, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("host", sa.Text, nullable=False),
    sa.Column("user_id", sa.BigInteger),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("heartbeat_at", UtcDateTime, nullable=False),
    sa.Column("idle_since", UtcDateTime),
    sa.Index("sweep_agents_by_sweep", "sweep_number", "agent_number"),
    sqlite_autoincrement=True,
)

sweep_cells = sa.Table(
    "sweep_cells",
    TABLES,
    sa.Column("cell_number", AutoId, primary_key=True),
    sa.Column("sweep_number", sa.BigInteger, nullable=False),
    sa.Column("position", sa.BigInteger, nullable=False),
    sa.Column("attempt", sa.BigInteger, nullable=False),
    sa.Column("args", JsonText, nullable=False),
    sa.Column("run_id", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("agent_number", sa.BigInteger),
    sa.Column("seen", sa.Boolean, nullable=False),
    sa.Column("resumes", sa.Boolean, nullable=False),
    sa.Column("times_given", sa.BigInteger, nullable=False),
    sa.Column("stop_requested", sa.Boolean, nullable=False),
    sa.Column("schedule_id", sa.Text),
    sa.Column("created_at", UtcDateTime, nullable=False),
    # Two agents never get the same cell, and a crashed one is tried again once: whatever the code does.
    sa.UniqueConstraint("sweep_number", "position", "attempt", name="sweep_cells_by_position"),
    sa.UniqueConstraint("sweep_number", "run_id", name="sweep_cells_by_run"),
    sa.Index("sweep_cells_by_state", "sweep_number", "state"),
    sqlite_autoincrement=True,
)

# Of other products' tables only what a sweep needs to know.
users = sa.table("users", sa.column("user_id"), sa.column("username"))
runs = sa.table(
    "runs",
    sa.column("run_number", sa.BigInteger),
    sa.column("project_id", sa.BigInteger),
    sa.column("run_id", sa.Text),
    sa.column("sweep", sa.Text),
    sa.column("state", sa.Text),
    sa.column("heartbeat_at", UtcDateTime),
    sa.column("deleted_at", sa.BigInteger),
)
