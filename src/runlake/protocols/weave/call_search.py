"""Finding calls: finished ones from the store in batches, open ones beside them, both by the same rules."""

from collections.abc import AsyncIterator, Sequence

from runlake.errors import LimitExceeded
from runlake.products.traces import Traces
from runlake.protocols.weave.call_extras import CallExtras, as_queried
from runlake.protocols.weave.call_filter import check_filter, matches, narrow, qualified
from runlake.protocols.weave.call_wire import CallsFilter, CallsQuery, SortBy
from runlake.protocols.weave.door import Asked
from runlake.protocols.weave.query import CallFields, Field, Predicate, check_order, compile_query, in_order
from runlake.protocols.weave.refusals import ValueRefused
from runlake.protocols.weave.stored_calls import Call, call_of_open, call_of_stored

_MOST_CALLS = 100_000
_SORTED_AT_ONCE = 10_000  # of a page by another order than that of the store only so many more calls are in memory
_FIELDS = CallFields()


class CallSearch:
    """Finds calls of a project."""

    def __init__(self, traces: Traces, extras: CallExtras) -> None:
        self._traces = traces
        self._extras = extras

    async def find(self, asked: Asked, query: CallsQuery) -> list[Call]:
        """The calls of a page, in its order. Raises InvalidInput, FieldRefused; LimitExceeded past 100,000 calls of a page."""
        query = qualified(query, asked.project_name)
        keys = check_order(query.sort_by or [], _FIELDS)
        offset, limit = max(query.offset or 0, 0), query.limit if query.limit and query.limit > 0 else None
        by_start = _by_start(query.sort_by)
        wanted = None if limit is None else offset + limit
        found: list[Call] = []
        async for batch in self._matching(asked, query, descending=by_start == "desc"):
            found += batch
            if wanted is not None and by_start is not None and len(found) >= wanted:
                break
            if wanted is not None and len(found) >= min(2 * wanted + _SORTED_AT_ONCE, _MOST_CALLS):
                found = _sorted(found, query.sort_by, keys)[:wanted]
            if len(found) > _MOST_CALLS:
                raise LimitExceeded(f"more than {_MOST_CALLS} calls match: ask for pages by started_at, or for fewer")
        found = _sorted(found + await self._open(asked, query), query.sort_by, keys)
        return found[offset : None if limit is None else offset + limit]

    async def stream(self, asked: Asked, query: CallsQuery) -> AsyncIterator[list[Call]]:
        """Batches of all calls that match, however many, the finished ones by their starts."""
        query = qualified(query, asked.project_name)
        async for batch in self._matching(asked, query, descending=False):
            yield batch
        yield await self._open(asked, query)

    async def count(self, asked: Asked, query: CallsQuery) -> int:
        """How many calls match, at most `limit`."""
        if query.limit is not None and query.limit < 1:
            raise ValueRefused(f"Limit must be at least 1: it is {query.limit}")
        query = qualified(query, asked.project_name)
        found = len(await self._open(asked, query))  # says what is wrong with the query
        narrowed = narrow(_checked(query), descending=False)
        if narrowed.is_exact:
            found += await self._traces.count(asked.project.project_id, narrowed.selection)
        else:
            async for batch in self._matching(asked, query, descending=False):
                found += len(batch)
        return found if query.limit is None else min(found, query.limit)

    async def _matching(self, asked: Asked, query: CallsQuery, *, descending: bool) -> AsyncIterator[list[Call]]:
        """Batches of finished calls that match, in the order of their starts."""
        predicate = compile_query(query.query, _FIELDS)
        selection = narrow(_checked(query), descending=descending).selection
        async for batch in self._traces.stream(asked.project.project_id, selection):
            yield await self._those(asked, query, predicate, [call_of_stored(asked.project_name, s) for s in batch])

    async def _open(self, asked: Asked, query: CallsQuery) -> list[Call]:
        spans = await self._traces.open_spans(asked.project.project_id)
        predicate = compile_query(query.query, _FIELDS)
        return await self._those(asked, query, predicate, [call_of_open(asked.project_name, span) for span in spans])

    async def _those(self, asked: Asked, query: CallsQuery, predicate: Predicate, calls: list[Call]) -> list[Call]:
        wanted = query.filter or CallsFilter()
        calls = [call for call in calls if matches(call, wanted)]
        if not calls:
            return []
        names = await self._traces.names(asked.project.project_id, [call["id"] for call in calls])
        for call in calls:
            call["display_name"] = names.get(call["id"], call["display_name"]) or None
        return [call for call in await self._extras.for_query(asked, query, calls) if predicate(as_queried(call))]


def _sorted(calls: list[Call], sort_by: Sequence[SortBy] | None, keys: Sequence[tuple[Field, bool]]) -> list[Call]:
    """The calls in the order that is asked for."""
    by_start = _by_start(sort_by)
    if by_start is not None:
        return sorted(calls, key=lambda call: (call["started_at"], call["id"]), reverse=by_start == "desc")
    last = sort_by[-1] if sort_by else None
    ascending = last is not None and (last.field, last.direction) == ("started_at", "asc")
    # What is equal: the newest id first.
    return in_order(sorted(calls, key=lambda call: call["id"], reverse=not ascending), keys)


def _checked(query: CallsQuery) -> CallsQuery:
    check_filter(query.filter or CallsFilter())
    return query


def _by_start(keys: Sequence[SortBy] | None) -> str | None:
    """The direction when the order is that of the store; None when it is another."""
    if not keys:
        return "asc"
    return keys[0].direction if [key.field for key in keys] == ["started_at"] else None
