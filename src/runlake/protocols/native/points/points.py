"""`POST …/points` and `GET …/metrics`: what charts ask for."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from runlake.model import Run
from runlake.products.metrics import MAX_BUCKETS, MAX_RUNS, Axis, AxisKind, MetricName, Metrics, SeriesQuery
from runlake.products.runs import MetricDefinition, Runs, RunsQuery
from runlake.protocols.native.deps import LinkedProject, ProjectAccess
from runlake.protocols.native.points.point_bodies import MetricList, MetricRow, PointsAnswer
from runlake.protocols.native.points.point_encoding import encode_envelopes
from runlake.query import Compare


class AxisBody(BaseModel):
    """What stands on the x-axis."""

    model_config = ConfigDict(extra="forbid")
    kind: Literal["step", "time", "relative", "metric"] = "step"
    metric: str | None = None


class PointsBody(BaseModel):
    """Every metric in every run, in at most `buckets` buckets over `range`."""

    model_config = ConfigDict(extra="forbid")
    runs: list[str] = Field(min_length=1, max_length=MAX_RUNS)
    metrics: list[str] = Field(min_length=1, max_length=1000)
    x: AxisBody = AxisBody()
    range: tuple[float, float] | None = None
    buckets: int = Field(1000, ge=1, le=MAX_BUCKETS)
    source: Literal["history", "system"] = "history"


def point_routes(runs: Runs, metrics: Metrics) -> APIRouter:
    """The endpoints of charts."""
    router = APIRouter(tags=["metrics"])

    @router.post("/projects/{entity}/{project}/points", responses={200: {"model": PointsAnswer}})
    async def read_points(target: LinkedProject, body: PointsBody) -> Response:
        """Exact envelopes (minimum, maximum, mean, count per bucket) of many series at once."""
        found = await _readable(runs, target, body.runs)
        query = SeriesQuery(
            project_id=target.project.project_id,
            runs=found,
            metrics=body.metrics,
            axis=Axis(AxisKind(body.x.kind), body.x.metric),
            bounds=body.range,
            buckets=body.buckets,
            source=body.source,
        )
        envelopes = await metrics.sample(query)
        return Response(encode_envelopes(envelopes, query.axis.kind), media_type="application/json")

    @router.get("/projects/{entity}/{project}/metrics")
    async def list_metrics(
        target: LinkedProject,
        search: Annotated[str, Query(max_length=1000)] = "",
        limit: Annotated[int, Query(ge=1, le=100_000)] = 10_000,
        runs_of: Annotated[str | None, Query(alias="runs", max_length=100_000)] = None,
        source: Literal["history", "system"] = "history",
    ) -> MetricList:
        """Names that were logged, with their kinds, how many runs have them, and how runs want them to be drawn."""
        numbers = None
        if runs_of is not None or target.only is not None:
            found = await _readable(runs, target, None if runs_of is None else runs_of.split(","))
            numbers = [run.run_number for run in found]
        names = await metrics.names(target.project.project_id, source=source, search=search, limit=limit, runs=numbers)
        logged = [item.name for item in names] if source == "history" else []
        defined = await runs.metric_definitions(target.project.project_id, logged, numbers) if logged else {}
        listed = [_row(item, defined.get(item.name, MetricDefinition(item.name))) for item in names]
        return {"metrics": listed, "total": len(listed)}

    return router


def _row(found: MetricName, defined: MetricDefinition) -> MetricRow:
    return MetricRow(
        name=found.name,
        kind=found.kind,
        run_count=found.run_count,
        step_metric=defined.step_metric,
        hidden=defined.hidden,
    )


async def _readable(runs: Runs, target: ProjectAccess, run_ids: list[str] | None) -> list[Run]:
    """The runs of those ids that the caller may read; for those who came by a link, MAX_RUNS at most."""
    if target.only is None:
        return await runs.find_many(target.project.project_id, run_ids or [])
    named = None if run_ids is None else Compare("name", "in", run_ids[:MAX_RUNS])
    query = RunsQuery(filter=target.narrowed(named), limit=MAX_RUNS, documents=False)
    return (await runs.search(target.project.project_id, query)).runs
