"""The metadata tables of annotation queues."""

from sqlalchemy import BigInteger, Column, Index, MetaData, PrimaryKeyConstraint, Table, Text, UniqueConstraint

from runlake.storage.metadata import JsonText, UtcDateTime

metadata = MetaData()

annotation_queues = Table(
    "annotation_queues",
    metadata,
    Column("project_id", BigInteger, nullable=False),
    Column("queue_id", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("description", Text, nullable=False),
    Column("scorer_refs", JsonText, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("created_by", Text, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    Column("deleted_at", UtcDateTime),
    PrimaryKeyConstraint("project_id", "queue_id"),
)

annotation_items = Table(
    "annotation_items",
    metadata,
    Column("project_id", BigInteger, nullable=False),
    Column("item_id", Text, nullable=False),
    Column("queue_id", Text, nullable=False),
    Column("span_id", Text, nullable=False),
    Column("trace_id", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("started_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
    Column("display_fields", JsonText, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("created_by", Text, nullable=False),
    PrimaryKeyConstraint("project_id", "item_id"),
    UniqueConstraint("project_id", "queue_id", "span_id", name="annotation_items_by_span"),
)

annotation_progress = Table(
    "annotation_progress",
    metadata,
    Column("project_id", BigInteger, nullable=False),
    Column("item_id", Text, nullable=False),
    Column("annotator", Text, nullable=False),
    Column("queue_id", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    PrimaryKeyConstraint("project_id", "item_id", "annotator"),
    Index("annotation_progress_by_queue", "project_id", "queue_id"),
)
"""One row for each annotator who has begun an item."""
