"""`/agents/query`, `/agents/agent-versions/query`, `/agents/spans/…`: agents, and the spans that they sent.

Spans are read anew for each answer: at most 100,000 of a project.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct
from starlette.routing import Route

from runlake.errors import LimitExceeded
from runlake.products.traces import SpanSelection, Traces
from runlake.protocols.weave.agent_rows import AGENT, CUSTOM, OPERATION, Row, agent_row, attributes_in, totals
from runlake.protocols.weave.call_spans import OP_NAME, ns_of
from runlake.protocols.weave.call_wire import Json, SortBy
from runlake.protocols.weave.door import Asked, Door
from runlake.protocols.weave.query import RowFields, check_order, compile_query, in_order
from runlake.protocols.weave.refusals import ValueRefused
from runlake.query import Compare, Filter, Or

_MOST_SPANS = 100_000
_NEVER_NS = 2**63 - 1
_DEFAULT_PAGE, _LARGEST_PAGE = 100, 10_000
_COUNTS = ("span_count", "invocation_count", "error_count", "total_input_tokens", "total_output_tokens")
_TOTALS = RowFields(("agent_name", "agent_version", "total_duration_ms", *_COUNTS), times=("first_seen", "last_seen"))
_TOKENS = ("input_tokens", "output_tokens", "cache_read_input_tokens", "cache_creation_input_tokens")
_SPANS = RowFields(
    (
        *("trace_id", "span_id", "parent_span_id", "span_name", "span_kind", "status_code", "status_message"),
        *("operation_name", "provider_name", "agent_name", "agent_id", "agent_version", "agent_description"),
        *("request_model", "response_model", "response_id", "conversation_id", "conversation_name"),
        *("tool_name", "tool_call_id", "error_type", "wb_run_id", "parent_call_id", "parent_call_trace_id"),
        *("duration_ms", *_TOKENS),
    ),
    times=("started_at", "ended_at"),
    json=tuple(CUSTOM.values()),
)


class AgentFilter(Struct):
    """One agent."""

    agent_name: str | None = None


class AgentsBody(Struct):
    """`/agents/query` and, with `agent_name`, `/agents/agent-versions/query`."""

    project_id: str
    filters: AgentFilter | None = None
    agent_name: str | None = None
    sort_by: list[SortBy] | None = None
    limit: int | None = None
    offset: int | None = None


class SpansBody(Struct):
    """`/agents/spans/query` and, with fewer keys, `/agents/spans/custom-attrs/schema`."""

    project_id: str
    query: Json | None = None
    group_by: list[Json] | None = None
    signal_filters: Json | None = None
    insight_filters: list[Json] | None = None
    include_details: bool | None = None
    started_after: datetime | None = None
    started_before: datetime | None = None
    sort_by: list[SortBy] | None = None
    limit: int | None = None
    offset: int | None = None


class AgentEndpoints:
    """The endpoints of agents that are served."""

    def __init__(self, traces: Traces) -> None:
        self._traces = traces

    def routes(self, door: Door) -> list[Route]:
        return [
            *door.routes("/agents/query", self.agents, AgentsBody),
            *door.routes("/agents/agent-versions/query", self.versions, AgentsBody),
            *door.routes("/agents/spans/query", self.spans, SpansBody),
            *door.routes("/agents/spans/custom-attrs/schema", self.attributes, SpansBody),
        ]

    async def agents(self, asked: Asked) -> dict[str, Any]:
        """Agents with the sums of their spans."""
        body: AgentsBody = asked.body
        name = body.filters.agent_name if body.filters is not None else None
        rows = [row for row in await self._rows(asked, name) if row["agent_name"]]
        found = totals(asked.project_name, rows, ("agent_name",))
        return _page("agents", _ordered(found, body.sort_by, _TOTALS), body)

    async def versions(self, asked: Asked) -> dict[str, Any]:
        """Versions of an agent with the sums of their spans."""
        rows = await self._rows(asked, asked.body.agent_name or "")
        found = totals(asked.project_name, rows, ("agent_name", "agent_version"))
        return _page("versions", _ordered(found, asked.body.sort_by, _TOTALS), asked.body)

    async def spans(self, asked: Asked) -> dict[str, Any]:
        """Spans of agents, the newest first unless another order is asked for. Raises ValueRefused for groups of them."""
        body: SpansBody = asked.body
        if body.group_by or body.signal_filters or body.insight_filters:
            raise ValueRefused("spans are not grouped or filtered by signals here: ask for the spans themselves")
        found = await self._matching(asked, body)
        return _page("spans", _ordered(found, body.sort_by, _SPANS), body) | {"groups": []}

    async def attributes(self, asked: Asked) -> dict[str, Any]:
        """The names of the user's own attributes with the types of their values, the most frequent first."""
        body: SpansBody = asked.body
        found = attributes_in(await self._matching(asked, body))
        page = _page("attributes", found, body)["attributes"]
        return {"attributes": page, "has_more": max(body.offset or 0, 0) + len(page) < len(found)}

    async def _matching(self, asked: Asked, body: SpansBody) -> list[Row]:
        matches = compile_query(body.query, _SPANS)
        between = (body.started_after, body.started_before)
        rows = await self._rows(asked, None, *between, details=bool(body.include_details))
        return [row for row in rows if matches(row)]

    async def _rows(
        self,
        asked: Asked,
        agent_name: str | None,
        after: datetime | None = None,
        before: datetime | None = None,
        *,
        details: bool = False,
    ) -> list[Row]:
        """The spans of agents, or of one of them, the newest first. Raises LimitExceeded."""
        since_ns = 0 if after is None else ns_of(after)
        until_ns = _NEVER_NS if before is None else ns_of(before)
        selection = SpanSelection(_of_agents(agent_name), descending=True, since_ns=since_ns, until_ns=until_ns)
        found: list[Row] = []
        async for batch in self._traces.stream(asked.project.project_id, selection):
            kept = [span for span in batch if OP_NAME not in span.raw["attributes"]]
            found += [agent_row(asked.project_name, span, details=details) for span in kept]
            if len(found) > _MOST_SPANS:
                raise LimitExceeded(f"more than {_MOST_SPANS} spans of agents: ask for those after a time")
        return found


def _of_agents(agent_name: str | None) -> Filter:
    """Spans that speak of an agent or of what it does; of one agent those with its name."""
    if agent_name is not None:
        return Or(tuple(Compare(f"attributes.{name}", "eq", agent_name) for name in AGENT))
    return Or(tuple(Compare(f"attributes.{name}", "exists", value=True) for name in (*OPERATION, *AGENT)))


def _ordered(rows: list[Row], keys: Sequence[SortBy] | None, fields: RowFields) -> list[Row]:
    return in_order(rows, check_order(keys, fields)) if keys else rows


def _page(name: str, rows: list[Row], body: AgentsBody | SpansBody) -> dict[str, Any]:
    first, limit = max(body.offset or 0, 0), _DEFAULT_PAGE if body.limit is None else body.limit
    return {name: rows[first : first + min(max(limit, 0), _LARGEST_PAGE)], "total_count": len(rows)}
