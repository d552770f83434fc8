"""Create runs: one row per run with its state and its live branch; its documents are in a table beside it.

Cost: two empty tables. An older server does not know them.
"""

import sqlalchemy as sa
from alembic import op

revision = "runs_0001"
down_revision = None
branch_labels = ("runs",)
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "runs",
        sa.Column("run_number", _NUMBER, primary_key=True),
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("run_id", sa.Text(), nullable=False),
        sa.Column("display_name", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("tags", sa.Text(), nullable=False),
        sa.Column("notes", sa.Text()),
        sa.Column("group_name", sa.Text()),
        sa.Column("job_type", sa.Text()),
        sa.Column("description", sa.Text()),
        sa.Column("commit_hash", sa.Text()),
        sa.Column("host", sa.Text()),
        sa.Column("program", sa.Text()),
        sa.Column("repo", sa.Text()),
        sa.Column("sweep", sa.Text()),
        sa.Column("user_id", sa.BigInteger()),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.Column("heartbeat_at", sa.BigInteger()),
        sa.Column("finished_at", sa.BigInteger()),
        sa.Column("exit_code", sa.BigInteger()),
        sa.Column("stop_requested", sa.Boolean(), nullable=False),
        sa.Column("segment", sa.BigInteger(), nullable=False),
        sa.Column("branch", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("deleted_at", sa.BigInteger()),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "run_documents",
        sa.Column("run_number", _NUMBER, sa.ForeignKey("runs.run_number"), primary_key=True),
        sa.Column("config_json", sa.Text(), nullable=False),
        sa.Column("summary_json", sa.Text(), nullable=False),
    )
    alive = sa.text("deleted_at IS NULL")
    op.create_index(
        "runs_by_id", "runs", ["project_id", "run_id"], unique=True, sqlite_where=alive, postgresql_where=alive
    )
    op.create_index("runs_by_creation", "runs", ["project_id", "created_at"])
    live = sa.text("state IN ('running', 'preempting')")
    op.create_index("runs_alive", "runs", ["heartbeat_at"], sqlite_where=live, postgresql_where=live)
