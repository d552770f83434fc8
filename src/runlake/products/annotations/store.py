"""Statements on annotation queues. Each function runs inside `Metadata.read` or `Metadata.write`."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from runlake.products.annotations.records import FINAL, Queue, QueueItem, QueueTotals, State
from runlake.products.annotations.tables import annotation_items, annotation_progress, annotation_queues, metadata

_q, _i, _p = annotation_queues.c, annotation_items.c, annotation_progress.c
_AT_ONCE = 500
_ITEM_FIELDS = tuple(column.name for column in annotation_items.columns)


def insert_queue(connection: Connection, queue: Queue) -> None:
    connection.execute(insert(annotation_queues).values(asdict(queue)))


def count_queues(connection: Connection, project_id: int) -> int:
    """The live ones."""
    counted = select(func.count()).select_from(annotation_queues)
    return connection.execute(counted.where(_q.project_id == project_id, _q.deleted_at.is_(None))).scalar_one()


def list_queues(connection: Connection, project_id: int, queue_id: str | None = None) -> list[Queue]:
    """The live ones, the newest first; the one of that id if one is given."""
    statement = select(annotation_queues).where(_q.project_id == project_id, _q.deleted_at.is_(None))
    if queue_id is not None:
        statement = statement.where(_q.queue_id == queue_id)
    rows = connection.execute(statement.order_by(_q.created_at.desc(), _q.queue_id))
    return [Queue(**row._mapping) for row in rows]


def update_queue(connection: Connection, queue: Queue, changes: Mapping[str, Any]) -> None:
    mine = (_q.project_id == queue.project_id, _q.queue_id == queue.queue_id)
    connection.execute(update(annotation_queues).where(*mine).values(**changes))


def queued_spans(connection: Connection, project_id: int, queue_id: str) -> set[str]:
    """The ids of the spans that a queue has."""
    found = select(_i.span_id).where(_i.project_id == project_id, _i.queue_id == queue_id)
    return set(connection.execute(found).scalars())


def queues_of(connection: Connection, project_id: int, span_ids: Sequence[str]) -> list[tuple[str, str]]:
    """(span, queue) for each of these spans that waits in a queue."""
    found: list[tuple[str, str]] = []
    for start in range(0, len(span_ids), _AT_ONCE):
        some = span_ids[start : start + _AT_ONCE]
        live = select(_q.queue_id).where(_q.project_id == project_id, _q.deleted_at.is_(None))
        mine = (_i.project_id == project_id, _i.span_id.in_(some), _i.queue_id.in_(live))
        found += [
            (row.span_id, row.queue_id) for row in connection.execute(select(_i.span_id, _i.queue_id).where(*mine))
        ]
    return found


def insert_items(connection: Connection, items: Sequence[QueueItem]) -> int:
    """Add those that are not there yet; how many were added."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    added = 0
    for start in range(0, len(items), _AT_ONCE):
        rows = [{name: getattr(item, name) for name in _ITEM_FIELDS} for item in items[start : start + _AT_ONCE]]
        statement = dialect.insert(annotation_items).values(rows).on_conflict_do_nothing().returning(_i.item_id)
        added += len(connection.execute(statement).all())
    return added


def list_items(connection: Connection, project_id: int, queue_id: str, item_id: str | None = None) -> list[QueueItem]:
    """The items of a queue, the oldest first, each with the state that its last annotator gave it."""
    mine = (_i.project_id == project_id, _i.queue_id == queue_id)
    statement = select(annotation_items).where(*mine, *([] if item_id is None else [_i.item_id == item_id]))
    rows = connection.execute(statement.order_by(_i.created_at, _i.started_at, _i.item_id))
    latest = _latest_steps(connection, project_id, queue_id)
    return [_with_state(QueueItem(**row._mapping), latest) for row in rows]


def remove_item(connection: Connection, project_id: int, queue_id: str, item_id: str) -> None:
    """Take an item out of its queue, with what annotators did to it."""
    mine = (_i.project_id == project_id, _i.queue_id == queue_id, _i.item_id == item_id)
    connection.execute(delete(annotation_items).where(*mine))
    connection.execute(delete(annotation_progress).where(_p.project_id == project_id, _p.item_id == item_id))


def state_of(connection: Connection, project_id: int, item_id: str, annotator: str) -> State | None:
    """How far an annotator is with an item; None before the first step."""
    mine = (_p.project_id == project_id, _p.item_id == item_id, _p.annotator == annotator)
    found: State | None = connection.execute(select(_p.state).where(*mine)).scalar_one_or_none()
    return found


def put_state(connection: Connection, item: QueueItem, annotator: str, state: str, now: datetime) -> None:
    """Say how far an annotator is with an item."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    key = {"project_id": item.project_id, "item_id": item.item_id, "annotator": annotator}
    step = {"state": state, "updated_at": now}
    statement = dialect.insert(annotation_progress).values(**key, queue_id=item.queue_id, **step)
    connection.execute(statement.on_conflict_do_update(index_elements=list(key), set_=step))


def totals(connection: Connection, project_id: int, queue_ids: Sequence[str]) -> list[QueueTotals]:
    """Of each of these queues, in their order; of those that are not there nothing but zeros."""
    items = select(_i.queue_id, func.count().label("n")).where(_i.project_id == project_id, _i.queue_id.in_(queue_ids))
    done = select(_p.queue_id, func.count(_p.item_id.distinct()).label("n")).where(
        _p.project_id == project_id, _p.queue_id.in_(queue_ids), _p.state.in_(FINAL)
    )
    counted = {row.queue_id: row.n for row in connection.execute(items.group_by(_i.queue_id))}
    finished = {row.queue_id: row.n for row in connection.execute(done.group_by(_p.queue_id))}
    return [QueueTotals(name, counted.get(name, 0), finished.get(name, 0)) for name in queue_ids]


def delete_of_projects(connection: Connection, project_ids: Sequence[int]) -> None:
    """Remove all queues of these projects, with what is in them."""
    for table in metadata.sorted_tables:
        connection.execute(delete(table).where(table.c.project_id.in_(project_ids)))


def _latest_steps(connection: Connection, project_id: int, queue_id: str) -> dict[str, Any]:
    """Item → its last step."""
    mine = select(annotation_progress).where(_p.project_id == project_id, _p.queue_id == queue_id)
    return {row.item_id: row for row in connection.execute(mine.order_by(_p.updated_at, _p.annotator))}


def _with_state(item: QueueItem, latest: Mapping[str, Any]) -> QueueItem:
    step = latest.get(item.item_id)
    if step is None:
        return item
    return replace(item, state=step.state, annotator=step.annotator, updated_at=step.updated_at)
