"""The metadata tables of runs: a narrow row for lists and heartbeats, and the documents beside it."""

import sqlalchemy as sa

from runlake.storage.metadata import AutoId, JsonText, UtcDateTime

TABLES = sa.MetaData()

runs = sa.Table(
    "runs",
    TABLES,
    sa.Column("run_number", AutoId, primary_key=True),
    sa.Column("project_id", sa.BigInteger, nullable=False),
    sa.Column("run_id", sa.Text, nullable=False),
    sa.Column("display_name", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("tags", JsonText, nullable=False),
    sa.Column("notes", sa.Text),
    sa.Column("group_name", sa.Text),
    sa.Column("job_type", sa.Text),
    sa.Column("description", sa.Text),
    sa.Column("commit_hash", sa.Text),
    sa.Column("host", sa.Text),
    sa.Column("program", sa.Text),
    sa.Column("repo", sa.Text),
    sa.Column("sweep", sa.Text),
    sa.Column("user_id", sa.BigInteger),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("updated_at", UtcDateTime, nullable=False),
    sa.Column("heartbeat_at", UtcDateTime),
    sa.Column("finished_at", UtcDateTime),
    sa.Column("exit_code", sa.BigInteger),
    sa.Column("stop_requested", sa.Boolean, nullable=False),
    sa.Column("segment", sa.BigInteger, nullable=False),
    sa.Column("branch", JsonText, nullable=False),
    sa.Column("version", sa.BigInteger, nullable=False),
    sa.Column("deleted_at", UtcDateTime),
    sa.Column("purged_at", UtcDateTime),  # what it had logged is gone; the row keeps its number and name
    sqlite_autoincrement=True,  # a number of a deleted run must never come to mean another
)

# Apart from the row, so that a heartbeat rewrites and a list reads a few hundred bytes, whatever a run's config holds.
run_documents = sa.Table(
    "run_documents",
    TABLES,
    sa.Column("run_number", sa.BigInteger, sa.ForeignKey("runs.run_number"), primary_key=True),
    sa.Column("config_json", sa.Text, nullable=False),
    sa.Column("summary_json", sa.Text, nullable=False),
)

# Of identity's table only what a run shows.
users = sa.table("users", sa.column("user_id"), sa.column("username"))
