"""`/calls/stats`: tokens and costs by model, latencies, calls and errors, in buckets of time."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from msgspec import Struct
from starlette.routing import Route

from runlake.errors import InvalidInput
from runlake.model.clock import Clock
from runlake.products.prices import Prices, cost_of, tokens_of
from runlake.protocols.weave.call_prices import CallPrices
from runlake.protocols.weave.call_search import CallSearch
from runlake.protocols.weave.call_wire import CallsFilter, CallsQuery, Json
from runlake.protocols.weave.door import Asked, Door
from runlake.protocols.weave.stat_values import Buckets, Statistics, named, statistics_of, zone_of
from runlake.protocols.weave.stored_calls import Call

_LONGEST = timedelta(days=31)
_TOKENS = {
    "input_tokens": "prompt_tokens",
    "output_tokens": "completion_tokens",
    "total_tokens": "total_tokens",
    "cache_read_input_tokens": "cache_read_input_tokens",
    "cache_creation_input_tokens": "cache_creation_input_tokens",
}
_COSTS = {"input_cost": "prompt_tokens_total_cost", "output_cost": "completion_tokens_total_cost"}

Series = dict[str, list[float]]
"""Metric → its values in a bucket."""


class CallMetric(Statistics, kw_only=True):
    """A metric of calls; counts are summed, latencies averaged unless something else is asked for."""

    metric: Literal["latency_ms", "call_count", "error_count"]


class UsageMetric(Statistics, kw_only=True):
    """A metric of the models that calls used; summed unless something else is asked for."""

    metric: Literal[
        "input_tokens",
        "output_tokens",
        "total_tokens",
        "cache_read_input_tokens",
        "cache_creation_input_tokens",
        "input_cost",
        "output_cost",
        "total_cost",
    ]


class CallStatsBody(Struct):
    """`/calls/stats`."""

    project_id: str
    start: datetime
    end: datetime | None = None
    granularity: int | None = None
    filter: CallsFilter | None = None
    call_metrics: list[CallMetric] | None = None
    usage_metrics: list[UsageMetric] | None = None
    timezone: str | None = None


class CallStats:
    """The endpoint of statistics over calls."""

    def __init__(self, search: CallSearch, prices: Prices, clock: Clock) -> None:
        self._search = search
        self._prices = prices
        self._clock = clock

    def routes(self, door: Door) -> list[Route]:
        return door.routes("/calls/stats", self.stats, CallStatsBody)

    async def stats(self, asked: Asked) -> dict[str, Any]:
        """Buckets that have calls, by time; usage also by model. Exact: every call of the range is counted."""
        body: CallStatsBody = asked.body
        buckets = _buckets(body, self._clock())
        if buckets.end - buckets.start > _LONGEST:
            raise InvalidInput(f"a range of more than {_LONGEST.days} days: ask for less at once")
        prices = await CallPrices.read(self._prices, asked.project.project_id)
        by_time: dict[datetime, Series] = defaultdict(lambda: defaultdict(list))
        by_model: dict[tuple[datetime, str], Series] = defaultdict(lambda: defaultdict(list))
        async for calls in self._search.stream(asked, _query(body, buckets)):
            for call in calls:
                at = buckets.of(datetime.fromisoformat(call["started_at"]))
                _add(by_time[at], _facts_of(call))
                for model, facts in _usage_of(call, prices):
                    _add(by_model[at, model], facts)
        return {
            "start": buckets.start,
            "end": buckets.end,
            "granularity": buckets.step_s,
            "timezone": body.timezone or "UTC",
            "call_buckets": [
                {"timestamp": at, **_call_members(series, body.call_metrics or ())}
                for at, series in sorted(by_time.items())
                if body.call_metrics
            ],
            "usage_buckets": [
                {"timestamp": at, "model": model, **_usage_members(series, body.usage_metrics or ())}
                for (at, model), series in sorted(by_model.items())
                if body.usage_metrics
            ],
        }


def _buckets(body: CallStatsBody, now: datetime) -> Buckets:
    zone = zone_of(body.timezone) if body.timezone else None
    return Buckets(_aware(body.start), _aware(body.end or now), body.granularity, zone)


def _query(body: CallStatsBody, buckets: Buckets) -> CallsQuery:
    field: Json = {"$getField": "started_at"}
    bounds = [
        {"$gte": [field, {"$literal": buckets.start.timestamp()}]},
        {"$lt": [field, {"$literal": buckets.end.timestamp()}]},
    ]
    return CallsQuery(body.project_id, body.filter, {"$expr": {"$and": bounds}})


def _facts_of(call: Call) -> dict[str, float]:
    facts: dict[str, float] = {"call_count": 1, "error_count": 1 if call["exception"] else 0}
    if call["ended_at"] is not None:
        took = datetime.fromisoformat(call["ended_at"]) - datetime.fromisoformat(call["started_at"])
        facts["latency_ms"] = took / timedelta(milliseconds=1)
    return facts


def _usage_of(call: Call, prices: CallPrices) -> Iterator[tuple[str, dict[str, float]]]:
    """Model → its tokens and what they cost, of what the summary of a call says."""
    usage = (call["summary"] or {}).get("usage")
    started_at = datetime.fromisoformat(call["started_at"])
    for model, used in usage.items() if isinstance(usage, dict) else ():
        if not isinstance(used, dict):
            continue
        tokens = tokens_of(used)
        facts = {name: float(tokens.get(source, 0)) for name, source in _TOKENS.items()}
        price = prices.at(model, started_at)
        costs = cost_of(used, price) if price is not None else {}
        facts |= {name: float(costs.get(source) or 0) for name, source in _COSTS.items()}
        yield model, facts | {"total_cost": facts["input_cost"] + facts["output_cost"]}


def _add(series: Series, facts: dict[str, float]) -> None:
    for name, value in facts.items():
        series[name].append(value)


def _call_members(series: Series, wanted: Sequence[CallMetric]) -> dict[str, Any]:
    members: dict[str, Any] = {}
    for one in wanted:
        default: tuple[Literal["avg", "sum"], ...] = ("avg",) if one.metric == "latency_ms" else ("sum",)
        members |= named(statistics_of(series[one.metric], one, default), one.metric)
    return members


def _usage_members(series: Series, wanted: Sequence[UsageMetric]) -> dict[str, Any]:
    members: dict[str, Any] = {}
    for one in wanted:
        members |= named(statistics_of(series[one.metric], one, ("sum",)), one.metric)
    return members


def _aware(at: datetime) -> datetime:
    return at if at.tzinfo is not None else at.replace(tzinfo=UTC)
