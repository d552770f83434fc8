"""`class Traces`: storing and reading spans."""

from collections.abc import AsyncIterator, Coroutine, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from runlake.errors import NotFound
from runlake.live import LiveBus
from runlake.model.clock import Clock
from runlake.products.traces.appending import SpanAppender
from runlake.products.traces.edits import SpanEdits
from runlake.products.traces.families import descendants
from runlake.products.traces.judged import Judged, Judging
from runlake.products.traces.late_events import LateEvents, SpanKey
from runlake.products.traces.lists import SpanLists
from runlake.products.traces.mapping import instructions_of
from runlake.products.traces.open_rows import open_payload
from runlake.products.traces.open_spans import OpenSpans, SpanEnd
from runlake.products.traces.opened import OpenRows
from runlake.products.traces.pricing import Pricing
from runlake.products.traces.project_mapping import ProjectMappings
from runlake.products.traces.reading import (
    Row,
    no_trace,
    read_payload,
    read_scores,
    read_span_ids,
    read_trace,
)
from runlake.products.traces.records import RawSpan, SpanEvent, raw_span_of
from runlake.products.traces.recosting import Recoster
from runlake.products.traces.selecting import (
    SpanSelection,
    StoredSpan,
    count_spans,
    known_ids,
    read_families,
    stream_spans,
    sum_bytes,
)
from runlake.products.traces.tables import delete_spans_of_projects
from runlake.products.traces.writing import SpanWriter
from runlake.query import Compare
from runlake.storage.columnar import Columnar, delete_projects
from runlake.storage.metadata import Metadata

_TABLES = ("spans", "span_payloads", "span_contents", "trace_hours", "replaced_places")


@dataclass(frozen=True, slots=True)
class SpansAppended:
    """Spans of a project were stored: which traces have more now."""

    project_id: int
    trace_ids: tuple[str, ...]


