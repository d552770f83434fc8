"""Calls go out: pages, counts, single ones."""

from typing import Any

from starlette.routing import Route

from runlake.errors import InvalidInput
from runlake.protocols.weave.call_extras import CallExtras
from runlake.protocols.weave.call_search import CallSearch
from runlake.protocols.weave.call_sizes import CallSizes, size_of
from runlake.protocols.weave.call_wire import CallsFilter, CallsQuery, ReadBody
from runlake.protocols.weave.door import Asked, Door, Lines
from runlake.protocols.weave.stored_calls import Call

_ALWAYS = ("id", "project_id", "op_name", "trace_id", "started_at", "attributes", "inputs")
_EMPTY = ("attributes", "inputs")
_OF_SUMMARY = ("ended_at", "exception", "display_name")
_TOTAL = "total_storage_size_bytes"
_DUMP = "_dump"  # what columns of the client's own server end with
_MOST_COLUMNS = 1000


class CallReading:
    """The endpoints that read calls."""

    def __init__(self, search: CallSearch, extras: CallExtras) -> None:
        self._search = search
        self._extras = extras
        self._sizes = CallSizes(search)

    def routes(self, door: Door) -> list[Route]:
        return [
            *door.routes("/calls/stream_query", self.stream_query, CallsQuery),
            *door.routes("/calls/query_stats", self.query_stats, CallsQuery),
            *door.routes("/call/read", self.read, ReadBody),
        ]

    async def stream_query(self, asked: Asked) -> Lines:
        """One call per line. Whatever is wrong is said before the first."""
        query: CallsQuery = asked.body
        if len(query.columns or ()) > _MOST_COLUMNS:
            raise InvalidInput(f"columns has {len(query.columns or ())} names: the limit is {_MOST_COLUMNS}")
        return Lines(await self._found(asked, query))

    async def query_stats(self, asked: Asked) -> dict[str, Any]:
        """How many calls the same query would give, and on request the bytes of the traces whose roots are among them."""
        stats = {"count": await self._search.count(asked, asked.body)}
        if asked.body.include_total_storage_size:
            stats["total_storage_size_bytes"] = await self._sizes.of_query(asked, asked.body)
        return stats

    async def read(self, asked: Asked) -> dict[str, Any]:
        """One call, null when it is not there."""
        body: ReadBody = asked.body
        query = CallsQuery(body.project_id, CallsFilter(call_ids=[body.id]), include_costs=body.include_costs, limit=1)
        return {"call": next(iter(await self._found(asked, query)), None)}

    async def _found(self, asked: Asked, query: CallsQuery) -> list[dict[str, Any]]:
        calls = await self._extras.for_answer(asked, query, await self._search.find(asked, query))
        if query.include_total_storage_size:
            totals = await self._sizes.of_traces(asked, calls)
            calls = [call | {_TOTAL: totals.get(call["id"])} for call in calls]
        return [_shaped(call, query) for call in calls]


def _shaped(call: Call, query: CallsQuery) -> dict[str, Any]:
    """A call as it is sent: the columns that were asked for and those that every client needs."""
    sent = dict(call)
    if query.include_usernames:
        sent["wb_username"] = call["wb_user_id"]
    if query.include_storage_size:
        sent["storage_size_bytes"] = size_of(call)
    if query.columns is None:
        return sent
    asked_for = {column.partition(".")[0].removesuffix(_DUMP) for column in query.columns}
    chosen = asked_for | {_TOTAL, "storage_size_bytes", *_ALWAYS}
    if "summary" in chosen or query.include_costs or query.include_feedback:
        chosen |= {"summary", *_OF_SUMMARY}
    empty: dict[str, Any] = {name: {} for name in _EMPTY if name not in asked_for}
    return {name: value for name, value in sent.items() if name in chosen} | empty
