"""`class ProjectMappings`: by what spans are understood in each project, what that misses, and applying it anew."""

from collections.abc import Coroutine, Sequence
from typing import Any

from runlake.model.clock import Clock
from runlake.products.traces.mapping import MappingTable
from runlake.products.traces.mapping_preview import MappingPreview, preview_mapping
from runlake.products.traces.mappings import SpanMappings, check_mapping
from runlake.products.traces.pricing import Pricing
from runlake.products.traces.remapping import Remapper
from runlake.products.traces.remapping_jobs import Remapping, RemappingJobs
from runlake.products.traces.unmapped import UnmappedKey, read_unmapped
from runlake.products.traces.writing import SpanWriter
from runlake.storage.columnar import Columnar
from runlake.storage.metadata import Metadata


class ProjectMappings:
    """The mappings of all projects; `versions` has their texts. Callers have checked the caller's rights."""

    def __init__(
        self, columnar: Columnar, metadata: Metadata, writer: SpanWriter, pricing: Pricing, clock: Clock
    ) -> None:
        self._columnar = columnar
        self.versions = SpanMappings(metadata, clock)
        self._jobs = RemappingJobs(metadata, clock)
        self._remapper = Remapper(columnar, self._jobs, self.versions, writer, pricing, clock)

    async def table(self, project_id: int) -> MappingTable:
        """By what spans that come now are understood."""
        return await self.versions.table(project_id)

    async def preview(self, project_id: int, document: str) -> MappingPreview:
        """What a table of the project's own would change of its newest spans. Raises InvalidInput or LimitExceeded."""
        proposed = check_mapping(document)
        return await preview_mapping(self._columnar, project_id, await self.table(project_id), proposed)

    async def unmapped(self, project_id: int) -> Sequence[UnmappedKey]:
        """Attributes of the newest spans that no field is read from, the most frequent first."""
        return await read_unmapped(self._columnar, project_id, await self.table(project_id))

    async def reapply(self, project_id: int, by: str) -> Remapping:
        """Begin to understand all stored spans by the newest version; durable on return, done in the background."""
        return await self._remapper.ask(project_id, by)

    async def job(self, project_id: int) -> Remapping | None:
        """How far that is, or how it ended."""
        return await self._jobs.find(project_id)

    def tasks(self) -> list[Coroutine[Any, Any, None]]:
        """What must run beside the requests."""
        return [self._remapper.watch()]