class Traces:
    """All spans of all projects. Callers have checked the caller's rights on the project."""

    def __init__(
        self,
        columnar: Columnar,
        metadata: Metadata,
        bus: LiveBus,
        clock: Clock,
        pricing: Pricing,
        judging: Judging,
    ) -> None:
        self._columnar = columnar
        self._metadata = metadata
        self._open = OpenSpans(metadata, clock)
        self._edits = SpanEdits(metadata, clock)
        self._bus = bus
        self._writer = SpanWriter(columnar)
        self.mappings = ProjectMappings(columnar, metadata, self._writer, pricing, clock)
        self.costs = Recoster(columnar, metadata, pricing, clock)
        self._opened = OpenRows(columnar, self._open, self.mappings, clock)
        self.lists = SpanLists(columnar, Judged(columnar, judging), self._edits, self._opened)
        self._appender = SpanAppender(
            columnar, LateEvents(metadata, clock), self.mappings.versions, self._writer, pricing, clock
        )

    def tasks(self) -> list[Coroutine[Any, Any, None]]:
        """What must run beside the requests."""
        return [*self.mappings.tasks(), self.costs.watch()]

    async def append(self, project_id: int, spans: Sequence[RawSpan]) -> None:
        """Store finished spans; durable and visible on return. Spans that come again are kept once, the last as sent.

        Raises Overloaded, StorageFull or StoreError.
        """
        await self._appender.append(project_id, spans)
        self._announce(project_id, (span.trace_id for span in spans))

    async def add_events(self, project_id: int, events: Mapping[SpanKey, Sequence[SpanEvent]]) -> None:
        """Put events into spans by (trace id, span id), also into those that come within a day; durable on return."""
        self._announce(project_id, await self._appender.add_events(project_id, events))

    async def record(self, project_id: int, begun: Sequence[RawSpan], ended: Sequence[SpanEnd]) -> None:
        """Store starts and ends of spans, in any order; durable and visible on return. May be repeated.

        A span goes to the finished ones when both are there. Until then it is open: see `open_spans`.
        """
        gone = await self._edits.deleted(
            project_id, [*(span.span_id for span in begun), *(end.span_id for end in ended)]
        )
        begun = [span for span in begun if span.span_id not in gone]
        ended = [end for end in ended if end.span_id not in gone]
        whole = await self._open.put(project_id, begun, ended)
        if whole:
            await self.append(project_id, whole)
        done = {span.span_id for span in whole}
        left = ({span.span_id for span in begun} | {end.span_id for end in ended}) - done
        known = await known_ids(self._columnar, project_id, sorted(left))
        await self._open.remove(project_id, done | known)  # what came again, too late
        if left:
            self._announce(project_id, (span.trace_id for span in begun))

    async def put(self, project_id: int, spans: Sequence[RawSpan]) -> None:
        """Store finished spans of clients that may have sent their starts before, unless they were deleted since."""
        gone = await self._edits.deleted(project_id, [span.span_id for span in spans])
        kept = [span for span in spans if span.span_id not in gone]
        await self.append(project_id, kept)
        await self._open.remove(project_id, [span.span_id for span in kept])

    async def open_spans(self, project_id: int) -> Sequence[RawSpan]:
        """The spans that have begun and are not among the finished ones; `end_ns` is 0 as long as there is no end."""
        return await self._opened.spans(project_id)

    def stream(self, project_id: int, selection: SpanSelection) -> AsyncIterator[Sequence[StoredSpan]]:
        """Batches of finished spans that match, whole, in the order of their starts. Raises InvalidInput."""
        return stream_spans(self._columnar, project_id, selection)

    async def count(self, project_id: int, selection: SpanSelection) -> int:
        """How many finished spans match. Raises InvalidInput."""
        return await count_spans(self._columnar, project_id, selection)

    async def sum_bytes(self, project_id: int) -> int:
        """How many bytes clients sent of the finished spans of a project, before compression."""
        return await sum_bytes(self._columnar, project_id)

    async def rename(self, project_id: int, span_id: str, name: str) -> None:
        """Show a span, which may be still to come, under another name; "" means its own. Durable on return."""
        await self._edits.rename(project_id, span_id, name)

    async def names(self, project_id: int, span_ids: Iterable[str]) -> Mapping[str, str]:
        """Span id → the name that somebody gave it, of those that have been renamed."""
        return await self._edits.names(project_id, span_ids)

    async def delete(self, project_id: int, span_ids: Sequence[str]) -> None:
        """Delete spans with all that is below them. They do not come back when a client sends them again."""
        by_id = SpanSelection(Compare("span_id", "in", list(span_ids)))
        trace_ids = {span.trace_id async for batch in self.stream(project_id, by_id) for span in batch}
        open_now = await self._open.list(project_id)
        wanted = set(span_ids)
        trace_ids |= {span.trace_id for span in open_now if span.span_id in wanted}
        stored = await read_families(self._columnar, project_id, sorted(trace_ids))
        parents = {row["span_id"]: row["parent_id"] for row in stored}
        parents |= {span.span_id: span.parent_id for span in open_now}
        gone = descendants(wanted, parents)
        await self._edits.mark_deleted(project_id, sorted(gone))
        await self._open.remove(project_id, gone)
        places = {(project_id, row["hour"], row["trace_hash"]) for row in stored if row["span_id"] in gone}
        await self._writer.delete(sorted(places), sorted(gone))

    async def delete_of_projects(self, project_ids: Sequence[int]) -> None:
        """Remove all spans of deleted projects for good. May be repeated; may take long."""
        for table in _TABLES:
            await delete_projects(self._columnar, table, project_ids)
        await self._metadata.write(partial(delete_spans_of_projects, project_ids=project_ids))

    async def trace(self, project_id: int, trace_id: str) -> list[Row]:
        """All spans of a trace, without what they hold. Raises NotFound."""
        opened = [row for row in await self._opened.rows(project_id) if row["trace_id"] == trace_id]
        try:
            rows = opened + await read_trace(self._columnar, project_id, trace_id)
        except NotFound:
            if not opened:
                raise
            rows = opened
        await self._edits.show_names(project_id, rows)
        return sorted(rows, key=lambda row: (row["start_ns"], row["span_id"]))

    async def span_ids(self, project_id: int, trace_id: str, *, most: int) -> list[str]:
        """The ids of the spans of a trace, the open ones first, then the first `most` by their start. Raises NotFound."""
        opened = [span.span_id for span in await self.open_spans(project_id) if span.trace_id == trace_id]
        found = opened + await read_span_ids(self._columnar, project_id, trace_id, most)
        if not found:
            raise no_trace(trace_id)
        return found

    async def scores(self, project_id: int, trace_id: str, *, most: int) -> list[Row]:
        """The scores that came with the finished spans of a trace, at most `most`; none for a trace that is not there."""
        return await read_scores(self._columnar, project_id, trace_id, most)

    async def payload(self, project_id: int, trace_id: str, span_id: str) -> Row:
        """What a span holds: instructions, input, output, and all that its client sent. Raises NotFound."""
        table = await self.mappings.table(project_id)
        try:
            held = await read_payload(self._columnar, project_id, trace_id, span_id)
        except NotFound:
            for span in await self._open.list(project_id):
                if (span.trace_id, span.span_id) == (trace_id, span_id):
                    return open_payload(span, table)
            raise
        return {**held, "instructions": instructions_of(raw_span_of(held["raw"]), table)}

    async def close(self) -> None:
        """Commit what waits. Idempotent."""
        await self._writer.close()

    def _announce(self, project_id: int, trace_ids: Iterable[str]) -> None:
        topic = spans_topic(project_id)
        if self._bus.has_subscribers(topic):
            self._bus.publish(topic, "spans", SpansAppended(project_id, tuple(dict.fromkeys(trace_ids))))


def spans_topic(project_id: int) -> str:
    """The live topic of a project's spans."""
    return f"project:{project_id}:spans"
