"""`POST …/spans/series`: what spans sum up to over time, for the strip above their list."""

from typing import Any

from fastapi import APIRouter
from pydantic import Field
from typing_extensions import TypedDict

from runlake.products.traces import MOST_BUCKETS, SpansMatch, Traces
from runlake.protocols.native.deps import ReadProject
from runlake.protocols.native.traces.traces import SpansMatchBody

_NS_PER_MS = 1_000_000


class SpanSeriesBody(SpansMatchBody):
    """Which spans, and how fine."""

    buckets: int = Field(60, ge=2, le=MOST_BUCKETS)


class SpanBucket(TypedDict):
    """The spans that began in a bucket; `p50_ms` and `p95_ms` are null when none did. Tokens and cost are those of model requests."""

    start: float
    spans: int
    errors: int
    p50_ms: float | None
    p95_ms: float | None
    input_tokens: int
    output_tokens: int
    cost: float


class SeriesAnswer(TypedDict):
    """The buckets that are not empty, by time; times in ms since the epoch."""

    since: float
    until: float
    width_ms: float
    buckets: list[SpanBucket]


def span_series_routes(traces: Traces) -> APIRouter:
    """The endpoint of spans over time."""
    router = APIRouter(tags=["traces"])

    @router.post("/projects/{entity}/{project}/spans/series")
    async def read_series(target: ReadProject, body: SpanSeriesBody) -> SeriesAnswer:
        """Count, errors, durations, tokens and cost of the spans that match, over the range or all the time that has spans."""
        series = await traces.lists.series(target.project.project_id, SpansMatch(**body.terms()), body.buckets)
        return {
            "since": series.since_ns / _NS_PER_MS,
            "until": series.until_ns / _NS_PER_MS,
            "width_ms": series.width_ns / _NS_PER_MS,
            "buckets": [_bucket(row) for row in series.rows],
        }

    return router


def _bucket(row: dict[str, Any]) -> SpanBucket:
    return {
        "start": row["start_ns"] / _NS_PER_MS,
        "spans": row["spans"],
        "errors": row["errors"],
        "p50_ms": _ms(row["p50_ns"]),
        "p95_ms": _ms(row["p95_ns"]),
        "input_tokens": row["input_tokens"],
        "output_tokens": row["output_tokens"],
        "cost": row["cost"],
    }


def _ms(time_ns: float | None) -> float | None:
    return None if time_ns is None else time_ns / _NS_PER_MS
