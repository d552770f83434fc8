"""`POST …/points/arrow`: every point of runs, exact, as a stream of Arrow batches."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Annotated, Any, Literal

from fastapi import APIRouter
from fastapi.responses import Response, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from runlake.model import Run
from runlake.products.metrics import MAX_WHOLE_SERIES, Metrics, WholePoints
from runlake.products.runs import Runs
from runlake.protocols.native.deps import ReadProject
from runlake.protocols.native.points.arrow_stream import ARROW, ArrowEncoder
from runlake.protocols.native.points.point_columns import SCHEMA, PointColumns
from runlake.protocols.native.runs.run_writers import Writer, unnamed_writer, writers_of

_MOST_METRICS = 10_000
_MOST_RUNS = 100  # their configs, which say who wrote, are in memory together
_MOST_WRITERS = 1000
_INT64 = 2**63
Rank = Annotated[int, Field(ge=-(2**31), lt=2**31)]
Step = Annotated[int, Field(ge=-_INT64, lt=_INT64)]


class WholePointsBody(BaseModel):
    """Which points; without `metrics` those of all, both steps inclusive; with `ranks` or `writers` those of these alone."""

    model_config = ConfigDict(extra="forbid")
    runs: list[str] = Field(max_length=_MOST_RUNS)
    metrics: list[str] | None = Field(None, min_length=1, max_length=_MOST_METRICS)
    source: Literal["history", "system"] = "history"
    first_step: Step | None = None
    last_step: Step | None = None
    ranks: list[Rank] | None = Field(None, min_length=1, max_length=_MOST_WRITERS)
    writers: list[str] | None = Field(None, min_length=1, max_length=_MOST_WRITERS)

    def wants(self, writer: Writer) -> bool:
        """Whether points of this writer are meant."""
        is_named = self.writers is None or writer.name in self.writers
        return is_named and (self.ranks is None or writer.rank in self.ranks)


def whole_point_routes(runs: Runs, metrics: Metrics) -> APIRouter:
    """The endpoint of programs that compute with points."""
    router = APIRouter(tags=["metrics"])

    @router.post("/projects/{entity}/{project}/points/arrow", response_class=Response)
    async def read_whole_points(target: ReadProject, body: WholePointsBody) -> StreamingResponse:
        """Every point, none left out, as an Arrow IPC stream: a row for each, with run, metric, writer and rank."""
        project_id = target.project.project_id
        found = await runs.find_many(project_id, body.runs, documents=True)
        bounds = body.model_dump(include={"metrics", "source", "first_step", "last_step"})
        plans = await _plans(metrics, found, bounds)
        forked_from = [run.run_id for run in (await runs.parents_of(found)).values()]
        parents = {run.run_number: run for run in await runs.find_many(project_id, forked_from, documents=True)}
        plans = [_of_wanted(plan, parents, body) for plan in plans]
        writers = [_writers(plan, parents) for plan in plans]
        return StreamingResponse(_stream(metrics, plans, writers), media_type=ARROW)

    return router


async def _plans(metrics: Metrics, found: Sequence[Run], bounds: Mapping[str, Any]) -> list[WholePoints]:
    """What each run has. Raises LimitExceeded when all of it together is too much: it is in memory while it is sent."""
    plans: list[WholePoints] = []
    left = MAX_WHOLE_SERIES
    for run in found:
        plans.append(await metrics.plan_whole(run, **bounds, most_series=left))
        left -= len(plans[-1].series)
    return plans


def _of_wanted(plan: WholePoints, parents: Mapping[int, Run], body: WholePointsBody) -> WholePoints:
    """The part of a plan that the writers asked for have written."""
    if body.ranks is None and body.writers is None:
        return plan
    sources = zip(plan.sources, _writers(plan, parents), strict=True)
    return plan.only({source for source, writer in sources if body.wants(writer)})


def _writers(plan: WholePoints, parents: Mapping[int, Run]) -> list[Writer]:
    """The writer of each source of a plan."""
    known = {plan.run.run_number: writers_of(plan.run)}
    for number, _ in plan.sources:
        if number not in known:
            known[number] = writers_of(parents[number]) if number in parents else {}
    return [known[number].get(segment) or unnamed_writer(segment) for number, segment in plan.sources]


async def _stream(
    metrics: Metrics, plans: Sequence[WholePoints], writers: Sequence[Sequence[Writer]]
) -> AsyncIterator[bytes]:
    """A slice is read when the one before it has been sent."""
    columns, encoder = PointColumns(plans, writers), ArrowEncoder(SCHEMA)
    for at, plan in enumerate(plans):
        async for points in metrics.read_whole(plan):
            shaped = await asyncio.to_thread(columns.shape, at, points)
            yield await asyncio.to_thread(encoder.batch, shaped)
    yield encoder.end()
