"""Jobs that apply a mapping to stored spans: at most one of each project, with how far it is."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, select, update

from runlake.model.clock import Clock
from runlake.products.traces.tables import span_remappings
from runlake.storage.metadata import Metadata, insert_into

_j = span_remappings.c


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


class RemappingJobs:
    """The jobs of all projects."""

    def __init__(self, metadata: Metadata, clock: Clock) -> None:
        self._metadata = metadata
        self._clock = clock

    async def begin(self, project_id: int, version: int, total: int, by: str) -> Remapping:
        """A new job in the place of the project's last; durable on return."""
        job = Remapping(project_id, uuid4().hex, version, 0, total, 0, 0, self._clock(), by, None, "")

        def work(connection: Connection) -> None:
            values = asdict(job)
            statement = insert_into(connection, span_remappings).values(**values)
            connection.execute(statement.on_conflict_do_update(index_elements=["project_id"], set_=values))

        await self._metadata.write(work)
        return job

    async def find(self, project_id: int) -> Remapping | None:
        """The last job of a project."""
        statement = select(span_remappings).where(_j.project_id == project_id)
        row = await self._metadata.read(lambda connection: connection.execute(statement).first())
        return Remapping(**row._mapping) if row else None

    async def unfinished(self) -> Sequence[Remapping]:
        """Jobs that are to be worked on, the one that was asked for first before the others."""
        statement = select(span_remappings).where(_j.finished_at.is_(None)).order_by(_j.asked_at)
        rows = await self._metadata.read(lambda connection: connection.execute(statement).all())
        return [Remapping(**row._mapping) for row in rows]

    async def advance(self, job: Remapping, next_ns: int, read: int, changed: int) -> bool:
        """Note that a job got further; durable on return. False when another has taken its place, or it is gone."""
        return await self._change(
            job,
            next_ns=next_ns,
            spans_read=_j.spans_read + read,
            spans_changed=_j.spans_changed + changed,
        )

    async def finish(self, job: Remapping) -> None:
        """Note that all is done."""
        await self._change(job, finished_at=self._clock())

    async def fail(self, job: Remapping, problem: str) -> None:
        """Note why a job cannot go on."""
        await self._change(job, finished_at=self._clock(), problem=problem)

    async def _change(self, job: Remapping, **values: Any) -> bool:
        same = (_j.project_id == job.project_id, _j.job_id == job.job_id)
        statement = update(span_remappings).where(*same).values(**values)
        return await self._metadata.write(lambda connection: connection.execute(statement).rowcount) > 0
