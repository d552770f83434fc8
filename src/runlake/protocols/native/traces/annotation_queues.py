"""`…/annotation-queues`: lists of spans that people judge one after the other."""

from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path
from pydantic import BaseModel, ConfigDict, Field
from typing_extensions import TypedDict

from runlake.products.annotations import AnnotationQueues, NewItem, Queue, QueueItem, QueueTotals, State
from runlake.products.traces import SpansQuery, Traces
from runlake.protocols.native.deps import ReadProject, WriteProject
from runlake.query import Compare

_MOST_SPANS = 500

Id = Annotated[str, Path(min_length=1, max_length=64)]


class NewQueueBody(BaseModel):
    """A queue to make."""

    model_config = ConfigDict(extra="forbid")
    name: str = Field(min_length=1, max_length=256)
    description: str = Field("", max_length=10_000)


class NewItemsBody(BaseModel):
    """Spans to put into a queue; those that are not there do not count."""

    model_config = ConfigDict(extra="forbid")
    span_ids: list[Annotated[str, Field(max_length=256)]] = Field(max_length=_MOST_SPANS)


class StepBody(BaseModel):
    """How far the caller is with an item."""

    model_config = ConfigDict(extra="forbid")
    state: Literal["in_progress", "completed", "skipped"]


class QueueRow(TypedDict):
    """A queue: `items` wait in it, of which `done` are finished or skipped."""

    queue_id: str
    name: str
    description: str
    created_at: str
    created_by: str
    items: int
    done: int


class QueueItemRow(TypedDict):
    """A span in a queue; `state` is what `annotator` made of it last."""

    item_id: str
    trace_id: str
    span_id: str
    name: str
    started_at: str
    state: State
    annotator: str


class QueueList(TypedDict):
    """Queues, the newest first."""

    queues: list[QueueRow]


class QueueWithItems(TypedDict):
    """A queue with what is in it, the oldest first."""

    queue: QueueRow
    items: list[QueueItemRow]


class ItemsAdded(TypedDict):
    """How many spans were not in the queue yet."""

    added: int


def annotation_queue_routes(queues: AnnotationQueues, traces: Traces) -> APIRouter:
    """The endpoints of annotation queues."""
    router = APIRouter(tags=["traces"])
    every = "/projects/{entity}/{project}/annotation-queues"
    one = f"{every}/{{queue}}"

    @router.get(every)
    async def list_queues(target: ReadProject) -> QueueList:
        """All queues of a project."""
        found = await queues.list(target.project.project_id)
        totals = await queues.totals(target.project.project_id, [queue.queue_id for queue in found])
        return {"queues": [_row(queue, counted) for queue, counted in zip(found, totals, strict=True)]}

    @router.post(every)
    async def create_queue(target: WriteProject, body: NewQueueBody) -> QueueRow:
        """A new queue."""
        user = target.principal.username
        queue = await queues.create(target.project.project_id, body.name, body.description, [], user)
        return _row(queue, QueueTotals(queue.queue_id, 0, 0))

    @router.get(one)
    async def read_queue(target: ReadProject, queue: Id) -> QueueWithItems:
        """One queue with its items."""
        found = await queues.get(target.project.project_id, queue)
        (totals,) = await queues.totals(target.project.project_id, [queue])
        items = await queues.items(target.project.project_id, queue)
        return {"queue": _row(found, totals), "items": [_item(item) for item in items]}

    @router.delete(one)
    async def delete_queue(target: WriteProject, queue: Id) -> None:
        """Delete a queue; what was said of its spans stays."""
        await queues.delete(target.project.project_id, queue)

    @router.post(f"{one}/items")
    async def add_items(target: WriteProject, queue: Id, body: NewItemsBody) -> ItemsAdded:
        """Put spans into a queue."""
        query = SpansQuery(filter=Compare("span_id", "in", body.span_ids), roots_only=False, limit=_MOST_SPANS)
        page = await traces.lists.search(target.project.project_id, query)
        spans = [_new_item(row) for row in page.spans]
        user = target.principal.username
        return {"added": await queues.add(target.project.project_id, queue, spans, [], user)}

    @router.post(f"{one}/items/{{item}}/progress")
    async def step(target: WriteProject, queue: Id, item: Id, body: StepBody) -> QueueItemRow:
        """The caller begins, finishes or skips an item."""
        user = target.principal.username
        return _item(await queues.step(target.project.project_id, queue, item, user, body.state))

    return router


def _new_item(row: dict[str, Any]) -> NewItem:
    began = datetime.fromtimestamp(row["start_ns"] / 1e9, UTC)
    ended = datetime.fromtimestamp((row["start_ns"] + row["duration_ns"]) / 1e9, UTC)
    return NewItem(row["span_id"], row["trace_id"], row["name"], began, ended)


def _row(queue: Queue, totals: QueueTotals) -> QueueRow:
    return {
        "queue_id": queue.queue_id,
        "name": queue.name,
        "description": queue.description,
        "created_at": queue.created_at.isoformat(),
        "created_by": queue.created_by,
        "items": totals.items,
        "done": totals.done,
    }


def _item(item: QueueItem) -> QueueItemRow:
    return {
        "item_id": item.item_id,
        "trace_id": item.trace_id,
        "span_id": item.span_id,
        "name": item.name,
        "started_at": item.started_at.isoformat(),
        "state": item.state,
        "annotator": item.annotator,
    }
