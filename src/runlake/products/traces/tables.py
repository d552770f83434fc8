"""The metadata tables of spans: what is not finished, and what was changed later."""

from collections.abc import Sequence

from sqlalchemy import BigInteger, Column, Connection, Index, MetaData, PrimaryKeyConstraint, Table, Text, delete

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


def delete_spans_of_projects(connection: Connection, project_ids: Sequence[int]) -> None:
    """Remove what these projects have of open spans and of edits."""
    for table in metadata.sorted_tables:
        connection.execute(delete(table).where(table.c.project_id.in_(project_ids)))
