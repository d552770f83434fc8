"""`…/runs`: searching, reading and changing runs."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Annotated, Any, Literal

import orjson
from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field
from typing_extensions import TypedDict

from runlake.errors import Conflict, InvalidInput, NotFound
from runlake.model import Principal, Run
from runlake.products.runs import Runs, RunsQuery
from runlake.protocols.native.deps import LinkedProject, ProjectAccess, ReadProject, WriteProject
from runlake.protocols.native.runs.run_details import OneRun, RunFacts, run_details
from runlake.protocols.native.runs.run_rows import ChangedRun, FoundRun, RunsPage, branch_row, run_row
from runlake.query import Sort, parse_filter

FactsReader = Callable[[Run], Awaitable[RunFacts]]
"""What a run's page shows besides the run itself: how much it has logged."""

_AT_ONCE = 100
_MAX_COLUMNS = 500
_MAX_TAGS = 200


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class SortBody(_Body):
    """One key of the order."""

    field: str = Field(max_length=10_000)
    descending: bool = False

    def as_sort(self) -> Sort:
        return Sort(self.field, self.descending)


class SearchBody(_Body):
    """Which runs, in which order, with which fields."""

    filter: dict[str, Any] | None = None
    sort: list[SortBody] = Field(default_factory=list, max_length=5)
    columns: list[str] = Field(default_factory=list, max_length=_MAX_COLUMNS)
    limit: int = Field(50, ge=1, le=500)
    cursor: str | None = Field(None, max_length=50_000)


class EditBody(_Body):
    """What to change; what is left out keeps its value."""

    display_name: str | None = Field(None, min_length=1, max_length=512)
    notes: str | None = Field(None, max_length=100_000)
    tags: list[Annotated[str, Field(min_length=1, max_length=256)]] | None = Field(None, max_length=_MAX_TAGS)
    group: str | None = Field(None, max_length=512)


class BulkBody(_Body):
    """One action on many runs."""

    run_ids: list[str] = Field(min_length=1, max_length=1000)
    action: Literal["delete", "restore", "stop", "tag", "untag"]
    tag: str | None = Field(None, min_length=1, max_length=256)


class FieldRow(TypedDict):
    """A path by which runs are searched: the kinds of value it has, and how many runs have it."""

    path: str
    kinds: list[str]
    run_count: int


class FieldList(TypedDict):
    """Fields of a project's runs."""

    fields: list[FieldRow]


def run_routes(runs: Runs, facts: FactsReader) -> APIRouter:
    """The routes of runs."""
    router = APIRouter(tags=["runs"])
    _add_lists(router, runs)
    _add_single(router, runs, facts)
    _add_changes(router, runs)
    return router


def _add_lists(router: APIRouter, runs: Runs) -> None:
    @router.post("/projects/{entity}/{project}/runs/search", responses={200: {"model": RunsPage}})
    async def search_runs(target: LinkedProject, body: SearchBody) -> Response:
        """A page of the runs that match a filter, with the asked fields."""
        query = RunsQuery(
            filter=target.narrowed(None if body.filter is None else parse_filter(body.filter)),
            sort=tuple(key.as_sort() for key in body.sort),
            limit=body.limit,
            cursor=body.cursor,
            columns=tuple(body.columns),
            documents=False,
        )
        page = await runs.search(target.project.project_id, query)
        parents = await runs.parents_of(page.runs)
        rows: list[FoundRun] = [
            {**run_row(run), "branch": branch_row(run, parents), "fields": page.values.get(run.run_number, {})}
            for run in page.runs
        ]
        return _json(RunsPage(runs=rows, total=page.total, next_cursor=page.next_cursor))

    @router.get("/projects/{entity}/{project}/fields")
    async def list_fields(
        target: ReadProject,
        search: Annotated[str, Query(max_length=1000)] = "",
        prefix: Annotated[str, Query(max_length=1000)] = "",
        limit: Annotated[int, Query(ge=1, le=10_000)] = 200,
    ) -> FieldList:
        """Field paths by which the project's runs can be searched and sorted."""
        found = await runs.fields(target.project.project_id, search=search, prefix=prefix, limit=limit)
        return {
            "fields": [FieldRow(path=each.path, kinds=list(each.kinds), run_count=each.run_count) for each in found]
        }


