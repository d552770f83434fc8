"""Spans that have begun and not ended, or whose end came first. Ends meet their starts here."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from typing import Any

import orjson
from sqlalchemy import Connection, delete, func, select

from runlake.model.clock import Clock
from runlake.products.traces.records import Attributes, RawSpan, SpanEvent, Status, raw_span_of
from runlake.products.traces.tables import open_spans
from runlake.storage.metadata import Metadata, insert_into

MOST_OPEN = 10_000
_AT_ONCE = 500
_JSON = orjson.OPT_NON_STR_KEYS
_o = open_spans.c


@dataclass(frozen=True, slots=True)
class SpanEnd:
    """The end of a span: when, what came out, and attributes and events that are added to those of its start."""

    span_id: str
    end_ns: int
    attributes: Attributes
    status: Status = "unset"
    status_message: str = ""
    events: Sequence[SpanEvent] = ()


def with_end(span: RawSpan, end: SpanEnd) -> RawSpan:
    """The span as it is when it has ended."""
    return replace(
        span,
        end_ns=max(end.end_ns, 1),
        attributes={**span.attributes, **end.attributes},
        status=end.status,
        status_message=end.status_message,
        events=[*span.events, *end.events],
    )


class OpenSpans:
    """The open spans of all projects."""

    def __init__(self, metadata: Metadata, clock: Clock) -> None:
        self._metadata = metadata
        self._clock = clock

    async def put(self, project_id: int, begun: Sequence[RawSpan], ended: Sequence[SpanEnd]) -> list[RawSpan]:
        """Store starts and ends, durable on return; gives the spans of which both are there now. May be repeated."""
        parts: dict[str, dict[str, str]] = {}
        for span in begun:
            parts.setdefault(span.span_id, {})["begun"] = orjson.dumps(span, option=_JSON).decode()
        for end in ended:
            parts.setdefault(end.span_id, {})["ended"] = orjson.dumps(asdict(end), option=_JSON).decode()
        now = self._clock()
        rows = [
            {"project_id": project_id, "span_id": span_id, "received_at": now, "begun": None, "ended": None, **part}
            for span_id, part in parts.items()
        ]

        def work(connection: Connection) -> list[RawSpan]:
            for start in range(0, len(rows), _AT_ONCE):
                _upsert(connection, rows[start : start + _AT_ONCE])
            return [span for span in _read(connection, project_id, list(parts)) if span.end_ns]

        return await self._metadata.write(work)

    async def list(self, project_id: int) -> Sequence[RawSpan]:
        """The spans that have begun, newest first, at most 10,000; those without an end have `end_ns` 0."""
        return await self._metadata.read(partial(_read, project_id=project_id))

    async def find(self, project_id: int, span_ids: Sequence[str]) -> Sequence[str]:
        """Which of these have a row."""
        statement = select(_o.span_id).where(_o.project_id == project_id)

        def work(connection: Connection) -> list[str]:
            found = (connection.execute(statement.where(_o.span_id.in_(some))).scalars() for some in _parts(span_ids))
            return [span_id for some in found for span_id in some]

        return await self._metadata.read(work)

    async def remove(self, project_id: int, span_ids: Iterable[str]) -> None:
        """Forget spans that are in the columnar store now, or that were deleted."""
        gone = await self.find(project_id, list(span_ids))
        if not gone:
            return

        def work(connection: Connection) -> None:
            for some in _parts(gone):
                connection.execute(delete(open_spans).where(_o.project_id == project_id, _o.span_id.in_(some)))

        await self._metadata.write(work)


def _upsert(connection: Connection, rows: list[dict[str, Any]]) -> None:
    statement = insert_into(connection, open_spans).values(rows)
    merged = {part: func.coalesce(statement.excluded[part], _o[part]) for part in ("begun", "ended")}
    connection.execute(statement.on_conflict_do_update(index_elements=["project_id", "span_id"], set_=merged))


def _read(connection: Connection, project_id: int, span_ids: Sequence[str] | None = None) -> list[RawSpan]:
    statement = select(_o.begun, _o.ended).where(_o.project_id == project_id, _o.begun.is_not(None))
    if span_ids is None:
        rows = list(connection.execute(statement.order_by(_o.received_at.desc()).limit(MOST_OPEN)))
    else:
        rows = [row for some in _parts(span_ids) for row in connection.execute(statement.where(_o.span_id.in_(some)))]
    return [_merged(begun, ended) for begun, ended in rows]


def _merged(begun: str, ended: str | None) -> RawSpan:
    span = raw_span_of(orjson.loads(begun))
    if ended is None:
        return replace(span, end_ns=0)
    said = orjson.loads(ended)
    return with_end(span, SpanEnd(**{**said, "events": [SpanEvent(**event) for event in said.get("events", ())]}))


def _parts(items: Sequence[str]) -> Iterable[Sequence[str]]:
    return (items[start : start + _AT_ONCE] for start in range(0, len(items), _AT_ONCE))
