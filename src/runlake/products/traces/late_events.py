"""Events that come apart from their spans, as log records: before them, after them, or between two sendings.

They are kept for a day, and put into the span whenever it comes; so a span that is sent again does not lose them.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

import orjson
from sqlalchemy import Connection, delete, select

from runlake.model.clock import Clock
from runlake.products.traces.records import RawSpan, SpanEvent
from runlake.products.traces.tables import span_events
from runlake.storage.metadata import Metadata, insert_into

SpanKey = tuple[str, str]
"""(trace id, span id)"""

_KEPT = timedelta(days=1)
_AT_ONCE = 200
_e = span_events.c


class LateEvents:
    """The events of all projects. Only projects that have some are asked for them."""

    def __init__(self, metadata: Metadata, clock: Clock) -> None:
        self._metadata = metadata
        self._clock = clock
        self._projects: set[int] | None = None
        self.additions = 0
        """Grows whenever events are added: who has read them before can tell that there may be more."""

    async def add(self, project_id: int, events: Mapping[SpanKey, Sequence[SpanEvent]]) -> None:
        """Keep events for their spans; durable on return. Those that are there already are kept once."""
        now = self._clock()
        rows = [
            _row(project_id, key, event) | {"received_at": now} for key, of_span in events.items() for event in of_span
        ]

        def work(connection: Connection) -> None:
            connection.execute(delete(span_events).where(_e.project_id == project_id, _e.received_at < now - _KEPT))
            for start in range(0, len(rows), _AT_ONCE):
                statement = insert_into(connection, span_events).values(rows[start : start + _AT_ONCE])
                connection.execute(statement.on_conflict_do_nothing())

        await self._metadata.write(work)
        self.additions += 1
        (await self._with_some()).add(project_id)

    async def join(self, project_id: int, spans: Sequence[RawSpan]) -> list[RawSpan]:
        """The spans, with their events put in by their times; those that have none are given as they are."""
        if project_id not in await self._with_some():
            return list(spans)
        found = await self._read(project_id, {span.span_id for span in spans})
        return [_joined(span, found.get((span.trace_id, span.span_id), ())) for span in spans]

    async def _with_some(self) -> set[int]:
        if self._projects is None:
            statement = select(_e.project_id).distinct()
            rows = await self._metadata.read(lambda connection: connection.execute(statement).scalars().all())
            self._projects = set(rows) | (self._projects or set())
        return self._projects

    async def _read(self, project_id: int, span_ids: Iterable[str]) -> dict[SpanKey, list[SpanEvent]]:
        wanted = list(span_ids)
        statement = select(_e.trace_id, _e.span_id, _e.event).where(_e.project_id == project_id)

        def work(connection: Connection) -> dict[SpanKey, list[SpanEvent]]:
            found: dict[SpanKey, list[SpanEvent]] = {}
            for start in range(0, len(wanted), _AT_ONCE):
                some = statement.where(_e.span_id.in_(wanted[start : start + _AT_ONCE]))
                for trace_id, span_id, event in connection.execute(some):
                    found.setdefault((trace_id, span_id), []).append(SpanEvent(**orjson.loads(event)))
            return found

        return await self._metadata.read(work)


def _row(project_id: int, key: SpanKey, event: SpanEvent) -> dict[str, object]:
    text = orjson.dumps(event, option=orjson.OPT_NON_STR_KEYS)
    digest = hashlib.blake2b(text, digest_size=16).hexdigest()
    return {"project_id": project_id, "trace_id": key[0], "span_id": key[1], "event_id": digest, "event": text.decode()}


def _joined(span: RawSpan, events: Sequence[SpanEvent]) -> RawSpan:
    new = [event for event in events if event not in span.events]
    if not new:
        return span
    return replace(span, events=sorted([*span.events, *new], key=lambda event: (event.time_ns, event.name)))
