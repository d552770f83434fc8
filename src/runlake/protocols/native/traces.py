"""`POST …/spans/search` and `GET …/traces/{trace}`: what the traces pages ask for."""

from typing import Annotated, Any

from fastapi import APIRouter, Path
from pydantic import BaseModel, ConfigDict, Field

from runlake.products.traces import MOST_ROWS, SpansQuery, Traces
from runlake.protocols.native.deps import ReadProject
from runlake.query import parse_filter

_NS_PER_MS = 1_000_000
_LATEST_MS = 2**63 // _NS_PER_MS

Id = Annotated[str, Path(min_length=1, max_length=256)]


class SpansSearchBody(BaseModel):
    """A page of spans, newest first; times in ms since the epoch."""

    model_config = ConfigDict(extra="forbid")
    filter: dict[str, Any] | None = None
    roots_only: bool = True
    since: int = Field(0, ge=0, lt=_LATEST_MS)
    until: int | None = Field(None, ge=0, lt=_LATEST_MS)
    limit: int = Field(50, ge=1, le=MOST_ROWS)
    cursor: str | None = Field(None, max_length=300)


def trace_routes(traces: Traces) -> APIRouter:
    """The endpoints of spans and traces."""
    router = APIRouter(tags=["traces"])

    @router.post("/projects/{entity}/{project}/spans/search")
    async def search_spans(target: ReadProject, body: SpansSearchBody) -> dict[str, Any]:
        """Roots of traces with what their traces sum up to, or spans of any depth."""
        until = {} if body.until is None else {"until_ns": body.until * _NS_PER_MS}
        query = SpansQuery(
            filter=None if body.filter is None else parse_filter(body.filter),
            roots_only=body.roots_only,
            since_ns=body.since * _NS_PER_MS,
            cursor=body.cursor,
            limit=body.limit,
            **until,
        )
        page = await traces.search(target.project.project_id, query)
        spans = [_span(row) for row in page.spans]
        if body.roots_only:
            totals = await traces.totals(target.project.project_id, [row["trace_id"] for row in page.spans])
            spans = [{**span, "trace": totals.get(span["trace_id"])} for span in spans]
        return {"spans": spans, "next_cursor": page.next_cursor}

    @router.get("/projects/{entity}/{project}/traces/{trace}")
    async def read_trace(target: ReadProject, trace: Id) -> dict[str, Any]:
        """All spans of a trace, by their start, without what they hold."""
        return {"spans": [_span(row) for row in await traces.trace(target.project.project_id, trace)]}

    @router.get("/projects/{entity}/{project}/traces/{trace}/spans/{span}")
    async def read_span(target: ReadProject, trace: Id, span: Id) -> dict[str, Any]:
        """What a span holds: its input and output, and `raw`, all that its client sent."""
        return await traces.payload(target.project.project_id, trace, span)

    return router


def _span(row: dict[str, Any]) -> dict[str, Any]:
    """A span as the pages show it; times in ms since the epoch, as precise as they were sent."""
    return {
        **{name: value for name, value in row.items() if name not in _REPLACED},
        "is_open": row.get("is_open", False),
        "start": row["start_ns"] / _NS_PER_MS,
        "duration_ms": row["duration_ns"] / _NS_PER_MS,
        "cost": row["cost"] if row["has_cost"] else None,
    }


_REPLACED = frozenset({"version", "start_ns", "duration_ns", "has_cost", "cost"})
