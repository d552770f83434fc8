"""`GET …/runs/{run}/media`: what a run logged that is not a number: images, tables, histograms, audio, …"""

from functools import partial
from typing import Annotated, Any, Protocol

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse, Response

from runlake.model import Project, Run
from runlake.products.metrics import RichKey, StoredRichValue
from runlake.protocols.native.deps import ReadProject
from runlake.protocols.native.files import RunFinder, file_url
from runlake.protocols.native.media_values import FileUrl, parse_media_value, with_urls


class RichReader(Protocol):
    """What is needed of metrics."""

    async def rich_keys(self, run: Run) -> list[RichKey]: ...

    async def rich_values(
        self, run: Run, metric: str, *, first_step: int = 0, limit: int = 100
    ) -> list[StoredRichValue]: ...


def media_routes(runs: RunFinder, metrics: RichReader) -> APIRouter:
    """The endpoints of media."""
    router = APIRouter(tags=["media"])

    @router.get("/projects/{entity}/{project}/runs/{run}/media")
    async def list_media(target: ReadProject, run: str) -> dict[str, Any]:
        """Names under which the run logged media. A name that changed its kind is listed once for each."""
        found = await runs.get(target.project.project_id, run)
        return {"keys": [_key_row(key) for key in await metrics.rich_keys(found)]}

    @router.get("/projects/{entity}/{project}/runs/{run}/media/{key:path}")
    async def read_media(
        target: ReadProject,
        run: str,
        key: str,
        first_step: Annotated[int, Query(ge=-(2**63), lt=2**63)] = 0,
        limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    ) -> Response:
        """Values logged under one name from `first_step` on, in step order, with `url` beside each `path`."""
        found = await runs.get(target.project.project_id, run)
        values = await metrics.rich_values(found, key, first_step=first_step, limit=limit)
        url_of = partial(_url_of, target.project, run)
        # Not through FastAPI's encoder: it copies large values once more.
        return JSONResponse({"values": [_value_row(value, key, url_of) for value in values]})

    return router


def _url_of(owner: Project, run_id: str, name: str, sha256: str) -> str:
    return file_url(owner, run_id, name, sha256=sha256)


def _key_row(key: RichKey) -> dict[str, Any]:
    return {
        "key": key.metric,
        "kind": key.kind,
        "count": key.value_count,
        "steps": [key.first_step, key.last_step],
    }


def _value_row(value: StoredRichValue, metric: str, url_of: FileUrl) -> dict[str, Any]:
    return {
        "step": value.step,
        "line": value.line,
        "time": value.time_ms,
        "kind": value.kind,
        "value": with_urls(parse_media_value(value.value_json), metric, value.step, url_of),
    }
