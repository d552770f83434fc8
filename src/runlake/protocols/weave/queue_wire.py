"""Bodies about annotation queues, and how queues and their items are sent.

Source: the schemas of weave 0.54.0's generated client.
"""

from typing import Any

from msgspec import Struct

from runlake.products.annotations import Queue, QueueItem, State
from runlake.protocols.weave.call_wire import SortBy
from runlake.protocols.weave.door import Asked


class NewQueue(Struct):
    """`/annotation_queues`."""

    project_id: str
    name: str
    scorer_refs: list[str]
    description: str | None = None


class ChangedQueue(Struct):
    """`PUT /annotation_queues/{queue_id}`; what is null stays."""

    project_id: str
    name: str | None = None
    description: str | None = None
    scorer_refs: list[str] | None = None


class QueuesQuery(Struct):
    """`/annotation_queues/query`; `name` is a part of names, in whatever case."""

    project_id: str
    name: str | None = None
    sort_by: list[SortBy] | None = None
    limit: int | None = None
    offset: int | None = None


class QueueStats(Struct):
    """`/annotation_queues/stats`."""

    project_id: str
    queue_ids: list[str]


class NewItems(Struct):
    """`/annotation_queues/{queue_id}/items`."""

    project_id: str
    call_ids: list[str]
    display_fields: list[str]


class ItemsFilter(Struct):
    """Items that are all of this."""

    id: str | None = None
    call_id: str | None = None
    call_op_name: str | None = None
    call_trace_id: str | None = None
    added_by: str | None = None
    annotation_states: list[State] | None = None


class QueueItemsQuery(Struct):
    """`/annotation_queues/{queue_id}/items/query`."""

    project_id: str
    filter: ItemsFilter | None = None
    sort_by: list[SortBy] | None = None
    limit: int | None = None
    offset: int | None = None
    include_position: bool | None = None


class StepBody(Struct):
    """`/annotation_queues/{queue_id}/items/{item_id}/progress`."""

    project_id: str
    annotation_state: str


def queue_row(asked: Asked, queue: Queue) -> dict[str, Any]:
    """A queue as it is sent."""
    return {
        "id": queue.queue_id,
        "project_id": asked.project_name,
        "name": queue.name,
        "description": queue.description,
        "scorer_refs": list(queue.scorer_refs),
        "created_at": queue.created_at,
        "created_by": queue.created_by,
        "updated_at": queue.updated_at,
        "deleted_at": queue.deleted_at,
    }


def item_row(asked: Asked, item: QueueItem, position: int | None = None) -> dict[str, Any]:
    """An item as it is sent; the user who put it there is named twice."""
    return {
        "id": item.item_id,
        "project_id": asked.project_name,
        "queue_id": item.queue_id,
        "call_id": item.span_id,
        "call_trace_id": item.trace_id,
        "call_op_name": item.name,
        "call_started_at": item.started_at,
        "call_ended_at": item.ended_at,
        "display_fields": list(item.display_fields),
        "annotation_state": item.state,
        "annotator_user_id": item.annotator,
        "added_by": item.created_by,
        "created_at": item.created_at,
        "created_by": item.created_by,
        "updated_at": item.updated_at or item.created_at,
        "deleted_at": None,
        "position_in_queue": position,
    }
