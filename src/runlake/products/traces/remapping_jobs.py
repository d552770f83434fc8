"""Jobs that apply a mapping to stored spans: at most one of each project, with how far it is."""

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from runlake.model.clock import Clock
from runlake.products.traces.project_jobs import ProjectJobs
from runlake.products.traces.tables import span_remappings
from runlake.storage.metadata import Metadata


@dataclass(frozen=True, slots=True)
class Remapping:
    """A job. All spans that start before `next_ns` follow `version` of the mapping; `problem` says why it ended early."""

    project_id: int
    job_id: str
    version: int
    next_ns: int
    spans_total: int
    spans_read: int
    spans_changed: int
    asked_at: datetime
    asked_by: str
    finished_at: datetime | None
    problem: str


class RemappingJobs(ProjectJobs[Remapping]):
    """The jobs of all projects."""

    def __init__(self, metadata: Metadata, clock: Clock) -> None:
        super().__init__(metadata, clock, span_remappings, Remapping)

    async def begin(self, project_id: int, version: int, total: int, by: str) -> Remapping:
        """A new job in the place of the project's last; durable on return."""
        return await self.put(Remapping(project_id, uuid4().hex, version, 0, total, 0, 0, self._clock(), by, None, ""))

    async def advance(self, job: Remapping, next_ns: int, read: int, changed: int) -> bool:
        """Note that a job got further; durable on return. False when another has taken its place, or it is gone."""
        so_far = span_remappings.c
        return await self.change(
            job,
            next_ns=next_ns,
            spans_read=so_far.spans_read + read,
            spans_changed=so_far.spans_changed + changed,
        )
