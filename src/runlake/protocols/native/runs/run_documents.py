"""`POST …/runs/documents`: runs with their config and summary, for programs that look at many."""

import asyncio
from collections.abc import Sequence
from typing import Any

import orjson
from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field
from typing_extensions import TypedDict

from runlake.model import Run
from runlake.products.runs import Runs, RunsQuery
from runlake.protocols.native.deps import ReadProject
from runlake.protocols.native.runs.run_details import RunDocuments, run_details
from runlake.protocols.native.runs.runs import SortBody
from runlake.query import parse_filter

_MOST_RUNS = 200


class DocumentsBody(BaseModel):
    """Which runs, in which order."""

    model_config = ConfigDict(extra="forbid")
    filter: dict[str, Any] | None = None
    sort: list[SortBody] = Field(default_factory=list, max_length=5)
    limit: int = Field(100, ge=1, le=_MOST_RUNS)
    cursor: str | None = Field(None, max_length=50_000)


class DocumentsPage(TypedDict):
    """Runs in the order asked for; `total` counts all that match."""

    runs: list[RunDocuments]
    total: int
    next_cursor: str | None


def run_document_routes(runs: Runs) -> APIRouter:
    """The route of whole runs."""
    router = APIRouter(tags=["runs"])

    @router.post("/projects/{entity}/{project}/runs/documents", responses={200: {"model": DocumentsPage}})
    async def read_documents(target: ReadProject, body: DocumentsBody) -> Response:
        """A page of the runs that match a filter, each with config, summary and system."""
        found = None if body.filter is None else parse_filter(body.filter)
        sort = tuple(key.as_sort() for key in body.sort)
        page = await runs.search(target.project.project_id, RunsQuery(found, sort, body.limit, body.cursor))
        content = await asyncio.to_thread(_encode, page.runs, page.total, page.next_cursor)
        return Response(content, media_type="application/json")

    return router


def _encode(runs: Sequence[Run], total: int, next_cursor: str | None) -> bytes:
    page = DocumentsPage(runs=[run_details(run) for run in runs], total=total, next_cursor=next_cursor)
    return orjson.dumps(page)
