"""What retention looks for: versions whose time is over, and what nobody refers to."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection, and_, func, select, update

from runlake.products.artifacts import rules
from runlake.products.artifacts.parts import blobs_of
from runlake.products.artifacts.records import Version, VersionState
from runlake.products.artifacts.store.batches import in_batches
from runlake.products.artifacts.store.versions import find_versions
from runlake.products.artifacts.tables import aliases, collections, contents, manifests, memberships, uploads, versions
from runlake.storage.metadata import to_micros

_MICROS_PER_S = 1_000_000
_PAGE = 200

_TTL_S = func.coalesce(versions.c.ttl_s, collections.c.ttl_s)
_IS_NAMED = sa.exists().where(aliases.c.version_id == versions.c.version_id, aliases.c.alias != rules.LATEST)
_IS_LINKED = sa.exists().where(
    memberships.c.version_id == versions.c.version_id, memberships.c.collection_id != versions.c.collection_id
)


_COMPLETE = sa.text("""
UPDATE artifact_contents SET used_at = stored_at,
  blob = 'artifacts/contents/' || project_id || '/' || substr(md5, 1, 2) || '/' || md5
WHERE blob IS NULL
""")


def list_expired(connection: Connection, now: datetime) -> list[Version]:
    """Some of the committed versions whose time to live is over, and that no alias but `latest` and no link protects."""
    created = sa.type_coerce(versions.c.created_at, sa.BigInteger)
    statement = (
        select(versions.c.version_id)
        .join(collections, collections.c.collection_id == versions.c.collection_id)
        .where(
            versions.c.state == VersionState.COMMITTED.value,
            _TTL_S > 0,
            # A case, for what is beyond 64 bits must not be multiplied.
            sa.case((_TTL_S <= rules.MAX_TTL_S, created + _TTL_S * _MICROS_PER_S)) <= to_micros(now),
            ~_IS_NAMED,
            ~_IS_LINKED,
        )
    )
    return _versions(connection, statement)


def list_abandoned(connection: Connection, before: datetime) -> list[Version]:
    """Some of the versions that nobody committed and nobody touched since `before`."""
    pending = and_(versions.c.state == VersionState.PENDING.value, versions.c.updated_at < before)
    return _versions(connection, select(versions.c.version_id).where(pending))


def list_of_projects(connection: Connection, project_ids: Sequence[int]) -> list[Version]:
    """Some of the versions of these projects that are not deleted."""
    here = and_(versions.c.project_id.in_(project_ids), versions.c.state != VersionState.DELETED.value)
    return _versions(connection, select(versions.c.version_id).where(here))


def list_projects_to_collect(connection: Connection, before: datetime) -> list[int]:
    """The projects that have deleted versions whose bytes were not looked at."""
    return list(connection.execute(select(versions.c.project_id).where(_uncollected(before)).distinct()).scalars())


def list_uncollected(connection: Connection, project_id: int, before: datetime) -> list[Version]:
    """Some of a project's versions that were deleted before, and whose bytes were not looked at."""
    here = and_(_uncollected(before), versions.c.project_id == project_id)
    return _versions(connection, select(versions.c.version_id).where(here))


def list_committed_manifests(connection: Connection, project_id: int) -> list[str]:
    """The blobs of the manifests of a project's committed versions."""
    committed = and_(versions.c.project_id == project_id, versions.c.state == VersionState.COMMITTED.value)
    found = connection.execute(select(versions.c.manifest_blob).where(committed)).scalars()
    return [blob for blob in found if blob is not None]


def list_pending_manifests(connection: Connection, project_id: int) -> list[str]:
    """The blobs of what was uploaded as manifests of a project's pending versions."""
    pending = and_(versions.c.project_id == project_id, versions.c.state == VersionState.PENDING.value)
    uploaded = select(manifests.c.blob).join(versions, versions.c.version_id == manifests.c.version_id)
    found = connection.execute(uploaded.where(pending)).scalars()
    return [blob for blob in found if blob is not None]


def list_born(connection: Connection, version_ids: Sequence[int]) -> list[str]:
    """The hex MD5s of the bytes that these versions brought."""
    found: list[str] = []
    for some in in_batches(version_ids):
        found += connection.execute(select(contents.c.md5).where(contents.c.birth_version_id.in_(some))).scalars()
    return found


def delete_unused(
    connection: Connection, project_id: int, md5s: Sequence[str], before: datetime
) -> list[tuple[str, ...]]:
    """Forget those of the bytes that no writer counted on since `before`; returns the blobs of each file."""
    same = and_(contents.c.project_id == project_id, contents.c.md5.in_(md5s))
    statement = sa.delete(contents).where(same, contents.c.used_at < before)
    rows = connection.execute(statement.returning(contents.c.blob, contents.c.size_bytes, contents.c.part_bytes))
    return [blobs_of(*row) for row in rows]


def complete_contents(connection: Connection) -> None:
    """Give rows of an older server the columns that it does not know, with what its code means."""
    connection.execute(_COMPLETE)


def mark_collected(connection: Connection, version_ids: Sequence[int], now: datetime) -> None:
    for some in in_batches(version_ids):
        connection.execute(update(versions).where(versions.c.version_id.in_(some)).values(collected_at=now))


def known_blobs(connection: Connection, blobs: Sequence[str]) -> set[str]:
    """Those of the blobs that bytes or manifests are in. Uploads first: what one of them leaves becomes a content."""
    known: set[str] = set()
    kept = versions.c.collected_at.is_(None)
    of_manifests = select(manifests.c.blob).join(versions, versions.c.version_id == manifests.c.version_id)
    for some in in_batches(blobs):
        coming = and_(uploads.c.blob.in_(some), uploads.c.completed_at.is_(None))
        known.update(connection.execute(select(uploads.c.blob).where(coming)).scalars())
        known.update(connection.execute(select(contents.c.blob).where(contents.c.blob.in_(some))).scalars())
        whole = select(versions.c.manifest_blob).where(versions.c.manifest_blob.in_(some), kept)
        known.update(connection.execute(whole).scalars())
        known.update(connection.execute(of_manifests.where(manifests.c.blob.in_(some), kept)).scalars())
    return known


def _uncollected(before: datetime) -> sa.ColumnElement[bool]:
    deleted = and_(versions.c.state == VersionState.DELETED.value, versions.c.collected_at.is_(None))
    return and_(deleted, versions.c.updated_at < before)


def _versions(connection: Connection, ids: sa.Select[tuple[object]]) -> list[Version]:
    found = connection.execute(ids.order_by(versions.c.version_id).limit(_PAGE)).scalars().all()
    return list(find_versions(connection, [int(str(each)) for each in found]).values())
