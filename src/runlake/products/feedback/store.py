"""Statements on feedback. Each function runs inside `Metadata.read` or `Metadata.write`."""

from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import Connection, delete, select

from runlake.products.feedback.records import FeedbackItem
from runlake.products.feedback.said_store import delete_sayings, in_parts, insert_sayings
from runlake.products.feedback.tables import feedback, metadata
from runlake.storage.metadata import insert_into

_f = feedback.c


def add(connection: Connection, items: Sequence[FeedbackItem]) -> None:
    """Insert those that are not there yet, with what they say of spans."""
    for some in in_parts(items):
        named = {(item.project_id, item.feedback_id): item for item in reversed(some)}
        rows = [asdict(item) for item in named.values()]
        statement = insert_into(connection, feedback).values(rows).on_conflict_do_nothing()
        fresh = connection.execute(statement.returning(_f.project_id, _f.feedback_id))
        insert_sayings(connection, [named[project_id, feedback_id] for project_id, feedback_id in fresh.all()])


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
        rows = [row for some in in_parts(wanted or ()) for row in connection.execute(statement.where(column.in_(some)))]
    items = [FeedbackItem(**row._mapping) for row in rows]
    if targets is not None and feedback_ids is not None:
        items = [item for item in items if item.feedback_id in set(feedback_ids)]
    return sorted(items, key=lambda item: (item.created_at, item.feedback_id))


def remove(connection: Connection, project_id: int, feedback_ids: Sequence[str]) -> None:
    """Delete by id."""
    for some in in_parts(feedback_ids):
        connection.execute(delete(feedback).where(_f.project_id == project_id, _f.feedback_id.in_(some)))
        delete_sayings(connection, project_id, some)


def delete_of_projects(connection: Connection, project_ids: Sequence[int]) -> None:
    """Delete all of some projects."""
    for some in in_parts(project_ids):
        for table in metadata.sorted_tables:
            connection.execute(delete(table).where(table.c.project_id.in_(some)))
