"""The metadata tables of feedback."""

from sqlalchemy import BigInteger, Column, Double, Index, MetaData, PrimaryKeyConstraint, Table, Text

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

sayings = Table(
    "span_sayings",
    metadata,
    Column("project_id", BigInteger, nullable=False),
    Column("feedback_id", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("span_id", Text, nullable=False),
    Column("word", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("folded", Text, nullable=False),
    Column("number", Double),
    Column("judged_at", UtcDateTime, nullable=False),
    Column("trace_id", Text),
    Column("start_ns", BigInteger),
    Column("look_at", UtcDateTime),
    PrimaryKeyConstraint("project_id", "feedback_id", "name"),
    Index("span_sayings_by_name", "project_id", "name", "start_ns"),
    Index("span_sayings_by_span", "project_id", "span_id"),
    Index("span_sayings_by_trace", "project_id", "trace_id"),
    Index("span_sayings_by_look", "project_id", "look_at"),
)
"""What feedback says of spans, for filters and counts. Feedback names a span alone: `trace_id` and `start_ns` are put in
once the span is found, which is tried at `look_at` (NULL: it is found)."""
