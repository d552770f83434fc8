"""Computing the costs of stored requests anew, by the prices that a project has now.

A job goes through the hours that have requests, some hundred thousand requests at a time: each such part is one rewrite
of three columns. How far it is stands in the metadata store after every part, so a server that dies goes on there.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from runlake.model.clock import Clock
from runlake.products.traces.matching import NO_END_NS
from runlake.products.traces.pricing import Pricing, count_computed, recompute
from runlake.products.traces.project_jobs import JobWorker, ProjectJobs
from runlake.products.traces.rows import hour_of
from runlake.products.traces.spending import ModelSpending, read_spending
from runlake.products.traces.tables import cost_recomputations
from runlake.storage.columnar import Columnar
from runlake.storage.metadata import Metadata

_LEAST_AT_ONCE = 200_000
_MOST_PARTS = 20

Part = tuple[int, int, int]
"""(first hour, last hour, requests)"""


@dataclass(frozen=True, slots=True)
class Recosting:
    """A job. Requests in hours before `next_hour` are done; `requests_priced` of those read have a computed cost now."""

    project_id: int
    job_id: str
    next_hour: int
    last_hour: int
    requests_total: int
    requests_read: int
    requests_priced: int
    asked_at: datetime
    asked_by: str
    finished_at: datetime | None
    problem: str


class Recoster:
    """The jobs of all projects. Callers have checked the caller's rights on the project."""

    def __init__(self, columnar: Columnar, metadata: Metadata, pricing: Pricing, clock: Clock) -> None:
        self._columnar = columnar
        self._pricing = pricing
        self._clock = clock
        self._jobs = ProjectJobs(metadata, clock, cost_recomputations, Recosting)
        self._worker = JobWorker(self._jobs, self.run)

    async def ask(self, project_id: int, by: str, *, since_ns: int = 0, until_ns: int = NO_END_NS) -> Recosting:
        """Begin to compute the costs again that no client reported; durable on return, done in the background.

        Times are rounded to whole hours, outwards. A job that is under way begins anew.
        """
        first, last = hour_of(since_ns), hour_of(until_ns)
        total = sum(requests for _, requests in await count_computed(self._columnar, project_id, first, last))
        job = Recosting(project_id, uuid4().hex, first, last, total, 0, 0, self._clock(), by, None, "")
        await self._jobs.put(job)
        self._worker.wake()
        return job

    async def job(self, project_id: int) -> Recosting | None:
        """How far that is, or how it ended."""
        return await self._jobs.find(project_id)

    async def by_model(self, project_id: int) -> Sequence[ModelSpending]:
        """What the requests to each model cost as they are stored, those with the most requests first."""
        return await read_spending(self._columnar, project_id)

    async def watch(self) -> None:
        """Work through the jobs of all projects, one after the other. Ends when cancelled."""
        await self._worker.watch()

    async def run(self, job: Recosting) -> None:
        """Do a job from where it is to its end, or until another one takes its place. Raises LimitExceeded."""
        hours = await count_computed(self._columnar, job.project_id, job.next_hour, job.last_hour)
        read, priced = job.requests_read, job.requests_priced
        for first, last, requests in parts_of(hours):
            book = await self._pricing.book(job.project_id)
            priced += await recompute(self._columnar, job.project_id, book, first, last)
            read += requests
            if not await self._jobs.change(job, next_hour=last + 1, requests_read=read, requests_priced=priced):
                return
        await self._jobs.finish(job)


def parts_of(hours: Sequence[tuple[int, int]]) -> Iterator[Part]:
    """Ranges of the hours that have requests, at most twenty, and no more than needed for 200,000 requests in each."""
    least = max(_LEAST_AT_ONCE, -(-sum(requests for _, requests in hours) // _MOST_PARTS))
    first, so_far = None, 0
    for place, (hour, requests) in enumerate(hours):
        first = hour if first is None else first
        so_far += requests
        if so_far >= least or place == len(hours) - 1:
            yield first, hour, so_far
            first, so_far = None, 0
