"""`POST …/spans/search` and `GET …/traces/{trace}`: what the traces pages ask for."""

import asyncio
from collections.abc import Sequence
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Path
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field
from typing_extensions import TypedDict

from runlake.products.traces import (
    FACETS,
    LONGEST_SEARCH,
    MOST_ROWS,
    Facet,
    Order,
    SpansMatch,
    SpansQuery,
    Traces,
)
from runlake.protocols.native.deps import ReadProject
from runlake.protocols.native.traces.judgement_words import judgement_words
from runlake.protocols.native.traces.span_rows import span_of_trace, span_row
from runlake.query import parse_filter

_NS_PER_MS = 1_000_000
_LATEST_MS = 2**63 // _NS_PER_MS

Id = Annotated[str, Path(min_length=1, max_length=256)]


class SpansMatchBody(BaseModel):
    """Which spans; times in ms since the epoch."""

    model_config = ConfigDict(extra="forbid")
    filter: dict[str, Any] | None = None
    search: str = Field("", max_length=LONGEST_SEARCH)
    roots_only: bool = True
    since: int = Field(0, ge=0, lt=_LATEST_MS)
    until: int | None = Field(None, ge=0, lt=_LATEST_MS)

    def terms(self) -> dict[str, Any]:
        """The members of a `SpansMatch`. Raises InvalidInput."""
        until = {} if self.until is None else {"until_ns": self.until * _NS_PER_MS}
        found = None if self.filter is None else parse_filter(self.filter)
        since_ns = self.since * _NS_PER_MS
        return {
            "filter": found,
            "search": self.search,
            "roots_only": self.roots_only,
            "since_ns": since_ns,
            **until,
        }


class SpansSearchBody(SpansMatchBody):
    """A page of spans: the newest first, or those that took the longest or spent most."""

    order: Order = "start"
    judgements: bool = False
    limit: int = Field(50, ge=1, le=MOST_ROWS)
    cursor: str | None = Field(None, max_length=300)


class FacetsBody(SpansMatchBody):
    """Which columns of which spans, and how many values of each."""

    facets: list[Facet] = Field(list(FACETS), max_length=len(FACETS))
    values: int = Field(20, ge=1, le=100)


class FacetValue(TypedDict):
    """One value, and how many spans have it."""

    value: str
    spans: int


class FacetsAnswer(TypedDict):
    """Per facet its most frequent values."""

    facets: dict[str, list[FacetValue]]


def trace_routes(traces: Traces) -> APIRouter:
    """The endpoints of spans and traces."""
    router = APIRouter(tags=["traces"])

    @router.post("/projects/{entity}/{project}/spans/search")
    async def search_spans(target: ReadProject, body: SpansSearchBody) -> dict[str, Any]:
        """Roots of traces with what their traces sum up to, or spans of any depth."""
        terms, sums = body.terms(), body.roots_only
        query = SpansQuery(**terms, order=body.order, cursor=body.cursor, limit=body.limit, totals=sums)
        page = await traces.lists.search(target.project.project_id, query)
        spans = [span_row(row) for row in page.spans]
        if body.roots_only:
            spans = [{**span, "trace": page.totals.get(span["trace_id"])} for span in spans]
        if body.judgements:
            said = await traces.lists.judgements(target.project.project_id, page.spans, of_traces=body.roots_only)
            spans = [{**span, "judgements": judgement_words(span, said, of_trace=body.roots_only)} for span in spans]
        return {"spans": spans, "next_cursor": page.next_cursor}

    @router.post("/projects/{entity}/{project}/spans/facets")
    async def read_facets(target: ReadProject, body: FacetsBody) -> FacetsAnswer:
        """The most frequent values of some columns of the spans that match."""
        match = SpansMatch(**body.terms())
        asked = list(dict.fromkeys(body.facets))
        found = await traces.lists.facets(target.project.project_id, match, asked, limit=body.values)
        return {"facets": {facet: [_facet_value(row) for row in rows] for facet, rows in found.items()}}

    @router.get("/projects/{entity}/{project}/traces/{trace}", responses={200: {"model": dict[str, Any]}})
    async def read_trace(target: ReadProject, trace: Id) -> Response:
        """All spans of a trace, by their start, without what they hold. Members that are empty are left out."""
        rows = await traces.trace(target.project.project_id, trace)
        body = await asyncio.to_thread(_encode_spans, rows)  # tens of thousands: megabytes
        return Response(body, media_type="application/json")

    @router.get("/projects/{entity}/{project}/traces/{trace}/spans/{span}")
    async def read_span(target: ReadProject, trace: Id, span: Id) -> dict[str, Any]:
        """What a span holds: its input and output, and `raw`, all that its client sent."""
        return await traces.payload(target.project.project_id, trace, span)

    return router


def _encode_spans(rows: Sequence[dict[str, Any]]) -> bytes:
    return orjson.dumps({"spans": [span_of_trace(row) for row in rows]})


def _facet_value(row: dict[str, Any]) -> FacetValue:
    return {"value": row["value"], "spans": row["spans"]}
