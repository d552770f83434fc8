"""Statements on feedback. Each function runs inside `Metadata.read` or `Metadata.write`."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import TypeVar

from sqlalchemy import Connection, delete, select

from runlake.products.feedback.records import FeedbackItem
from runlake.products.feedback.tables import feedback
from runlake.storage.metadata import insert_into

_f = feedback.c
_AT_ONCE = 500
T = TypeVar("T")


def add(connection: Connection, items: Sequence[FeedbackItem]) -> None:
    """Insert those that are not there yet."""
    for some in _parts(items):
        rows = [asdict(item) for item in some]
        connection.execute(insert_into(connection, feedback).values(rows).on_conflict_do_nothing())


def list_items(
    connection: Connection,
    project_id: int,
    targets: Sequence[str] | None,
    feedback_ids: Sequence[str] | None,
    kinds: Sequence[str] | None,
    most: int,
) -> list[FeedbackItem]:
    """What matches, the oldest first; None does not restrict. `targets` and `feedback_ids` may be many."""
    statement = select(feedback).where(_f.project_id == project_id)
    if kinds is not None:
        statement = statement.where(_f.kind.in_(kinds))
    if targets is None and feedback_ids is None:
        rows = list(connection.execute(statement.order_by(_f.created_at, _f.feedback_id).limit(most)))
    else:
        column, wanted = (_f.target, targets) if targets is not None else (_f.feedback_id, feedback_ids)
        rows = [row for some in _parts(wanted or ()) for row in connection.execute(statement.where(column.in_(some)))]
    items = [FeedbackItem(**row._mapping) for row in rows]
    if targets is not None and feedback_ids is not None:
        items = [item for item in items if item.feedback_id in set(feedback_ids)]
    return sorted(items, key=lambda item: (item.created_at, item.feedback_id))


def remove(connection: Connection, project_id: int, feedback_ids: Sequence[str]) -> None:
    """Delete by id."""
    for some in _parts(feedback_ids):
        connection.execute(delete(feedback).where(_f.project_id == project_id, _f.feedback_id.in_(some)))


def delete_of_projects(connection: Connection, project_ids: Sequence[int]) -> None:
    """Delete all of some projects."""
    for some in _parts(project_ids):
        connection.execute(delete(feedback).where(_f.project_id.in_(some)))


def _parts(items: Sequence[T]) -> Iterator[Sequence[T]]:
    return (items[start : start + _AT_ONCE] for start in range(0, len(items), _AT_ONCE))
