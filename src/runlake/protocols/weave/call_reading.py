"""Calls go out: pages, counts, single ones."""

from typing import Any

from starlette.routing import Route

from runlake.errors import InvalidInput
from runlake.protocols.weave.call_extras import CallExtras
from runlake.protocols.weave.call_search import CallSearch
from runlake.protocols.weave.call_wire import CallsFilter, CallsQuery, ReadBody
from runlake.protocols.weave.door import Asked, Door, Lines, dumped
from runlake.protocols.weave.stored_calls import Call

_ALWAYS = ("id", "project_id", "op_name", "trace_id", "started_at", "attributes", "inputs")
_EMPTY = ("attributes", "inputs")
_OF_SUMMARY = ("ended_at", "exception", "display_name")
_MOST_COLUMNS = 1000


class CallReading:
    """The endpoints that read calls."""

    def __init__(self, search: CallSearch, extras: CallExtras) -> None:
        self._search = search
        self._extras = extras

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
        """How many calls the same query would give."""
        return {"count": await self._search.count(asked, asked.body)}

    async def read(self, asked: Asked) -> dict[str, Any]:
        """One call, null when it is not there."""
        body: ReadBody = asked.body
        query = CallsQuery(body.project_id, CallsFilter(call_ids=[body.id]), include_costs=body.include_costs, limit=1)
        return {"call": next(iter(await self._found(asked, query)), None)}

    async def _found(self, asked: Asked, query: CallsQuery) -> list[dict[str, Any]]:
        calls = await self._search.find(asked, query)
        return [_shaped(call, query) for call in await self._extras.for_answer(asked, query, calls)]


def _shaped(call: Call, query: CallsQuery) -> dict[str, Any]:
    """A call as it is sent: the columns that were asked for and those that every client needs."""
    sent = dict(call)
    if query.include_usernames:
        sent["wb_username"] = call["wb_user_id"]
    if query.include_storage_size:
        sent["storage_size_bytes"] = sum(len(dumped(call[name])) for name in ("inputs", "output", "attributes"))
    if query.columns is None:
        return sent
    chosen = {column.partition(".")[0] for column in query.columns} | set(_ALWAYS)
    if "summary" in chosen or query.include_costs or query.include_feedback:
        chosen |= {"summary", *_OF_SUMMARY}
    asked_for = {column.partition(".")[0] for column in query.columns}
    empty: dict[str, Any] = {name: {} for name in _EMPTY if name not in asked_for}
    return {name: value for name, value in sent.items() if name in chosen} | empty
