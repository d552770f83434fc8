"""The metadata tables of artifacts."""

import sqlalchemy as sa

from runlake.storage.metadata import AutoId, JsonText, UtcDateTime

TABLES = sa.MetaData()


def _table(name: str, *items: sa.Column[object] | sa.UniqueConstraint | sa.Index) -> sa.Table:
    # Without reuse of ids: an id of something deleted must not come to mean another.
    return sa.Table(name, TABLES, *items, sqlite_autoincrement=True)


def _number(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.BigInteger, nullable=nullable)


def _text(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Text, nullable=nullable)


def _at(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, UtcDateTime, nullable=nullable)


types = _table(
    "artifact_types",
    sa.Column("type_id", AutoId, primary_key=True),
    _number("project_id"),
    _text("name"),
    _text("description", nullable=True),
    _at("created_at"),
    sa.UniqueConstraint("project_id", "name", name="artifact_types_by_name"),
)

# A deleted collection keeps its row, with `name_key` null, which lets another one have the name.
collections = _table(
    "artifact_collections",
    sa.Column("collection_id", AutoId, primary_key=True),
    _number("project_id"),
    _number("type_id"),
    _text("kind"),
    _text("name"),
    _text("name_key", nullable=True),
    _text("description", nullable=True),
    _number("next_index"),
    _number("ttl_s", nullable=True),
    _at("created_at"),
    _at("updated_at"),
    sa.UniqueConstraint("project_id", "name_key", name="artifact_collections_by_name"),
)

versions = _table(
    "artifact_versions",
    sa.Column("version_id", AutoId, primary_key=True),
    _number("project_id"),
    _number("collection_id"),
    _text("state"),
    _number("version_index", nullable=True),
    _text("digest"),
    _number("size_bytes"),
    _number("file_count"),
    _text("description", nullable=True),
    _text("metadata_json", nullable=True),
    _number("ttl_s", nullable=True),
    _text("client_id", nullable=True),
    _text("sequence_client_id", nullable=True),
    _text("distributed_id", nullable=True),
    _number("history_step", nullable=True),
    _number("run_number", nullable=True),
    _number("user_id"),
    sa.Column("wanted_aliases", JsonText, nullable=False),
    _text("manifest_blob", nullable=True),
    _at("created_at"),
    _at("updated_at"),
    _at("collected_at", nullable=True),  # what only it referred to is gone
    _text("digest_algorithm", nullable=True),  # null: MD5
    sa.Index("artifact_versions_by_collection", "collection_id", "version_index"),
    sa.Index("artifact_versions_by_client", "client_id"),
    sa.Index("artifact_versions_by_sequence_client", "sequence_client_id"),
    sa.Index("artifact_versions_by_run", "run_number"),
)

memberships = _table(
    "artifact_memberships",
    sa.Column("membership_id", AutoId, primary_key=True),
    _number("collection_id"),
    _number("version_id"),
    _number("version_index"),
    _at("created_at"),
    sa.UniqueConstraint("collection_id", "version_id", name="artifact_memberships_by_version"),
    sa.UniqueConstraint("collection_id", "version_index", name="artifact_memberships_by_index"),
    sa.Index("artifact_memberships_of_version", "version_id"),
)

aliases = _table(
    "artifact_aliases",
    sa.Column("alias_id", AutoId, primary_key=True),
    _number("collection_id"),
    _text("alias"),
    _number("version_id"),
    sa.UniqueConstraint("collection_id", "alias", name="artifact_aliases_by_name"),
    sa.Index("artifact_aliases_of_version", "version_id"),
)

# `owner_kind` is "version" or "collection".
tags = _table(
    "artifact_tags",
    sa.Column("tag_id", AutoId, primary_key=True),
    _text("owner_kind"),
    _number("owner_id"),
    _text("name"),
    sa.UniqueConstraint("owner_kind", "owner_id", "name", name="artifact_tags_by_owner"),
)

# What writers of a version uploaded; `blob` is null until they have.
manifests = _table(
    "artifact_manifests",
    sa.Column("manifest_id", AutoId, primary_key=True),
    _number("version_id"),
    _text("name"),
    _text("kind"),
    _text("md5"),
    _number("base_version_id", nullable=True),
    _text("blob", nullable=True),
    sa.Index("artifact_manifests_of_version", "version_id"),
)

# Bytes are shared inside a project only: knowing a digest must not open another project's file.
contents = _table(
    "artifact_contents",
    sa.Column("content_id", AutoId, primary_key=True),
    _number("project_id"),
    _text("md5"),
    _text("sha256"),
    _number("size_bytes"),
    _number("birth_version_id"),
    _at("stored_at"),
    _text("blob", nullable=True),  # null, like used_at, in rows of older servers
    _at("used_at", nullable=True),
    _number("part_bytes", nullable=True),  # null: in one blob; else the size of its parts, of all but the last
    _text("xxh128", nullable=True),  # null in rows of older servers
    sa.UniqueConstraint("project_id", "md5", name="artifact_contents_by_md5"),
    sa.Index("artifact_contents_by_xxh128", "project_id", "xxh128"),
)

# Files on their way in, in parts; the row of a complete one stays for a while, for clients that ask again.
uploads = _table(
    "artifact_uploads",
    sa.Column("upload_id", AutoId, primary_key=True),
    _text("token"),
    _number("project_id"),
    _number("version_id"),
    _text("md5"),
    sa.Column("part_md5s", JsonText, nullable=False),
    _text("blob"),
    _at("used_at"),
    _at("completed_at", nullable=True),
    sa.UniqueConstraint("token", name="artifact_uploads_by_token"),
    sa.UniqueConstraint("version_id", "md5", name="artifact_uploads_by_file"),
)

usages = _table(
    "artifact_usages",
    sa.Column("usage_id", AutoId, primary_key=True),
    _number("version_id"),
    _number("run_number"),
    _text("used_as", nullable=True),
    _at("created_at"),
    sa.UniqueConstraint("version_id", "run_number", name="artifact_usages_by_run"),
    sa.Index("artifact_usages_of_run", "run_number"),
)

# Runs that logged what was there already; a version's first run is in its own row.
# Ids of clients for versions that were there already; the first one's is in the version's row.
writers = _table(
    "artifact_writers",
    sa.Column("writer_id", AutoId, primary_key=True),
    _number("version_id"),
    _text("client_id"),
    _at("created_at"),
    sa.UniqueConstraint("client_id", "version_id", name="artifact_writers_by_client"),
)

outputs = _table(
    "artifact_outputs",
    sa.Column("output_id", AutoId, primary_key=True),
    _number("version_id"),
    _number("run_number"),
    sa.UniqueConstraint("version_id", "run_number", name="artifact_outputs_by_run"),
    sa.Index("artifact_outputs_of_run", "run_number"),
)

# What was done in a collection: links, and aliases that were given or taken. Rows stay when the version goes.
promotions = _table(
    "artifact_promotions",
    sa.Column("promotion_id", AutoId, primary_key=True),
    _number("collection_id"),
    _number("version_id"),
    _number("version_index"),
    _text("kind"),
    _text("alias", nullable=True),
    _number("from_index", nullable=True),
    _number("user_id"),
    _at("promoted_at"),
    sa.Index("artifact_promotions_of_collection", "collection_id"),
)

# Aliases that only admins of the project may give, move and take.
protected_aliases = _table(
    "artifact_protected_aliases",
    sa.Column("protected_id", AutoId, primary_key=True),
    _number("project_id"),
    _text("alias"),
    sa.UniqueConstraint("project_id", "alias", name="artifact_protected_aliases_by_name"),
)
