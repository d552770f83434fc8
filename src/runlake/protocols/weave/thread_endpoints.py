"""Threads: conversations, as sums over their turns."""

from datetime import datetime
from typing import Any

from msgspec import Struct
from starlette.routing import Route

from runlake.errors import InvalidInput
from runlake.products.traces import Traces
from runlake.protocols.weave.call_spans import ns_of
from runlake.protocols.weave.call_wire import SortBy
from runlake.protocols.weave.door import Asked, Door, Lines
from runlake.protocols.weave.query import RowFields, check_order, in_order
from runlake.protocols.weave.stored_calls import iso_of

_MOST_IDS = 1000
_FIELDS = RowFields(
    ("thread_id", "turn_count", "start_time", "last_updated", "p50_turn_duration_ms", "p99_turn_duration_ms")
)


class ThreadsFilter(Struct):
    """Threads by id, and by when they began and ended."""

    thread_ids: list[str] | None = None
    after_datetime: datetime | None = None
    before_datetime: datetime | None = None


class ThreadsQuery(Struct):
    """`/threads/stream_query`."""

    project_id: str
    filter: ThreadsFilter | None = None
    sort_by: list[SortBy] | None = None
    limit: int | None = None
    offset: int | None = None


class ThreadEndpoints:
    """The endpoint of threads."""

    def __init__(self, traces: Traces) -> None:
        self._traces = traces

    def routes(self, door: Door) -> list[Route]:
        return door.routes("/threads/stream_query", self.stream_query, ThreadsQuery)

    async def stream_query(self, asked: Asked) -> Lines:
        """One thread per line, the one that was used last first unless another order is asked for."""
        body: ThreadsQuery = asked.body
        found = body.filter or ThreadsFilter()
        if len(found.thread_ids or ()) > _MOST_IDS:
            raise InvalidInput(f"filter.thread_ids has more than {_MOST_IDS} values")
        times = {"after_ns": found.after_datetime, "before_ns": found.before_datetime}
        bounds = {name: ns_of(at) for name, at in times.items() if at is not None}
        rows = await self._traces.lists.sessions(asked.project.project_id, found.thread_ids or (), **bounds)
        threads = in_order([_thread(row) for row in rows], check_order(body.sort_by or [], _FIELDS))
        first = max(body.offset or 0, 0)
        return Lines(threads[first : None if body.limit is None else first + max(body.limit, 0)])


def _thread(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "thread_id": row["session_id"],
        "turn_count": row["turns"],
        "start_time": iso_of(row["start_ns"]),
        "last_updated": iso_of(row["end_ns"]),
        "first_turn_id": row["first_turn"],
        "last_turn_id": row["last_turn"],
        "p50_turn_duration_ms": row["p50_ns"] / 1e6,
        "p99_turn_duration_ms": row["p99_ns"] / 1e6,
    }
