"""`…/runs`: searching, reading and changing runs."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any, Literal

import orjson
from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from runlake.errors import InvalidInput
from runlake.model import Run
from runlake.products.runs import Runs, RunsQuery, parse_document, unwrapped_config, user_summary
from runlake.protocols.native.deps import ReadProject, WriteProject
from runlake.protocols.native.run_rows import run_row
from runlake.query import Sort, parse_filter

RunFacts = Callable[[Run], Awaitable[dict[str, Any]]]
"""What a run's page shows besides the run itself: how much it has logged."""

_MAX_COLUMNS = 500
_MAX_TAGS = 200


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class SortBody(_Body):
    """One key of the order."""

    field: str = Field(max_length=10_000)
    descending: bool = False


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
    action: Literal["delete", "stop", "tag", "untag"]
    tag: str | None = Field(None, min_length=1, max_length=256)


def run_routes(runs: Runs, facts: RunFacts) -> APIRouter:
    """The routes of runs."""
    router = APIRouter(tags=["runs"])
    _add_lists(router, runs)
    _add_single(router, runs, facts)
    _add_changes(router, runs)
    return router


def _add_lists(router: APIRouter, runs: Runs) -> None:
    @router.post("/projects/{entity}/{project}/runs/search")
    async def search_runs(target: ReadProject, body: SearchBody) -> Response:
        """A page of the runs that match a filter, with the asked fields."""
        query = RunsQuery(
            filter=None if body.filter is None else parse_filter(body.filter),
            sort=tuple(Sort(key.field, key.descending) for key in body.sort),
            limit=body.limit,
            cursor=body.cursor,
            columns=tuple(body.columns),
        )
        page = await runs.search(target.project.project_id, query)
        rows = [{**run_row(run), "fields": page.values.get(run.run_number, {})} for run in page.runs]
        return _json({"runs": rows, "total": page.total, "next_cursor": page.next_cursor})

    @router.get("/projects/{entity}/{project}/fields")
    async def list_fields(
        target: ReadProject,
        search: Annotated[str, Query(max_length=1000)] = "",
        prefix: Annotated[str, Query(max_length=1000)] = "",
        limit: Annotated[int, Query(ge=1, le=10_000)] = 200,
    ) -> dict[str, Any]:
        """Field paths by which the project's runs can be searched and sorted."""
        found = await runs.fields(target.project.project_id, search=search, prefix=prefix, limit=limit)
        return {"fields": [{"path": each.path, "kinds": each.kinds, "run_count": each.run_count} for each in found]}


def _add_single(router: APIRouter, runs: Runs, facts: RunFacts) -> None:
    @router.get("/projects/{entity}/{project}/runs/{run}")
    async def get_run(target: ReadProject, run: str) -> Response:
        """A run with its documents and how much it has logged."""
        found = await runs.get(target.project.project_id, run)
        return _json({"run": {**_described(found), **await facts(found)}})

    @router.patch("/projects/{entity}/{project}/runs/{run}")
    async def edit_run(target: WriteProject, run: str, body: EditBody) -> Response:
        """Change name, notes, tags or group."""
        found = await runs.get(target.project.project_id, run)
        changes: dict[str, Any] = body.model_dump(exclude_unset=True)
        if changes.get("tags") is not None:
            changes["tags"] = tuple(dict.fromkeys(changes["tags"]))
        unset = [name for name in ("display_name", "tags") if name in changes and changes[name] is None]
        if unset:
            raise InvalidInput(f"{unset[0]} cannot be null: leave it out to keep it")
        return _json({"run": run_row(await runs.edit(found, **changes))})

    @router.post("/projects/{entity}/{project}/runs/{run}/stop")
    async def stop_run(target: WriteProject, run: str) -> Response:
        """Ask the run's process to stop."""
        found = await runs.get(target.project.project_id, run)
        return _json({"run": run_row(await runs.stop(target.principal, found))})

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
        found = await runs.find_many(target.project.project_id, body.run_ids)
        for run in found:
            if body.action == "delete":
                await runs.delete(target.principal, run)
            elif body.action == "stop":
                await runs.stop(target.principal, run)
            else:
                others = tuple(tag for tag in run.tags if tag != body.tag)
                added = (body.tag,) if body.action == "tag" and body.tag else ()
                await runs.edit(run, tags=others + added)
        return {"changed": len(found)}


def _described(run: Run) -> dict[str, Any]:
    environments = _object(_object(parse_document(run.config_json), "_wandb"), "value").get("e")
    system = _object(
        {"first": next(iter(environments.values()), None)} if isinstance(environments, dict) else {}, "first"
    )
    git = _object(system, "git")
    return {
        **run_row(run),
        "config": unwrapped_config(run.config_json),
        "summary": user_summary(run.summary_json),
        "system": {key: item for key, item in system.items() if key != "git"},
        "command": _command(run, system),
        "git": {"remote": run.repo or git.get("remote"), "commit": run.commit or git.get("commit")},
        "description": run.description,
        "exit_code": run.exit_code,
        "segment": run.segment,
    }


def _object(document: dict[str, Any], key: str) -> dict[str, Any]:
    value = document.get(key)
    return value if isinstance(value, dict) else {}


def _command(run: Run, system: dict[str, Any]) -> str | None:
    program = run.program or system.get("program")
    arguments = system.get("args")
    listed = [str(item) for item in arguments] if isinstance(arguments, list) else []
    return " ".join(["python", str(program), *listed]) if program else None


def _json(body: dict[str, Any]) -> Response:
    """Non-finite numbers become null: JSON has no word for them."""
    return Response(orjson.dumps(body, option=orjson.OPT_NON_STR_KEYS), media_type="application/json")
