"""The metadata table of run files."""

from sqlalchemy import BigInteger, Column, Index, MetaData, Table, Text, UniqueConstraint

from runlake.storage.metadata import AutoId, UtcDateTime

metadata = MetaData()

# By code point on both dialects: so pages agree, and a prefix is one range of the index.
_NAME = Text().with_variant(Text(collation="C"), "postgresql")

run_files = Table(
    "run_files",
    metadata,
    Column("file_id", AutoId, primary_key=True),
    Column("project_id", BigInteger, nullable=False),
    Column("run_number", BigInteger, nullable=False),
    Column("name", _NAME, nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    Column("md5", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("mimetype", Text, nullable=False),
    Column("blob", Text, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    UniqueConstraint("run_number", "name", name="run_files_by_name"),
    Index("run_files_by_blob", "blob"),
    Index("run_files_by_version", "version"),
    sqlite_autoincrement=True,  # an id of a deleted file must not come to mean another
)
