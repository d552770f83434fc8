"""Tokens and costs of calls with all below them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct
from starlette.routing import Route

from runlake.errors import LimitExceeded
from runlake.products.prices import Prices, cost_of, tokens_of
from runlake.protocols.weave.call_prices import CallPrices
from runlake.protocols.weave.call_search import CallSearch
from runlake.protocols.weave.call_wire import CallsFilter, CallsQuery, Json
from runlake.protocols.weave.door import Asked, Door
from runlake.protocols.weave.stored_calls import Call

_MOST_CALLS = 10_000
_MOST_IDS = 1000

Usage = dict[str, dict[str, float]]
"""Model → counts."""


class CallsUsage(Struct):
    """`/calls/usage`."""

    project_id: str
    call_ids: list[str]
    include_costs: bool = False


class TraceUsage(Struct):
    """`/trace/usage`."""

    project_id: str
    filter: CallsFilter | None = None
    query: Json | None = None
    include_costs: bool = False
    limit: int | None = None


class UsageEndpoints:
    """The endpoints of usage."""

    def __init__(self, search: CallSearch, prices: Prices) -> None:
        self._search = search
        self._prices = prices

    def routes(self, door: Door) -> list[Route]:
        return [
            *door.routes("/calls/usage", self.of_calls, CallsUsage),
            *door.routes("/trace/usage", self.of_query, TraceUsage),
        ]

    async def of_calls(self, asked: Asked) -> dict[str, Any]:
        """The usage of some calls."""
        body: CallsUsage = asked.body
        if len(body.call_ids) > _MOST_IDS:
            raise LimitExceeded(f"{len(body.call_ids)} calls at once: ask for at most {_MOST_IDS}")
        wanted = CallsFilter(call_ids=body.call_ids)
        calls = await self._search.find(asked, CallsQuery(body.project_id, wanted)) if body.call_ids else []
        traces = CallsFilter(trace_ids=list({call["trace_id"] for call in calls}))
        family = await self._search.find(asked, CallsQuery(body.project_id, traces)) if calls else []
        return await self._answer(asked, calls, family, costs=body.include_costs)

    async def of_query(self, asked: Asked) -> dict[str, Any]:
        """The usage of each call that a query finds."""
        body: TraceUsage = asked.body
        limit = min(body.limit or _MOST_CALLS, _MOST_CALLS)
        calls = await self._search.find(asked, CallsQuery(body.project_id, body.filter, body.query, limit=limit))
        return await self._answer(asked, calls, calls, costs=body.include_costs)

    async def _answer(self, asked: Asked, calls: list[Call], family: list[Call], *, costs: bool) -> dict[str, Any]:
        usage = usage_of(family)
        found = {call["id"]: usage.get(call["id"], {}) for call in calls}
        if costs:
            prices = await CallPrices.read(self._prices, asked.project.project_id)
            for call in calls:
                for model, counts in found[call["id"]].items():
                    started_at = datetime.fromisoformat(call["started_at"])
                    price = prices.at(model, started_at)
                    found[call["id"]][model] = counts | (cost_of(counts, price) if price is not None else {})
        running = [call["id"] for call in family if call["ended_at"] is None]
        return {"call_usage": found, "unfinished_call_ids": running}


def usage_of(calls: Sequence[Call]) -> dict[str, Usage]:
    """Call id → its usage and that of all below it, each counted once. Parents may be missing.

    The summary of a call that weave's client ended counts what is below already, beside its `status_counts`; when it counts
    nothing, and when another client ended the call, the calls right below are added.
    """
    known: dict[str, Usage] = {}
    waiting: dict[str, Usage] = {}
    # Children begin after their parents: from the last to the first, all below a call are known when it is reached.
    for call in sorted(calls, key=lambda call: (call["started_at"], call["id"]), reverse=True):
        usage = _own(call)
        if not (usage and _is_summed(call)):
            usage = _sum(usage, waiting.get(call["id"], {}))
        known[call["id"]] = usage
        if call["parent_id"] is not None:
            waiting[call["parent_id"]] = _sum(waiting.get(call["parent_id"], {}), usage)
    return known


def _own(call: Call) -> Usage:
    usage = (call["summary"] or {}).get("usage")
    models = usage.items() if isinstance(usage, dict) else ()
    return {model: _counts(used) for model, used in models if isinstance(used, dict)}


def _is_summed(call: Call) -> bool:
    return isinstance((call["summary"] or {}).get("status_counts"), dict)


def _counts(used: Mapping[str, Any]) -> dict[str, float]:
    counts = tokens_of(used)
    counts["total_tokens"] = counts["total_tokens"] or counts["prompt_tokens"] + counts["completion_tokens"]
    return {**counts}


def _sum(one: Usage, other: Usage) -> Usage:
    """The sums of both, model by model."""
    summed = {**one}
    for model, counts in other.items():
        before = summed.get(model, {})
        summed[model] = {name: before.get(name, 0) + value for name, value in counts.items()}
    return summed
