"""Statements on versions."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, exists, func, insert, select, update

from runlake.products.objects.records import Kind, NewVersion, ObjectVersion, VersionsQuery
from runlake.products.objects.tables import object_labels, object_versions

_v = object_versions.c
_newer = object_versions.alias("newer")
_IS_LATEST = and_(
    _v.deleted_at.is_(None),
    ~exists().where(
        _newer.c.project_id == _v.project_id,
        _newer.c.name == _v.name,
        _newer.c.kind == _v.kind,
        _newer.c.deleted_at.is_(None),
        _newer.c.published > _v.published,
    ),
)
_COLUMNS = (*object_versions.c, _IS_LATEST.label("is_latest"))


def publish(
    connection: Connection,
    project_id: int,
    new: NewVersion,
    digest: str,
    size_bytes: int,
    created_by: str,
    now: datetime,
) -> None:
    """Make a version, or make one that is there the latest (again). One that was deleted is made anew, under its number."""
    line = (_v.project_id == project_id, _v.name == new.name, _v.kind == new.kind)
    counts = select(func.count(), func.coalesce(func.max(_v.published), 0)).where(*line)
    version_index, published = connection.execute(counts).one()
    made = {"created_at": now, "created_by": created_by}
    again = update(object_versions).where(*line, _v.digest == digest)
    connection.execute(again.where(_v.deleted_at.is_not(None)).values(**made, deleted_at=None))
    if connection.execute(again.values(published=published + 1)).rowcount:
        return
    values = made | {
        "published": published + 1,
        "project_id": project_id,
        "kind": new.kind,
        "name": new.name,
        "digest": digest,
        "version_index": version_index,
        "base_class": new.base_class,
        "leaf_class": new.leaf_class,
        "size_bytes": size_bytes,
    }
    connection.execute(insert(object_versions).values(values))


def base_classes(connection: Connection, project_id: int, new: NewVersion) -> list[str | None]:
    """The base classes of the live versions of a name and kind."""
    statement = select(_v.base_class).distinct()
    statement = statement.where(
        _v.project_id == project_id, _v.name == new.name, _v.kind == new.kind, _v.deleted_at.is_(None)
    )
    return list(connection.execute(statement).scalars())


def latest_digest(connection: Connection, project_id: int, new: NewVersion) -> str:
    """The digest of the live version of that name and kind that was published last; "" without any."""
    latest = find(connection, project_id, new.name, kind=new.kind)
    return "" if latest is None else latest.digest


def find(
    connection: Connection,
    project_id: int,
    name: str,
    *,
    kind: Kind | None = None,
    digest: str | None = None,
    version_index: int | None = None,
    label: str | None = None,
) -> ObjectVersion | None:
    """One version by digest, number or label, also a deleted one; with none of these the latest that is live."""
    conditions: list[ColumnElement[bool]] = [_v.project_id == project_id, _v.name == name]
    if kind is not None:
        conditions.append(_v.kind == kind)
    if label is not None:
        conditions.append(_labelled([label]))
    if digest is not None:
        conditions.append(_v.digest == digest)
    elif version_index is not None:
        conditions.append(_v.version_index == version_index)
    else:
        conditions.append(_v.deleted_at.is_(None))
    order = (_v.deleted_at.is_not(None), _v.published.desc(), _v.version_id.desc())
    row = connection.execute(select(*_COLUMNS).where(*conditions).order_by(*order).limit(1)).first()
    return None if row is None else _version(row)


def list_versions(connection: Connection, project_id: int, query: VersionsQuery) -> list[ObjectVersion]:
    """The live versions that match."""
    statement = select(*_COLUMNS).where(_v.project_id == project_id, _v.deleted_at.is_(None), *_conditions(query))
    columns = (_v.name, _v.version_id) if query.by_name else (_v.created_at, _v.version_id)
    statement = statement.order_by(*(column.desc() if query.descending else column for column in columns))
    if query.limit is not None or query.offset:
        statement = statement.limit(2**31 - 1 if query.limit is None else query.limit).offset(query.offset)
    return [_version(row) for row in connection.execute(statement)]


def mark_deleted(connection: Connection, version_ids: Sequence[int], now: datetime) -> None:
    """Mark versions as deleted."""
    connection.execute(update(object_versions).where(_v.version_id.in_(version_ids)).values(deleted_at=now))


def _conditions(query: VersionsQuery) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    for column, values in (
        (_v.name, query.names),
        (_v.base_class, query.base_classes),
        (_v.leaf_class, query.leaf_classes),
    ):
        if values:
            conditions.append(column.in_(values))
    if query.kind is not None:
        conditions.append(_v.kind == query.kind)
    if query.not_base_classes:
        conditions.append(func.coalesce(_v.base_class, "").not_in(query.not_base_classes))
    if query.latest_only:
        conditions.append(_IS_LATEST)
    if query.tags:
        conditions.append(_labelled([f"tag:{tag}" for tag in query.tags]))
    if query.aliases:
        named = _labelled([f"alias:{alias}" for alias in query.aliases])
        conditions.append(named | _IS_LATEST if "latest" in query.aliases else named)
    return conditions


def _labelled(labels: Sequence[str]) -> ColumnElement[bool]:
    given = object_labels.c
    return exists().where(
        given.project_id == _v.project_id,
        given.name == _v.name,
        given.kind == _v.kind,
        given.digest == _v.digest,
        given.label.in_(labels),
    )


def _version(row: Row[Any]) -> ObjectVersion:
    values = dict(row._mapping)
    del values["published"]
    return ObjectVersion(**values | {"is_latest": bool(values["is_latest"])})
