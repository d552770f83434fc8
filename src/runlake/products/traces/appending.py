"""The way of finished spans to the store: their late events put in, understood, priced, written."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence

from runlake.ingest import in_turn
from runlake.model.clock import Clock
from runlake.products.traces.late_events import LateEvents, SpanKey
from runlake.products.traces.mapping import MappingTable, normalise
from runlake.products.traces.mappings import SpanMappings
from runlake.products.traces.pricing import Book, Pricing, put_cost
from runlake.products.traces.records import RawSpan, SpanEvent, raw_span_of
from runlake.products.traces.rows import SpanRow, make_row
from runlake.products.traces.selecting import SpanSelection, stream_spans
from runlake.products.traces.writing import SpanWriter
from runlake.query import Compare
from runlake.storage.columnar import Columnar

_IN_TURN = 4096
"""Spans of others do not wait until more than these are understood."""


class SpanAppender:
    """Appends to all projects."""

    def __init__(
        self,
        columnar: Columnar,
        late: LateEvents,
        mappings: SpanMappings,
        writer: SpanWriter,
        pricing: Pricing,
        clock: Clock,
    ) -> None:
        self._columnar = columnar
        self._late = late
        self._mappings = mappings
        self._writer = writer
        self._pricing = pricing
        self._clock = clock

    async def append(self, project_id: int, spans: Sequence[RawSpan]) -> None:
        """Store spans; durable and visible on return. Raises Overloaded, StorageFull or StoreError."""
        additions = self._late.additions
        await self._write(project_id, await self._late.join(project_id, spans))
        if self._late.additions != additions:  # events may have come after they were read, and not found these spans
            await self._write(project_id, await self._late.join(project_id, spans))

    async def add_events(self, project_id: int, events: Mapping[SpanKey, Sequence[SpanEvent]]) -> list[str]:
        """Keep events, and put them into those of their spans that are stored; gives the traces that have more now."""
        await self._late.add(project_id, events)
        by_id = Compare("span_id", "in", [span_id for _, span_id in events])
        traces: dict[str, None] = {}
        spans = SpanSelection(by_id, [trace_id for trace_id, _ in events])
        async for batch in stream_spans(self._columnar, project_id, spans):
            await self.append(project_id, [raw_span_of(span.raw) for span in batch])
            traces.update(dict.fromkeys(span.trace_id for span in batch))
        return list(traces)

    async def _write(self, project_id: int, spans: Sequence[RawSpan]) -> None:
        version = int(self._clock().timestamp() * 1e9)
        book = await self._pricing.book(project_id)
        table = await self._mappings.table(project_id)
        understand = in_turn if len(spans) <= _IN_TURN else asyncio.to_thread
        rows = await understand(_rows, project_id, spans, version, table, book)
        await self._writer.write(rows)


def _rows(project_id: int, spans: Iterable[RawSpan], version: int, table: MappingTable, book: Book) -> list[SpanRow]:
    understood = [normalise(span, table) for span in spans]
    for span in understood:
        put_cost(span, book)
    return [make_row(project_id, span, version) for span in understood]
