"""The metadata tables of objects."""

from sqlalchemy import BigInteger, Column, Index, Integer, MetaData, PrimaryKeyConstraint, Table, Text, UniqueConstraint

from runlake.storage.metadata import AutoId, JsonText, UtcDateTime

metadata = MetaData()

object_versions = Table(
    "object_versions",
    metadata,
    Column("version_id", AutoId, primary_key=True),
    Column("project_id", BigInteger, nullable=False),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("version_index", Integer, nullable=False),
    Column("published", BigInteger, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("created_by", Text, nullable=False),
    Column("base_class", Text),
    Column("leaf_class", Text),
    Column("size_bytes", BigInteger, nullable=False),
    Column("deleted_at", UtcDateTime),
    UniqueConstraint("project_id", "name", "kind", "digest", name="object_versions_once"),
    Index("object_versions_by_class", "project_id", "base_class"),
    sqlite_autoincrement=True,
)
"""`published` counts the publications of a name and kind: the live version with the highest is the latest."""

object_labels = Table(
    "object_labels",
    metadata,
    Column("project_id", BigInteger, nullable=False),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("digest", Text, nullable=False),
    PrimaryKeyConstraint("project_id", "name", "kind", "label", "digest"),
)

object_values = Table(
    "object_values",
    metadata,
    Column("project_id", BigInteger, nullable=False),
    Column("digest", Text, nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    Column("document", Text),
    PrimaryKeyConstraint("project_id", "digest"),
)
"""`document` is the JSON; NULL when it is large and lies in the blob store."""

object_tables = Table(
    "object_tables",
    metadata,
    Column("project_id", BigInteger, nullable=False),
    Column("digest", Text, nullable=False),
    Column("row_count", BigInteger, nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    PrimaryKeyConstraint("project_id", "digest"),
)

object_files = Table(
    "object_files",
    metadata,
    Column("project_id", BigInteger, nullable=False),
    Column("digest", Text, nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    PrimaryKeyConstraint("project_id", "digest"),
)

object_row_sources = Table(
    "object_row_sources",
    metadata,
    Column("project_id", BigInteger, nullable=False),
    Column("link_id", Text, nullable=False),
    Column("dataset", Text, nullable=False),
    Column("row_digest", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("source_id", Text, nullable=False),
    Column("trace_id", Text, nullable=False),
    Column("source_name", Text, nullable=False),
    Column("source_started_at", UtcDateTime, nullable=False),
    Column("note", JsonText),
    Column("created_by", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    Column("deleted_at", UtcDateTime),
    PrimaryKeyConstraint("project_id", "link_id"),
    Index("object_row_sources_by_dataset", "project_id", "dataset"),
    Index("object_row_sources_by_source", "project_id", "source_id"),
)
"""`link_id` follows from data set, row and source: a link that is made again is the same one."""
