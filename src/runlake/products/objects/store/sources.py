"""Statements on where rows of data sets came from."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, select, update

from runlake.products.objects.source_records import RowSource, SourcesQuery
from runlake.products.objects.tables import object_row_sources
from runlake.storage.metadata import insert_into

_s = object_row_sources.c
_AT_ONCE = 500
_KEPT = ("project_id", "link_id", "created_at", "created_by")


def known(connection: Connection, project_id: int, link_ids: Sequence[str]) -> dict[str, bool]:
    """Link → whether it is deleted, of those that were ever made."""
    found: dict[str, bool] = {}
    for start in range(0, len(link_ids), _AT_ONCE):
        mine = (_s.project_id == project_id, _s.link_id.in_(link_ids[start : start + _AT_ONCE]))
        rows = connection.execute(select(_s.link_id, _s.deleted_at).where(*mine))
        found.update((row.link_id, row.deleted_at is not None) for row in rows)
    return found


def put(connection: Connection, links: Sequence[RowSource]) -> None:
    """Make links; what is known of those that are there is as it is now, but for who made them when."""
    for link in {link.link_id: link for link in links}.values():
        values = asdict(link)
        changes = {name: value for name, value in values.items() if name not in _KEPT}
        statement = insert_into(connection, object_row_sources).values(values)
        connection.execute(statement.on_conflict_do_update(index_elements=["project_id", "link_id"], set_=changes))


def mark_deleted(connection: Connection, project_id: int, link_ids: Sequence[str], now: datetime) -> None:
    for start in range(0, len(link_ids), _AT_ONCE):
        some = link_ids[start : start + _AT_ONCE]
        mine = (_s.project_id == project_id, _s.link_id.in_(some), _s.deleted_at.is_(None))
        connection.execute(update(object_row_sources).where(*mine).values(deleted_at=now, updated_at=now))


def of_dataset(connection: Connection, project_id: int, query: SourcesQuery) -> list[RowSource]:
    statement = select(object_row_sources).where(_s.project_id == project_id, _s.dataset == query.dataset)
    if query.row_digests is not None:
        statement = statement.where(_s.row_digest.in_(query.row_digests))
    if query.kinds is not None:
        statement = statement.where(_s.kind.in_(query.kinds))
    statement = _live(statement, with_deleted=query.with_deleted)
    statement = statement.order_by(_s.row_digest, _s.kind, _s.source_id, _s.trace_id)
    if query.limit is not None or query.offset:
        statement = statement.limit(2**31 - 1 if query.limit is None else query.limit).offset(query.offset)
    return _links(connection, statement)


def of_sources(
    connection: Connection, project_id: int, source_ids: Sequence[str], *, with_deleted: bool
) -> list[RowSource]:
    found: list[RowSource] = []
    for start in range(0, len(source_ids), _AT_ONCE):
        some = source_ids[start : start + _AT_ONCE]
        statement = select(object_row_sources).where(_s.project_id == project_id, _s.source_id.in_(some))
        found += _links(connection, _live(statement, with_deleted=with_deleted))
    return found


def _live(statement: Select[Any], *, with_deleted: bool) -> Select[Any]:
    return statement if with_deleted else statement.where(_s.deleted_at.is_(None))


def _links(connection: Connection, statement: Select[Any]) -> list[RowSource]:
    return [RowSource(**row._mapping) for row in connection.execute(statement)]
