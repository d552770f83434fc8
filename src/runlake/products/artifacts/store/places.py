"""Where versions are: memberships, aliases; and tags."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, and_, delete, func, insert, select, update

from runlake.products.artifacts.records import Alias, Membership, Tag
from runlake.products.artifacts.store.batches import in_batches
from runlake.products.artifacts.tables import aliases, memberships, tags

OwnerKind = Literal["version", "collection"]


def insert_membership(
    connection: Connection, collection_id: int, version_id: int, version_index: int, now: datetime
) -> Membership:
    values = {
        "collection_id": collection_id,
        "version_id": version_id,
        "version_index": version_index,
        "created_at": now,
    }
    row = connection.execute(insert(memberships).values(values).returning(*memberships.c)).one()
    return Membership(**row._mapping)


def find_membership(connection: Connection, collection_id: int, version_id: int) -> Membership | None:
    same = and_(memberships.c.collection_id == collection_id, memberships.c.version_id == version_id)
    row = connection.execute(select(memberships).where(same)).one_or_none()
    return None if row is None else Membership(**row._mapping)


def find_at_index(connection: Connection, collection_id: int, version_index: int) -> Membership | None:
    same = and_(memberships.c.collection_id == collection_id, memberships.c.version_index == version_index)
    row = connection.execute(select(memberships).where(same)).one_or_none()
    return None if row is None else Membership(**row._mapping)


def list_members(connection: Connection, collection_id: int) -> list[Membership]:
    """The newest first."""
    statement = select(memberships).where(memberships.c.collection_id == collection_id)
    rows = connection.execute(statement.order_by(memberships.c.version_index.desc()))
    return [Membership(**row._mapping) for row in rows]


def list_places(connection: Connection, version_ids: Sequence[int]) -> list[Membership]:
    """The memberships of versions."""
    found: list[Membership] = []
    for some in in_batches(version_ids):
        rows = connection.execute(select(memberships).where(memberships.c.version_id.in_(some)))
        found.extend(Membership(**row._mapping) for row in rows)
    return found


def count_members(connection: Connection, collection_id: int) -> int:
    counted = select(func.count()).select_from(memberships).where(memberships.c.collection_id == collection_id)
    return int(connection.execute(counted).scalar_one())


def delete_membership(connection: Connection, collection_id: int, version_id: int) -> None:
    """Take a version and its aliases out of a collection."""
    for table in (memberships, aliases):
        same = and_(table.c.collection_id == collection_id, table.c.version_id == version_id)
        connection.execute(delete(table).where(same))


def put_aliases(connection: Connection, collection_id: int, version_id: int, names: Iterable[str]) -> list[str]:
    """Let the aliases name this version, whichever they named before; returns those that did not name it already."""
    moved = []
    for name in dict.fromkeys(names):
        same = and_(aliases.c.collection_id == collection_id, aliases.c.alias == name)
        named = connection.execute(select(aliases.c.version_id).where(same)).scalar_one_or_none()
        if named == version_id:
            continue
        if named is None:
            values = {"collection_id": collection_id, "alias": name, "version_id": version_id}
            connection.execute(insert(aliases).values(values))
        else:
            connection.execute(update(aliases).where(same).values(version_id=version_id))
        moved.append(name)
    return moved


def delete_aliases(connection: Connection, collection_id: int, version_id: int, names: Sequence[str]) -> int:
    """Take the aliases from this version; those that name another one stay. Returns how many there were."""
    same = and_(
        aliases.c.collection_id == collection_id, aliases.c.version_id == version_id, aliases.c.alias.in_(names)
    )
    return int(connection.execute(delete(aliases).where(same)).rowcount)


def find_alias(connection: Connection, collection_id: int, name: str) -> Alias | None:
    same = and_(aliases.c.collection_id == collection_id, aliases.c.alias == name)
    row = connection.execute(select(aliases).where(same)).one_or_none()
    return None if row is None else Alias(**row._mapping)


def list_aliases(connection: Connection, version_ids: Sequence[int]) -> list[Alias]:
    """The aliases of versions, in all their collections."""
    found: list[Alias] = []
    for some in in_batches(version_ids):
        statement = select(aliases).where(aliases.c.version_id.in_(some)).order_by(aliases.c.alias_id)
        found.extend(Alias(**row._mapping) for row in connection.execute(statement))
    return found


def list_aliases_of_collection(connection: Connection, collection_id: int) -> list[Alias]:
    statement = select(aliases).where(aliases.c.collection_id == collection_id).order_by(aliases.c.alias_id)
    return [Alias(**row._mapping) for row in connection.execute(statement)]


def put_tags(connection: Connection, kind: OwnerKind, owner_id: int, names: Iterable[str]) -> list[str]:
    """Add tags that are not there yet; returns the names of those."""
    present = {tag.name for tag in list_tags(connection, kind, [owner_id])}
    added = [name for name in dict.fromkeys(names) if name not in present]
    for name in added:
        connection.execute(insert(tags).values(owner_kind=kind, owner_id=owner_id, name=name))
    return added


def delete_tags(connection: Connection, kind: OwnerKind, owner_id: int, names: Sequence[str]) -> list[str]:
    """Take tags away; returns those that were there."""
    present = {tag.name for tag in list_tags(connection, kind, [owner_id])}
    same = and_(tags.c.owner_kind == kind, tags.c.owner_id == owner_id, tags.c.name.in_(names))
    connection.execute(delete(tags).where(same))
    return [name for name in dict.fromkeys(names) if name in present]


def list_tags(connection: Connection, kind: OwnerKind, owner_ids: Sequence[int]) -> list[Tag]:
    found: list[Tag] = []
    for some in in_batches(owner_ids):
        statement = select(tags.c.tag_id, tags.c.owner_id, tags.c.name).where(
            tags.c.owner_kind == kind, tags.c.owner_id.in_(some)
        )
        found.extend(Tag(**row._mapping) for row in connection.execute(statement.order_by(tags.c.tag_id)))
    return found
