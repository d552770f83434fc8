"""`POST …/runs/groups` and `POST …/points/groups`: runs grouped by fields, in the table and in charts."""

from typing import Any, Literal

import orjson
from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field
from typing_extensions import TypedDict

from runlake.products.metrics import MAX_BUCKETS, MAX_CHART_GROUPS, Axis, AxisKind, GroupedQuery, Metrics
from runlake.products.runs import MAX_GROUPS, ColumnStatistics, GroupsQuery, RunGroup, Runs, json_safe
from runlake.protocols.native.deps import LinkedProject
from runlake.protocols.native.points.point_bodies import GroupedPointsAnswer
from runlake.protocols.native.points.point_encoding import encode_group_envelopes
from runlake.protocols.native.points.points import AxisBody
from runlake.protocols.native.runs.runs import SortBody
from runlake.query import And, Compare, Filter, Not, Or, parse_filter


class GroupsBody(BaseModel):
    """Which runs, by which one to three fields, with statistics of which columns."""

    model_config = ConfigDict(extra="forbid")
    by: list[str] = Field(min_length=1, max_length=3)
    filter: dict[str, Any] | None = None
    columns: list[str] = Field(default_factory=list, max_length=100)
    sort: SortBody | None = Field(None, description="By the mean of a field; without it, by the grouping values.")
    limit: int = Field(100, ge=1, le=1000)
    offset: int = Field(0, ge=0, le=10_000_000)


class GroupedPointsBody(BaseModel):
    """Metrics of groups of runs, in at most `buckets` buckets over `range`."""

    model_config = ConfigDict(extra="forbid")
    by: list[str] = Field(min_length=1, max_length=3)
    filter: dict[str, Any] | None = None
    hidden: list[list[Any]] = Field(
        default_factory=list, max_length=1000, description="Values of the groups to leave out, or their first ones."
    )
    limit: int = Field(20, ge=1, le=MAX_CHART_GROUPS, description="Most groups, in the order of their values.")
    metrics: list[str] = Field(min_length=1, max_length=100)
    x: AxisBody = AxisBody()
    range: tuple[float, float] | None = None
    buckets: int = Field(400, ge=1, le=MAX_BUCKETS)
    source: Literal["history", "system"] = "history"


class ColumnBody(TypedDict):
    """One column over all runs of a group.

    `count` finite numbers; without any, mean, min and max are null, and `std`, of the sample, for one. `present` runs
    have the column at all, with `different` values; `value` is theirs when it is the same in all of them.
    """

    count: int
    mean: float | None
    std: float | None
    min: float | None
    max: float | None
    present: int
    different: int
    value: Any


class GroupRow(TypedDict):
    """Runs with equal values of the grouping fields, null where they lack one; `filter` finds them again."""

    values: list[Any]
    run_count: int
    filter: dict[str, Any]
    columns: dict[str, ColumnBody]


class GroupsPage(TypedDict):
    """Groups in the order asked for; `total` counts all of them."""

    groups: list[GroupRow]
    total: int


def group_routes(runs: Runs, metrics: Metrics) -> APIRouter:
    """The routes of groups."""
    router = APIRouter()

    @router.post("/projects/{entity}/{project}/runs/groups", tags=["runs"], responses={200: {"model": GroupsPage}})
    async def list_groups(target: LinkedProject, body: GroupsBody) -> Response:
        """Groups of runs, each with count, mean, deviation, least and most of every column over all its runs."""
        query = GroupsQuery(
            by=tuple(body.by),
            filter=target.narrowed(None if body.filter is None else parse_filter(body.filter)),
            columns=tuple(body.columns),
            sort=None if body.sort is None else body.sort.as_sort(),
            limit=body.limit,
            offset=body.offset,
        )
        page = await runs.groups(target.project.project_id, query)
        return _json(GroupsPage(groups=[_group(group) for group in page.groups], total=page.total))

    @router.post(
        "/projects/{entity}/{project}/points/groups", tags=["metrics"], responses={200: {"model": GroupedPointsAnswer}}
    )
    async def read_group_points(target: LinkedProject, body: GroupedPointsBody) -> Response:
        """Mean, deviation, least and most of many series, over all runs of every group."""
        project_id = target.project.project_id
        found = target.narrowed(None if body.filter is None else parse_filter(body.filter))
        most = MAX_GROUPS if body.hidden else body.limit
        page = await runs.groups(project_id, GroupsQuery(tuple(body.by), filter=found, limit=most, members=True))
        shown = [group for group in page.groups if not _is_hidden(group, body.hidden)][: body.limit]
        members = {number for group in shown for number in group.run_numbers}
        query = GroupedQuery(
            project_id=project_id,
            groups=[group.run_numbers for group in shown],
            branched=[run for run in await runs.branched(project_id) if run.run_number in members],
            metrics=body.metrics,
            axis=Axis(AxisKind(body.x.kind), body.x.metric),
            bounds=body.range,
            buckets=body.buckets,
            source=body.source,
        )
        envelopes = await metrics.sample_groups(query)
        values = [json_safe(list(group.values)) for group in shown]
        return Response(
            encode_group_envelopes(envelopes, values, query.axis.kind, groups=page.total), media_type="application/json"
        )

    return router


def _is_hidden(group: RunGroup, hidden: list[list[Any]]) -> bool:
    return any(values and list(group.values[: len(values)]) == values for values in hidden)


def _group(group: RunGroup) -> GroupRow:
    return {
        "values": list(group.values),
        "run_count": group.run_count,
        "filter": filter_document(group.filter),
        "columns": {path: _column(column) for path, column in group.columns.items()},
    }


def _column(column: ColumnStatistics) -> ColumnBody:
    return {
        "count": column.count,
        "mean": column.mean,
        "std": column.std,
        "min": column.low,
        "max": column.high,
        "present": column.present,
        "different": column.different,
        "value": column.value,
    }


def filter_document(found: Filter) -> dict[str, Any]:
    """A filter in its JSON form, as searches take it."""
    match found:
        case And(parts):
            return {"and": [filter_document(part) for part in parts]}
        case Or(parts):
            return {"or": [filter_document(part) for part in parts]}
        case Not(part):
            return {"not": filter_document(part)}
        case Compare(field, op, value):
            return {"field": field, "op": op, "value": value}


def _json(body: GroupsPage) -> Response:
    return Response(orjson.dumps(json_safe(body)), media_type="application/json")
