"""`…/sweeps`: making, reading and changing sweeps. Agents speak the protocol of their client."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

import orjson
from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from runlake.errors import InvalidInput
from runlake.model import Project
from runlake.products.sweeps import RunCounts, Sweep, SweepChange, Sweeps, SweepsQuery, SweepState, dump_config
from runlake.protocols.native.deps import ReadProject, WriteProject
from runlake.protocols.native.launch.sweep_bodies import (
    Importance,
    ParameterImportance,
    SweepDetail,
    SweepRow,
    SweepsPage,
)
from runlake.protocols.native.launch.sweep_rows import sweep_details, sweep_row

_AT_ONCE = 8
_PLACE = "/projects/{entity}/{project}/sweeps"


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class NewSweep(_Body):
    """A sweep to make: its config as an object, or as YAML or JSON text."""

    config: dict[str, Any] | Annotated[str, Field(min_length=1, max_length=1_000_000)]


class EditSweep(_Body):
    """What to change; what is left out keeps its value."""

    display_name: str | None = Field(None, min_length=1, max_length=512)
    state: Literal["running", "paused", "finished", "cancelled"] | None = None


def sweep_routes(sweeps: Sweeps) -> APIRouter:
    """The routes of sweeps."""
    router = APIRouter(tags=["sweeps"])
    _add_lists(router, sweeps)
    _add_single(router, sweeps)
    _add_changes(router, sweeps)
    return router


def _add_lists(router: APIRouter, sweeps: Sweeps) -> None:
    @router.get(_PLACE, responses={200: {"model": SweepsPage}})
    async def list_sweeps(
        target: ReadProject,
        limit: Annotated[int, Query(ge=1, le=500)] = 100,
        search: Annotated[str, Query(max_length=1000)] = "",
        after: Annotated[str | None, Query(max_length=100)] = None,
    ) -> Response:
        """Sweeps of a project, newest first; `after` is the last `sweep_id` of an earlier page."""
        project_id = target.project.project_id
        last = None if after is None else (await sweeps.get(project_id, after)).sweep_number
        found = await sweeps.search(project_id, SweepsQuery(limit=limit, after=last, text=search or None))
        total = await sweeps.count(project_id, SweepsQuery(text=search or None))
        return _json(SweepsPage(sweeps=await _rows(sweeps, target.project, found), total=total))

    @router.post(_PLACE, status_code=201, responses={201: {"model": SweepRow}})
    async def create_sweep(target: WriteProject, body: NewSweep) -> Response:
        """Make a sweep."""
        text = body.config if isinstance(body.config, str) else dump_config(body.config)
        sweep = await sweeps.create(target.principal, target.project, SweepChange(config_yaml=text))
        return _json((await _rows(sweeps, target.project, [sweep]))[0], 201)


def _add_single(router: APIRouter, sweeps: Sweeps) -> None:
    @router.get(_PLACE + "/{sweep}", responses={200: {"model": SweepDetail}})
    async def get_sweep(target: ReadProject, sweep: str) -> Response:
        """A sweep with its config, its parameters and its agents."""
        found = await sweeps.get(target.project.project_id, sweep)
        agents, cells = await sweeps.agents(found), await sweeps.cells(found)
        heard = [(agent, sweeps.is_heard(agent)) for agent in agents]
        rows = await _rows(sweeps, target.project, [found])
        return _json(SweepDetail(**rows[0], **sweep_details(found, heard, cells)))

    @router.get(_PLACE + "/{sweep}/importance")
    async def weigh_parameters(
        target: ReadProject, sweep: str, metric: Annotated[str | None, Query(max_length=10_000)] = None
    ) -> Importance:
        """How much each parameter had to do with a field of the runs; without one, with the sweep's own metric."""
        found = await sweeps.get(target.project.project_id, sweep)
        own = found.config.metric
        if metric is None and own is None:
            raise InvalidInput("this sweep has no metric of its own: name a field, such as metric=summary.loss")
        path = metric or f"summary.{own.name if own else ''}"
        runs, importances = await sweeps.importance(found, path)
        listed = [
            ParameterImportance(path=each.path, importance=each.importance, correlation=each.correlation)
            for each in importances
        ]
        return {"runs": runs, "parameters": listed}


def _add_changes(router: APIRouter, sweeps: Sweeps) -> None:
    @router.patch(_PLACE + "/{sweep}", responses={200: {"model": SweepRow}})
    async def edit_sweep(target: WriteProject, sweep: str, body: EditSweep) -> Response:
        """Rename a sweep; pause, resume, finish or cancel it."""
        found = await sweeps.get(target.project.project_id, sweep)
        state = None if body.state is None else SweepState(body.state)
        change = SweepChange(display_name=body.display_name, state=state)
        changed = await sweeps.update(target.principal, target.project, found, change)
        return _json((await _rows(sweeps, target.project, [changed]))[0])

    @router.delete(_PLACE + "/{sweep}", status_code=204)
    async def delete_sweep(target: WriteProject, sweep: str) -> None:
        """Delete a sweep; its runs stay."""
        found = await sweeps.get(target.project.project_id, sweep)
        await sweeps.delete(target.principal, target.project, found)


async def _rows(sweeps: Sweeps, project: Project, found: Sequence[Sweep]) -> list[SweepRow]:
    counts = await sweeps.run_counts(project.project_id, [sweep.sweep_id for sweep in found])
    turns = asyncio.Semaphore(_AT_ONCE)

    async def row(sweep: Sweep) -> SweepRow:
        count = counts.get(sweep.sweep_id, RunCounts())
        async with turns:
            best = await sweeps.best(sweep) if count.total else None
        return sweep_row(sweep, count, best)

    return list(await asyncio.gather(*(row(sweep) for sweep in found)))


def _json(body: Mapping[str, object], status_code: int = 200) -> Response:
    return Response(orjson.dumps(body), status_code, media_type="application/json")
