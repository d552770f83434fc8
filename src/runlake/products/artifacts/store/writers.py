"""The ids by which clients know versions: made by themselves, and told before they learn the server's."""

from datetime import datetime

from sqlalchemy import Connection, Select, and_, func, insert, or_, select, union_all

from runlake.products.artifacts.records import Version, VersionState
from runlake.products.artifacts.store.versions import find_latest, find_versions
from runlake.products.artifacts.tables import versions, writers

_MOST_OF_CLIENT = 20


def put_writer(connection: Connection, version: Version, client_id: str | None, now: datetime) -> None:
    """Remember that a client knows a version, which was there already, by an id of its own; once."""
    if client_id is None or client_id == version.client_id:
        return
    same = and_(writers.c.version_id == version.version_id, writers.c.client_id == client_id)
    if connection.execute(select(writers.c.writer_id).where(same)).one_or_none() is None:
        values = {"version_id": version.version_id, "client_id": client_id, "created_at": now}
        connection.execute(insert(writers).values(values))


def find_of_writer(connection: Connection, collection_id: int, client_id: str) -> Version | None:
    """What an earlier attempt of the same call made, or found."""
    again = select(writers.c.version_id).where(writers.c.client_id == client_id)
    statement = select(versions.c.version_id).where(
        versions.c.collection_id == collection_id,
        or_(versions.c.client_id == client_id, versions.c.version_id.in_(again)),
        versions.c.state.in_([VersionState.PENDING.value, VersionState.COMMITTED.value]),
    )
    found = connection.execute(statement.order_by(versions.c.version_id).limit(1)).scalar()
    return None if found is None else find_versions(connection, [found])[found]


def list_by_client(connection: Connection, client_id: str) -> list[Version]:
    """The versions that clients know by an id of their own making, else the newest of such sequences; as they were told.

    The id is no secret and anybody may use it again in a project of theirs: the first one is the one that it was made for.
    """
    ids = [row.version_id for row in connection.execute(_told(client_id))]
    if ids:
        found = find_versions(connection, ids)
        return [found[version_id] for version_id in ids]
    sequences = select(versions.c.collection_id).where(versions.c.sequence_client_id == client_id)
    grouped = sequences.group_by(versions.c.collection_id).order_by(func.min(versions.c.version_id))
    collection_ids = connection.execute(grouped.limit(_MOST_OF_CLIENT)).scalars().all()
    return [latest for latest in (find_latest(connection, one) for one in collection_ids) if latest is not None]


def _told(client_id: str) -> Select[tuple[int]]:
    """Ids of versions that are not deleted, in the order in which this id was told for them."""
    there = versions.c.state != VersionState.DELETED.value
    first = select(versions.c.version_id, versions.c.created_at.label("told_at")).where(
        versions.c.client_id == client_id, there
    )
    again = (
        select(writers.c.version_id, writers.c.created_at)
        .join(versions, versions.c.version_id == writers.c.version_id)
        .where(writers.c.client_id == client_id, there)
    )
    told = union_all(first, again).subquery()
    grouped = select(told.c.version_id).group_by(told.c.version_id)
    return grouped.order_by(func.min(told.c.told_at), told.c.version_id).limit(_MOST_OF_CLIENT)
