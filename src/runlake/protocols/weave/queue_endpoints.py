"""Annotation queues: calls that people judge one after the other."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from starlette.routing import Route

from runlake.errors import InvalidInput, LimitExceeded, NotFound
from runlake.products.annotations import AnnotationQueues, ItemsQuery, NewItem
from runlake.protocols.weave.call_search import CallSearch
from runlake.protocols.weave.call_wire import CallsFilter, CallsQuery, SortBy
from runlake.protocols.weave.door import Asked, Door, Lines
from runlake.protocols.weave.query import RowFields, check_order, in_order
from runlake.protocols.weave.queue_wire import (
    ChangedQueue,
    ItemsFilter,
    NewItems,
    NewQueue,
    QueueItemsQuery,
    QueuesQuery,
    QueueStats,
    StepBody,
    item_row,
    queue_row,
)
from runlake.protocols.weave.refusals import ValueRefused
from runlake.protocols.weave.stored_calls import Call

_MOST_CALLS = 1000
_QUEUE_ORDERS = RowFields(("id", "name", "created_at", "updated_at"))
_ITEM_ORDERS = RowFields(("call_started_at", "call_op_name", "created_at", "updated_at"))
T = TypeVar("T")


class QueueEndpoints:
    """The endpoints of annotation queues."""

    def __init__(self, queues: AnnotationQueues, search: CallSearch) -> None:
        self._queues = queues
        self._search = search

    def routes(self, door: Door) -> list[Route]:
        one = "/annotation_queues/{queue_id}"
        return [
            *door.routes("/annotation_queues", self.create, NewQueue, access="write"),
            *door.routes("/annotation_queues/query", self.query, QueuesQuery),
            *door.routes("/annotation_queues/stats", self.stats, QueueStats),
            *door.routes(one, self.read, method="GET"),
            *door.routes(one, self.update, ChangedQueue, access="write", method="PUT"),
            *door.routes(one, self.delete, access="write", method="DELETE"),
            *door.routes(f"{one}/items", self.add, NewItems, access="write"),
            *door.routes(f"{one}/items/query", self.items, QueueItemsQuery),
            *door.routes(f"{one}/items/{{item_id}}/progress", self.step, StepBody, access="write"),
        ]

    async def create(self, asked: Asked) -> dict[str, str]:
        """A new queue."""
        body: NewQueue = asked.body
        user = asked.principal.username
        queue = await self._queues.create(
            asked.project.project_id, body.name, body.description or "", body.scorer_refs, user
        )
        return {"id": queue.queue_id}

    async def query(self, asked: Asked) -> Lines:
        """One queue per line, the newest first unless another order is asked for."""
        body: QueuesQuery = asked.body
        part = (body.name or "").casefold()
        found = await self._queues.list(asked.project.project_id)
        rows = [queue_row(asked, queue) for queue in found if part in queue.name.casefold()]
        return Lines(_page(_ordered(rows, body.sort_by, _QUEUE_ORDERS), body.offset, body.limit))

    async def read(self, asked: Asked) -> dict[str, Any]:
        """One queue."""
        queue = await self._queues.get(asked.project.project_id, asked.path["queue_id"])
        return {"queue": queue_row(asked, queue)}

    async def update(self, asked: Asked) -> dict[str, Any]:
        """Change what is given."""
        body: ChangedQueue = asked.body
        changes = {"name": body.name, "description": body.description, "scorer_refs": body.scorer_refs}
        queue = await self._queues.update(asked.project.project_id, asked.path["queue_id"], **changes)  # type: ignore[arg-type]
        return {"queue": queue_row(asked, queue)}

    async def delete(self, asked: Asked) -> dict[str, Any]:
        """Delete a queue; the feedback that it led to stays."""
        queue = await self._queues.delete(asked.project.project_id, asked.path["queue_id"])
        return {"queue": queue_row(asked, queue)}

    async def add(self, asked: Asked) -> dict[str, int]:
        """Put calls into a queue; those that are not there do not count."""
        body: NewItems = asked.body
        if len(body.call_ids) > _MOST_CALLS:
            raise LimitExceeded(f"{len(body.call_ids)} calls at once: add at most {_MOST_CALLS}")
        wanted = CallsQuery(body.project_id, CallsFilter(call_ids=body.call_ids))
        calls = await self._search.find(asked, wanted) if body.call_ids else []
        added = await self._queues.add(
            asked.project.project_id,
            asked.path["queue_id"],
            [_new_item(call) for call in calls],
            body.display_fields,
            asked.principal.username,
        )
        return {"added_count": added, "duplicates": len(calls) - added}

    async def items(self, asked: Asked) -> dict[str, Any]:
        """The items of a queue, the oldest first unless another order is asked for. A position is that among all items."""
        body: QueueItemsQuery = asked.body
        place = (asked.project.project_id, asked.path["queue_id"])
        found = await self._queues.items(*place, _items_query(body.filter or ItemsFilter()))
        if body.include_position:
            wanted = {item.item_id for item in found}
            rows = _ordered(
                [item_row(asked, item) for item in await self._queues.items(*place)], body.sort_by, _ITEM_ORDERS
            )
            rows = [row | {"position_in_queue": number} for number, row in enumerate(rows, 1) if row["id"] in wanted]
        else:
            rows = _ordered([item_row(asked, item) for item in found], body.sort_by, _ITEM_ORDERS)
        return {"items": _page(rows, body.offset, body.limit)}

    async def stats(self, asked: Asked) -> dict[str, Any]:
        """How many items queues have, and how many of them are done."""
        found = await self._queues.totals(asked.project.project_id, asked.body.queue_ids)
        rows = [{"queue_id": one.queue_id, "total_items": one.items, "completed_items": one.done} for one in found]
        return {"stats": rows}

    async def step(self, asked: Asked) -> dict[str, Any]:
        """The caller begins, finishes or skips an item. Raises ValueRefused, also for an item that is not there."""
        project_id, path, user = asked.project.project_id, asked.path, asked.principal.username
        await self._queues.get(project_id, path["queue_id"])
        try:
            item = await self._queues.step(
                project_id, path["queue_id"], path["item_id"], user, asked.body.annotation_state
            )
        except (InvalidInput, NotFound) as error:
            raise ValueRefused(error.message) from error
        return {"item": item_row(asked, item)}


def _new_item(call: Call) -> NewItem:
    ended = call["ended_at"]
    return NewItem(
        span_id=call["id"],
        trace_id=call["trace_id"],
        name=call["op_name"],
        started_at=datetime.fromisoformat(call["started_at"]),
        ended_at=None if ended is None else datetime.fromisoformat(ended),
    )


def _items_query(found: ItemsFilter) -> ItemsQuery:
    return ItemsQuery(
        item_id=found.id,
        span_id=found.call_id,
        trace_id=found.call_trace_id,
        name=found.call_op_name,
        added_by=found.added_by,
        states=found.annotation_states or (),
    )


def _ordered(rows: list[dict[str, Any]], keys: Iterable[SortBy] | None, fields: RowFields) -> list[dict[str, Any]]:
    """The rows in an order; keys that no order can be made of are passed over, as the client expects."""
    known = [key for key in keys or () if key.field in fields and key.direction in ("asc", "desc")]
    return in_order(rows, check_order(known, fields))


def _page(rows: Sequence[T], offset: int | None, limit: int | None) -> list[T]:
    first = max(offset or 0, 0)
    return list(rows[first : None if limit is None else first + max(limit, 0)])
