"""What calls take: the bytes of their JSON, of single ones and of whole traces."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from runlake.protocols.weave.call_search import CallSearch
from runlake.protocols.weave.call_wire import CallsFilter, CallsQuery
from runlake.protocols.weave.door import Asked, dumped
from runlake.protocols.weave.stored_calls import Call

_AT_ONCE = 500


def size_of(call: Call) -> int:
    """The bytes of what a client sent of a call; `summary.weave` is computed."""
    summary = {name: value for name, value in (call["summary"] or {}).items() if name != "weave"}
    return sum(len(dumped(part)) for part in (call["inputs"], call["output"], call["attributes"], summary))


class CallSizes:
    """Sums the bytes of traces up. A total belongs to the root: other calls have none."""

    def __init__(self, search: CallSearch) -> None:
        self._search = search

    async def of_traces(self, asked: Asked, calls: Sequence[Call]) -> Mapping[str, int]:
        """Id → the bytes of the whole trace, of those calls that are roots."""
        roots = {call["id"]: call["trace_id"] for call in calls if call["parent_id"] is None}
        totals = await self._of_ids(asked, set(roots.values()))
        return {call_id: totals[trace_id] for call_id, trace_id in roots.items()}

    async def of_query(self, asked: Asked, query: CallsQuery) -> int:
        """The bytes of the traces whose roots a query finds."""
        traces: set[str] = set()
        async for batch in self._search.stream(asked, query):
            traces |= {call["trace_id"] for call in batch if call["parent_id"] is None}
        return sum((await self._of_ids(asked, traces)).values())

    async def _of_ids(self, asked: Asked, trace_ids: Collection[str]) -> Counter[str]:
        totals: Counter[str] = Counter()
        left = sorted(trace_ids)
        for first in range(0, len(left), _AT_ONCE):
            within = CallsFilter(trace_ids=left[first : first + _AT_ONCE])
            async for batch in self._search.stream(asked, CallsQuery(asked.project_name, within)):
                for call in batch:
                    totals[call["trace_id"]] += size_of(call)
        return totals
