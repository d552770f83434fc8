"""What another mapping table would make of a project's newest spans."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from runlake.products.traces.mapping import MappingTable, normalise
from runlake.products.traces.records import raw_span_of
from runlake.products.traces.selecting import SpanSelection, StoredSpan, stream_spans
from runlake.products.traces.understanding import fields_of
from runlake.storage.columnar import Columnar


@dataclass(frozen=True, slots=True)
class SpanPreview:
    """A span that would be understood otherwise: field → (as it is by the table of now, as it would be)."""

    trace_id: str
    span_id: str
    name: str
    changes: dict[str, tuple[Any, Any]]


@dataclass(frozen=True, slots=True)
class MappingPreview:
    """How many spans were looked at, and those of them that change."""

    spans: int
    changed: Sequence[SpanPreview]


async def preview_mapping(
    columnar: Columnar, project_id: int, now: MappingTable, proposed: MappingTable
) -> MappingPreview:
    """Compare two tables on the newest spans, of which one batch is read."""
    batches = stream_spans(columnar, project_id, SpanSelection(descending=True))
    newest: Sequence[StoredSpan] = await anext(batches, [])
    await batches.aclose()  # type: ignore[attr-defined]
    return await asyncio.to_thread(_compared, newest, now, proposed)


def _compared(newest: Sequence[StoredSpan], now: MappingTable, proposed: MappingTable) -> MappingPreview:
    changed = []
    for span in newest:
        raw = raw_span_of(span.raw)
        before, after = fields_of(normalise(raw, now)), fields_of(normalise(raw, proposed))
        changes = {name: (before[name], after[name]) for name in before if before[name] != after[name]}
        if changes:
            changed.append(SpanPreview(span.trace_id, span.span_id, raw.name, changes))
    return MappingPreview(len(newest), changed)
