"""Types and collections."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Row, insert, select, update

from runlake.products.artifacts.records import ArtifactType, Collection, CollectionKind
from runlake.products.artifacts.store.batches import in_batches
from runlake.products.artifacts.tables import collections, types

_COLLECTION = (
    select(collections, types.c.name.label("type_name"))
    .join(types, types.c.type_id == collections.c.type_id)
    .order_by(collections.c.collection_id.desc())
)


def put_type(
    connection: Connection, project_id: int, name: str, now: datetime, description: str | None = None
) -> ArtifactType:
    """The type of that name, made when missing."""
    found = find_type(connection, project_id, name)
    if found is not None:
        return found
    values = {"project_id": project_id, "name": name, "description": description, "created_at": now}
    return _type(connection.execute(insert(types).values(values).returning(*types.c)).one())


def find_type(connection: Connection, project_id: int, name: str) -> ArtifactType | None:
    row = connection.execute(select(types).where(types.c.project_id == project_id, types.c.name == name)).one_or_none()
    return None if row is None else _type(row)


def find_types(connection: Connection, type_ids: Sequence[int]) -> dict[int, ArtifactType]:
    found: dict[int, ArtifactType] = {}
    for some in in_batches(type_ids):
        rows = connection.execute(select(types).where(types.c.type_id.in_(some)))
        found.update((row.type_id, _type(row)) for row in rows)
    return found


def list_types(connection: Connection, project_id: int) -> list[ArtifactType]:
    rows = connection.execute(select(types).where(types.c.project_id == project_id).order_by(types.c.type_id))
    return [_type(row) for row in rows]


def insert_collection(
    connection: Connection,
    kind: CollectionKind,
    of_type: ArtifactType,
    name: str,
    now: datetime,
    description: str | None = None,
) -> Collection:
    """A new, empty collection. Raises Conflict when the name is taken."""
    values = {
        "project_id": of_type.project_id,
        "type_id": of_type.type_id,
        "kind": kind.value,
        "name": name,
        "name_key": name,
        "description": description,
        "next_index": 0,
        "created_at": now,
        "updated_at": now,
    }
    statement = insert(collections).values(values).returning(collections.c.collection_id)
    return get_collection(connection, connection.execute(statement).scalar_one())


def find_collection(connection: Connection, project_id: int, name: str) -> Collection | None:
    statement = _COLLECTION.where(collections.c.project_id == project_id, collections.c.name_key == name)
    row = connection.execute(statement).one_or_none()
    return None if row is None else _collection(row)


def get_collection(connection: Connection, collection_id: int) -> Collection:
    return find_collections(connection, [collection_id])[collection_id]


def find_collections(connection: Connection, collection_ids: Sequence[int]) -> dict[int, Collection]:
    """Those of the ids that exist, deleted ones too."""
    found: dict[int, Collection] = {}
    for some in in_batches(collection_ids):
        rows = connection.execute(_COLLECTION.where(collections.c.collection_id.in_(some)))
        found.update((row.collection_id, _collection(row)) for row in rows)
    return found


def list_collections(connection: Connection, project_id: int, type_id: int | None = None) -> list[Collection]:
    """The newest first."""
    statement = _COLLECTION.where(collections.c.project_id == project_id, collections.c.name_key.is_not(None))
    if type_id is not None:
        statement = statement.where(collections.c.type_id == type_id)
    return [_collection(row) for row in connection.execute(statement)]


def update_collection(connection: Connection, collection_id: int, values: dict[str, object], now: datetime) -> None:
    statement = update(collections).where(collections.c.collection_id == collection_id)
    connection.execute(statement.values(**values, updated_at=now))


def take_index(connection: Connection, collection_id: int, now: datetime) -> int:
    """The next version number of a collection. The row stays locked until the transaction ends: no gaps, no repeats."""
    statement = (
        update(collections)
        .where(collections.c.collection_id == collection_id)
        .values(next_index=collections.c.next_index + 1, updated_at=now)
        .returning(collections.c.next_index)
    )
    return int(connection.execute(statement).scalar_one()) - 1


def lock_collection(connection: Connection, collection_id: int) -> None:
    """Wait for other writers of this collection."""
    same = sa.update(collections).where(collections.c.collection_id == collection_id)
    connection.execute(same.values(next_index=collections.c.next_index))


def _type(row: Row[Any]) -> ArtifactType:
    return ArtifactType(**row._mapping)


def _collection(row: Row[Any]) -> Collection:
    return Collection(
        collection_id=row.collection_id,
        project_id=row.project_id,
        type_id=row.type_id,
        type_name=row.type_name,
        kind=CollectionKind(row.kind),
        name=row.name,
        description=row.description,
        created_at=row.created_at,
        updated_at=row.updated_at,
        is_deleted=row.name_key is None,
        ttl_s=row.ttl_s,
    )
