"""`class Traces`: storing and reading spans."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from runlake.live import LiveBus
from runlake.model.clock import Clock
from runlake.products.traces.mapping import normalise
from runlake.products.traces.reading import (
    Row,
    SpansPage,
    SpansQuery,
    read_page,
    read_payload,
    read_totals,
    read_trace,
)
from runlake.products.traces.records import RawSpan
from runlake.products.traces.rows import SpanRow, make_row
from runlake.products.traces.writing import SpanWriter
from runlake.storage.columnar import Columnar


@dataclass(frozen=True, slots=True)
class SpansAppended:
    """Spans of a project were stored: which traces have more now."""

    project_id: int
    trace_ids: tuple[str, ...]


class Traces:
    """All spans of all projects. Callers have checked the caller's rights on the project."""

    def __init__(self, columnar: Columnar, bus: LiveBus, clock: Clock) -> None:
        self._columnar = columnar
        self._bus = bus
        self._clock = clock
        self._writer = SpanWriter(columnar)

    async def append(self, project_id: int, spans: Sequence[RawSpan]) -> None:
        """Store finished spans; durable and visible on return. Spans that come again are kept once, the last as sent.

        Raises Overloaded, StorageFull or StoreError.
        """
        version = int(self._clock().timestamp() * 1e9)
        rows = await asyncio.to_thread(_rows, project_id, spans, version)
        await self._writer.write(rows)
        topic = spans_topic(project_id)
        if self._bus.has_subscribers(topic):
            ids = dict.fromkeys(span.trace_id for span in spans)
            self._bus.publish(topic, "spans", SpansAppended(project_id, tuple(ids)))

    async def search(self, project_id: int, query: SpansQuery) -> SpansPage:
        """A page of spans, newest first. Raises InvalidInput."""
        return await read_page(self._columnar, project_id, query)

    async def totals(self, project_id: int, trace_ids: Sequence[str]) -> Mapping[str, Row]:
        """What traces sum up to: spans, errors, tokens and cost of their model requests."""
        return await read_totals(self._columnar, project_id, trace_ids)

    async def trace(self, project_id: int, trace_id: str) -> list[Row]:
        """All spans of a trace, without what they hold. Raises NotFound."""
        return await read_trace(self._columnar, project_id, trace_id)

    async def payload(self, project_id: int, trace_id: str, span_id: str) -> Row:
        """What a span holds: input, output, and all that its client sent. Raises NotFound."""
        return await read_payload(self._columnar, project_id, trace_id, span_id)

    async def close(self) -> None:
        """Commit what waits. Idempotent."""
        await self._writer.close()


def spans_topic(project_id: int) -> str:
    """The live topic of a project's spans."""
    return f"project:{project_id}:spans"


def _rows(project_id: int, spans: Iterable[RawSpan], version: int) -> list[SpanRow]:
    return [make_row(project_id, normalise(span), version) for span in spans]
