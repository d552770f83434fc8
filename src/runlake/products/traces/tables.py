"""The metadata tables of spans: what is not finished, and what was changed later."""

from collections.abc import Sequence

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    delete,
)

from runlake.storage.metadata import UtcDateTime

metadata = MetaData()

open_spans = Table(
    "open_spans",
    metadata,
    Column("project_id", BigInteger, nullable=False),
    Column("span_id", Text, nullable=False),
    Column("begun", Text),
    Column("ended", Text),
    Column("received_at", UtcDateTime, nullable=False),
    PrimaryKeyConstraint("project_id", "span_id"),
    Index("open_spans_by_time", "project_id", "received_at"),
)
"""`begun` and `ended` are JSON: what came of a span so far. A row goes once the span is in the columnar store."""

span_edits = Table(
    "span_edits",
    metadata,
    Column("project_id", BigInteger, nullable=False),
    Column("span_id", Text, nullable=False),
    Column("display_name", Text),
    Column("deleted_at", UtcDateTime),
    PrimaryKeyConstraint("project_id", "span_id"),
)
"""What people changed of spans, which may not have come yet."""


span_events = Table(
    "span_events",
    metadata,
    Column("project_id", BigInteger, nullable=False),
    Column("span_id", Text, nullable=False),
    Column("event_id", Text, nullable=False),
    Column("trace_id", Text, nullable=False),
    Column("event", Text, nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    PrimaryKeyConstraint("project_id", "span_id", "event_id"),
    Index("span_events_by_time", "project_id", "received_at"),
)
"""Events that came as log records, kept for a day: their spans may come before them, after them, and again."""

span_mappings = Table(
    "span_mappings",
    metadata,
    Column("project_id", BigInteger, nullable=False),
    Column("version", Integer, nullable=False),
    Column("document", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("created_by", Text, nullable=False),
    PrimaryKeyConstraint("project_id", "version"),
)
"""A project's own mapping table as TOML; the highest version holds for spans that come."""

span_remappings = Table(
    "span_remappings",
    metadata,
    Column("project_id", BigInteger, nullable=False),
    Column("job_id", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("next_ns", BigInteger, nullable=False),
    Column("spans_total", BigInteger, nullable=False),
    Column("spans_read", BigInteger, nullable=False),
    Column("spans_changed", BigInteger, nullable=False),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("asked_by", Text, nullable=False),
    Column("finished_at", UtcDateTime),
    Column("problem", Text, nullable=False),
    PrimaryKeyConstraint("project_id"),
)
"""How far a project's stored spans are understood anew by a version of its mapping: all that start before `next_ns`."""

cost_recomputations = Table(
    "cost_recomputations",
    metadata,
    Column("project_id", BigInteger, nullable=False),
    Column("job_id", Text, nullable=False),
    Column("next_hour", BigInteger, nullable=False),
    Column("last_hour", BigInteger, nullable=False),
    Column("requests_total", BigInteger, nullable=False),
    Column("requests_read", BigInteger, nullable=False),
    Column("requests_priced", BigInteger, nullable=False),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("asked_by", Text, nullable=False),
    Column("finished_at", UtcDateTime),
    Column("problem", Text, nullable=False),
    PrimaryKeyConstraint("project_id"),
)
"""How far the costs of a project's stored requests are computed anew: all in hours (since 1970) before `next_hour`."""


def delete_spans_of_projects(connection: Connection, project_ids: Sequence[int]) -> None:
    """Remove what these projects have of open spans and of edits."""
    for table in metadata.sorted_tables:
        connection.execute(delete(table).where(table.c.project_id.in_(project_ids)))
