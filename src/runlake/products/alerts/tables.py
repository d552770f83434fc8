"""The metadata table of run alerts."""

from sqlalchemy import BigInteger, Column, Index, MetaData, Table, Text

from runlake.storage.metadata import AutoId, UtcDateTime

metadata = MetaData()

run_alerts = Table(
    "run_alerts",
    metadata,
    Column("alert_id", AutoId, primary_key=True),
    Column("project_id", BigInteger, nullable=False),
    Column("run_number", BigInteger, nullable=False),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("severity", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("user_id", BigInteger),
    Column("client_key", Text),
    Index("run_alerts_by_title", "run_number", "title", "created_at"),
    Index("run_alerts_by_key", "run_number", "client_key", unique=True),
    Index("run_alerts_by_project", "project_id", "alert_id"),
    sqlite_autoincrement=True,
)
