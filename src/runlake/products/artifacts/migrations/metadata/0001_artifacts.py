"""Create the tables of artifacts: types, collections, versions and what hangs on them.

Cost: ten empty tables. An older server does not know them.
"""

import sqlalchemy as sa
from alembic import op

revision = "artifacts_0001"
down_revision = None
branch_labels = ("artifacts",)
depends_on = None


def _id(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True)


def _number(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.BigInteger(), nullable=nullable)


def _text(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Text(), nullable=nullable)


def _unique(name: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=name)


def upgrade() -> None:
    _create_collections()
    _create_versions()
    _create_places()
    _create_bytes()
    _create_usages()


def _create_collections() -> None:
    op.create_table(
        "artifact_types",
        _id("type_id"),
        _number("project_id"),
        _text("name"),
        _text("description", nullable=True),
        _number("created_at"),
        _unique("artifact_types_by_name", "project_id", "name"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "artifact_collections",
        _id("collection_id"),
        _number("project_id"),
        _number("type_id"),
        _text("kind"),
        _text("name"),
        _text("name_key", nullable=True),
        _text("description", nullable=True),
        _number("next_index"),
        _number("created_at"),
        _number("updated_at"),
        _unique("artifact_collections_by_name", "project_id", "name_key"),
        sqlite_autoincrement=True,
    )


def _create_versions() -> None:
    op.create_table(
        "artifact_versions",
        _id("version_id"),
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
        _text("wanted_aliases"),
        _text("manifest_blob", nullable=True),
        _number("created_at"),
        _number("updated_at"),
        sqlite_autoincrement=True,
    )
    op.create_index("artifact_versions_by_collection", "artifact_versions", ["collection_id", "version_index"])
    op.create_index("artifact_versions_by_client", "artifact_versions", ["client_id"])
    op.create_index("artifact_versions_by_sequence_client", "artifact_versions", ["sequence_client_id"])
    op.create_index("artifact_versions_by_run", "artifact_versions", ["run_number"])


def _create_places() -> None:
    op.create_table(
        "artifact_memberships",
        _id("membership_id"),
        _number("collection_id"),
        _number("version_id"),
        _number("version_index"),
        _number("created_at"),
        _unique("artifact_memberships_by_version", "collection_id", "version_id"),
        _unique("artifact_memberships_by_index", "collection_id", "version_index"),
        sqlite_autoincrement=True,
    )
    op.create_index("artifact_memberships_of_version", "artifact_memberships", ["version_id"])
    op.create_table(
        "artifact_aliases",
        _id("alias_id"),
        _number("collection_id"),
        _text("alias"),
        _number("version_id"),
        _unique("artifact_aliases_by_name", "collection_id", "alias"),
        sqlite_autoincrement=True,
    )
    op.create_index("artifact_aliases_of_version", "artifact_aliases", ["version_id"])
    op.create_table(
        "artifact_tags",
        _id("tag_id"),
        _text("owner_kind"),
        _number("owner_id"),
        _text("name"),
        _unique("artifact_tags_by_owner", "owner_kind", "owner_id", "name"),
        sqlite_autoincrement=True,
    )


def _create_bytes() -> None:
    op.create_table(
        "artifact_manifests",
        _id("manifest_id"),
        _number("version_id"),
        _text("name"),
        _text("kind"),
        _text("md5"),
        _number("base_version_id", nullable=True),
        _text("blob", nullable=True),
        sqlite_autoincrement=True,
    )
    op.create_index("artifact_manifests_of_version", "artifact_manifests", ["version_id"])
    op.create_table(
        "artifact_contents",
        _id("content_id"),
        _number("project_id"),
        _text("md5"),
        _text("sha256"),
        _number("size_bytes"),
        _number("birth_version_id"),
        _number("stored_at"),
        _unique("artifact_contents_by_md5", "project_id", "md5"),
        sqlite_autoincrement=True,
    )


def _create_usages() -> None:
    op.create_table(
        "artifact_usages",
        _id("usage_id"),
        _number("version_id"),
        _number("run_number"),
        _text("used_as", nullable=True),
        _number("created_at"),
        _unique("artifact_usages_by_run", "version_id", "run_number"),
        sqlite_autoincrement=True,
    )
    op.create_index("artifact_usages_of_run", "artifact_usages", ["run_number"])
