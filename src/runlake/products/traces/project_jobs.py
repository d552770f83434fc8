"""Work on stored spans that takes long: at most one job of a kind in each project, which goes on after a restart."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar

from sqlalchemy import Connection, Table, select, update

from runlake.errors import RunlakeError
from runlake.model.clock import Clock
from runlake.storage.metadata import Metadata, insert_into

_POLL_S = 5.0
_log = logging.getLogger(__name__)


class Job(Protocol):
    """What all jobs have; each is a dataclass with the columns of its table."""

    @property
    def project_id(self) -> int: ...
    @property
    def job_id(self) -> str: ...
    @property
    def finished_at(self) -> datetime | None: ...


J = TypeVar("J", bound=Job)


class ProjectJobs(Generic[J]):
    """The jobs of one kind of all projects, in `table`, whose key is the project."""

    def __init__(self, metadata: Metadata, clock: Clock, table: Table, record: Callable[..., J]) -> None:
        self._metadata = metadata
        self._clock = clock
        self._table = table
        self._record = record

    async def put(self, job: J) -> J:
        """A new job in the place of the project's last; durable on return."""

        def work(connection: Connection) -> None:
            values = asdict(job)  # type: ignore[call-overload]
            statement = insert_into(connection, self._table).values(**values)
            connection.execute(statement.on_conflict_do_update(index_elements=["project_id"], set_=values))

        await self._metadata.write(work)
        return job

    async def find(self, project_id: int) -> J | None:
        """The last job of a project."""
        statement = select(self._table).where(self._table.c.project_id == project_id)
        row = await self._metadata.read(lambda connection: connection.execute(statement).first())
        return self._record(**row._mapping) if row else None

    async def unfinished(self) -> Sequence[J]:
        """Jobs that are to be worked on, the one that was asked for first before the others."""
        open_ones = select(self._table).where(self._table.c.finished_at.is_(None)).order_by(self._table.c.asked_at)
        rows = await self._metadata.read(lambda connection: connection.execute(open_ones).all())
        return [self._record(**row._mapping) for row in rows]

    async def change(self, job: J, **values: Any) -> bool:
        """Note how far a job is; durable on return. False when another has taken its place, or it is gone."""
        same = (self._table.c.project_id == job.project_id, self._table.c.job_id == job.job_id)
        statement = update(self._table).where(*same).values(**values)
        return await self._metadata.write(lambda connection: connection.execute(statement).rowcount) > 0

    async def finish(self, job: J, problem: str = "") -> None:
        """Note that all is done, or why a job cannot go on."""
        await self.change(job, finished_at=self._clock(), problem=problem)


class JobWorker(Generic[J]):
    """Works through the jobs of all projects, one after the other; a failure that may pass is tried again."""

    def __init__(self, jobs: ProjectJobs[J], run: Callable[[J], Awaitable[None]]) -> None:
        self._jobs = jobs
        self._run = run
        self._asked = asyncio.Event()

    def wake(self) -> None:
        """There is a job."""
        self._asked.set()

    async def watch(self) -> None:
        """Do what is asked for, also by those who asked before the server started. Ends when cancelled."""
        while True:
            self._asked.clear()
            for job in await self._jobs.unfinished():
                await self._guarded(job)
            try:
                await asyncio.wait_for(self._asked.wait(), _POLL_S)
            except TimeoutError:
                continue

    async def _guarded(self, job: J) -> None:
        try:
            await self._run(job)
        except RunlakeError as error:
            if not error.retryable:
                await self._jobs.finish(job, error.message)
                return
            _log.warning("a job on stored spans goes on later: %s", error)
