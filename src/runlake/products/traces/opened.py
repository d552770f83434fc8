"""The spans of a project that are still open, among finished ones."""

from collections.abc import Sequence

from runlake.model.clock import Clock
from runlake.products.traces.open_rows import open_row
from runlake.products.traces.open_spans import OpenSpans
from runlake.products.traces.project_mapping import ProjectMappings
from runlake.products.traces.reading import Row
from runlake.products.traces.records import RawSpan
from runlake.products.traces.selecting import known_ids
from runlake.storage.columnar import Columnar


class OpenRows:
    """Reads the open spans of all projects as lists and trees show them."""

    def __init__(self, columnar: Columnar, spans: OpenSpans, mappings: ProjectMappings, clock: Clock) -> None:
        self._columnar = columnar
        self._spans = spans
        self._mappings = mappings
        self._clock = clock

    async def spans(self, project_id: int) -> Sequence[RawSpan]:
        """Those that have begun and are not among the finished ones; `end_ns` is 0 as long as there is no end."""
        found = await self._spans.list(project_id)
        known = await known_ids(self._columnar, project_id, sorted({span.span_id for span in found}))
        return [span for span in found if span.span_id not in known]

    async def rows(self, project_id: int) -> list[Row]:
        """The same as narrow rows, up to now."""
        now_ns = int(self._clock().timestamp() * 1e9)
        table = await self._mappings.table(project_id)
        return [open_row(span, now_ns, table) for span in await self.spans(project_id)]
