"""Statements on what feedback says of spans. Each function runs inside `Metadata.read` or `Metadata.write`."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import ColumnElement, Connection, bindparam, delete, func, select, update

from runlake.products.feedback.records import FeedbackItem
from runlake.products.feedback.sayings import sayings_of
from runlake.products.feedback.tables import sayings
from runlake.storage.metadata import insert_into

_s = sayings.c
_AT_ONCE = 500
_SOON = timedelta(seconds=5)
T = TypeVar("T")

Place = tuple[str, int]
"""(trace id, start in ns since the epoch)"""


def insert_sayings(connection: Connection, items: Sequence[FeedbackItem]) -> None:
    """Add what these rows of feedback, which are new, say of spans. The spans are still to be found."""
    rows = [{**asdict(saying), "look_at": saying.judged_at} for item in items for saying in sayings_of(item)]
    if rows:
        connection.execute(insert_into(connection, sayings).on_conflict_do_nothing(), rows)


def delete_sayings(connection: Connection, project_id: int, feedback_ids: Sequence[str]) -> None:
    connection.execute(delete(sayings).where(_s.project_id == project_id, _s.feedback_id.in_(feedback_ids)))


def spans_to_find(connection: Connection, project_id: int, now: datetime, most: int) -> list[str]:
    """Spans that something was said of, and that are to be looked for now."""
    wanted = select(_s.span_id).where(_s.project_id == project_id, _s.look_at <= now).distinct().limit(most)
    return list(connection.execute(wanted).scalars())


def put_places(connection: Connection, project_id: int, places: Mapping[str, Place]) -> None:
    """Note where spans are, by their ids."""
    found = update(sayings).where(_s.project_id == project_id, _s.span_id == bindparam("of_span"))
    rows = [{"of_span": span_id, "trace": trace_id, "at": at} for span_id, (trace_id, at) in places.items()]
    if rows:
        connection.execute(found.values(trace_id=bindparam("trace"), start_ns=bindparam("at"), look_at=None), rows)


def put_off(connection: Connection, project_id: int, span_ids: Sequence[str], now: datetime) -> None:
    """Look for spans that are not there again: soon while what was said is young, ever later when it gets old."""
    for some in in_parts(span_ids):
        mine = (_s.project_id == project_id, _s.span_id.in_(some))
        newest = select(_s.span_id, func.max(_s.judged_at)).where(*mine).group_by(_s.span_id)
        rows = [{"of_span": span_id, "then": now + max(_SOON, now - at)} for span_id, at in connection.execute(newest)]
        later = update(sayings).where(_s.project_id == project_id, _s.span_id == bindparam("of_span"))
        connection.execute(later.values(look_at=bindparam("then", type_=_s.look_at.type)), rows)


def find_judged(
    connection: Connection, project_id: int, test: ColumnElement[bool], times_ns: tuple[int, int], most: int
) -> list[tuple[str, str, str]]:
    """(trace id, span id, word) of at most `most` sayings that pass, of found spans that start between these times."""
    mine = (_s.project_id == project_id, _s.start_ns.between(*times_ns), test)
    found = select(_s.trace_id, _s.span_id, _s.word).where(*mine).distinct().limit(most)
    return [(row.trace_id, row.span_id, row.word) for row in connection.execute(found)]


def list_said(
    connection: Connection, project_id: int, span_ids: Sequence[str], trace_ids: Sequence[str], most: int
) -> list[tuple[str, str, str, str]]:
    """(trace id, span id, name, text) of what was said of these spans and in these traces, the newest first."""
    found: list[tuple[datetime, tuple[str, str, str, str]]] = []
    for column, wanted in ((_s.span_id, span_ids), (_s.trace_id, trace_ids)):
        for some in in_parts(wanted):
            mine = (_s.project_id == project_id, _s.trace_id.is_not(None), column.in_(some))
            newest = select(sayings).where(*mine).order_by(_s.judged_at.desc(), _s.feedback_id, _s.name)
            rows = connection.execute(newest.limit(most))
            found += [(row.judged_at, (row.trace_id, row.span_id, row.name, row.text)) for row in rows]
    return [said for _, said in sorted(found, key=lambda each: each[0], reverse=True)]


def in_parts(items: Sequence[T]) -> Iterator[Sequence[T]]:
    """As many at once as one statement takes."""
    return (items[start : start + _AT_ONCE] for start in range(0, len(items), _AT_ONCE))