def _add_single(router: APIRouter, runs: Runs, facts: FactsReader) -> None:
    @router.get("/projects/{entity}/{project}/runs/{run}", responses={200: {"model": OneRun}})
    async def get_run(target: ReadProject, run: str) -> Response:
        """A run with its documents and how much it has logged."""
        found = await runs.get(target.project.project_id, run)
        branch = branch_row(found, await runs.parents_of([found]))
        return _json(OneRun(run={**run_details(found), **await facts(found), "branch": branch}))

    @router.patch("/projects/{entity}/{project}/runs/{run}", responses={200: {"model": ChangedRun}})
    async def edit_run(target: WriteProject, run: str, body: EditBody) -> Response:
        """Change name, notes, tags or group."""
        found = await runs.get(target.project.project_id, run)
        changes: dict[str, Any] = body.model_dump(exclude_unset=True)
        if changes.get("tags") is not None:
            changes["tags"] = tuple(dict.fromkeys(changes["tags"]))
        unset = [name for name in ("display_name", "tags") if name in changes and changes[name] is None]
        if unset:
            raise InvalidInput(f"{unset[0]} cannot be null: leave it out to keep it")
        return _json(ChangedRun(run=run_row(await runs.edit(found, **changes))))

    @router.post("/projects/{entity}/{project}/runs/{run}/stop", responses={200: {"model": ChangedRun}})
    async def stop_run(target: WriteProject, run: str) -> Response:
        """Ask the run's process to stop."""
        found = await runs.get(target.project.project_id, run)
        return _json(ChangedRun(run=run_row(await runs.stop(target.principal, found))))

    @router.delete("/projects/{entity}/{project}/runs/{run}", status_code=204)
    async def delete_run(target: WriteProject, run: str) -> None:
        """Delete a run."""
        await runs.delete(target.principal, await runs.get(target.project.project_id, run))


def _add_changes(router: APIRouter, runs: Runs) -> None:
    @router.post("/projects/{entity}/{project}/runs/bulk")
    async def change_runs(target: WriteProject, body: BulkBody) -> dict[str, int]:
        """Do one thing to many runs; returns to how many it was done."""
        if (body.action in ("tag", "untag")) != (body.tag is not None):
            raise InvalidInput("`tag` goes with the actions tag and untag, and only with those")
        if body.action == "restore":
            return {"changed": await _restore(runs, target, body.run_ids)}
        found = await runs.find_many(target.project.project_id, body.run_ids)
        for start in range(0, len(found), _AT_ONCE):  # those that are changed together share a commit
            part = found[start : start + _AT_ONCE]
            await asyncio.gather(*(_change(runs, target.principal, run, body) for run in part))
        return {"changed": len(found)}


async def _restore(runs: Runs, target: ProjectAccess, run_ids: list[str]) -> int:
    """How many of the runs could be brought back: what was purged, or whose id was taken, stays as it is."""
    project_id, ids = target.project.project_id, list(dict.fromkeys(run_ids))
    restored = 0
    for start in range(0, len(ids), _AT_ONCE):
        work = (runs.restore(target.principal, project_id, run_id) for run_id in ids[start : start + _AT_ONCE])
        for outcome in await asyncio.gather(*work, return_exceptions=True):
            if isinstance(outcome, BaseException) and not isinstance(outcome, NotFound | Conflict):
                raise outcome
            restored += isinstance(outcome, Run)
    return restored


async def _change(runs: Runs, principal: Principal, run: Run, body: BulkBody) -> None:
    try:
        match body.action:
            case "delete":
                await runs.delete(principal, run)
            case "stop":
                await runs.stop(principal, run)
            case "tag":
                await runs.retag(run, add=body.tag)
            case "untag":
                await runs.retag(run, remove=body.tag)
    except NotFound:  # somebody else deleted it a moment ago
        return


def _json(body: Mapping[str, object]) -> Response:
    return Response(orjson.dumps(body), media_type="application/json")
