"""The metadata table of feedback."""

from sqlalchemy import BigInteger, Column, Index, MetaData, PrimaryKeyConstraint, Table, Text

from runlake.storage.metadata import JsonText, UtcDateTime

metadata = MetaData()

feedback = Table(
    "feedback",
    metadata,
    Column("project_id", BigInteger, nullable=False),
    Column("feedback_id", Text, nullable=False),
    Column("target", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("created_by", Text, nullable=False),
    Column("payload", JsonText, nullable=False),
    Column("details", JsonText, nullable=False),
    PrimaryKeyConstraint("project_id", "feedback_id"),
    Index("feedback_by_target", "project_id", "target"),
    Index("feedback_by_time", "project_id", "created_at"),
)
