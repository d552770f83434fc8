"""`class AnnotationQueues`: making queues, filling them, working through them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection

from runlake.errors import InvalidInput, LimitExceeded, NotFound
from runlake.model.clock import Clock
from runlake.products.annotations import store
from runlake.products.annotations.records import NewItem, Queue, QueueItem, QueueTotals, State, check_step
from runlake.storage.metadata import Metadata

MOST_QUEUES = 1000
MOST_ITEMS = 10_000
_LONGEST_NAME = 256
_LONGEST_TEXT = 10_000
_MOST_REFS = 100


@dataclass(frozen=True, slots=True)
class ItemsQuery:
    """Which items of a queue to list; None and empty lists do not restrict."""

    item_id: str | None = None
    span_id: str | None = None
    trace_id: str | None = None
    name: str | None = None
    added_by: str | None = None
    states: Sequence[State] = ()


class AnnotationQueues:
    """The queues of all projects. Callers have checked the caller's rights on the project."""

    def __init__(self, metadata: Metadata, clock: Clock) -> None:
        self._metadata = metadata
        self._clock = clock

    async def create(
        self, project_id: int, name: str, description: str, scorer_refs: Sequence[str], created_by: str
    ) -> Queue:
        """A new queue, durable on return. Raises InvalidInput; LimitExceeded past 1,000 queues in a project."""
        _check_texts(name, description, scorer_refs)
        now = self._clock()
        queue = Queue(project_id, str(uuid4()), name, description, list(scorer_refs), now, created_by, now)

        def work(connection: Connection) -> None:
            if store.count_queues(connection, project_id) >= MOST_QUEUES:
                raise LimitExceeded(f"a project has at most {MOST_QUEUES} annotation queues: delete some first")
            store.insert_queue(connection, queue)

        await self._metadata.write(work)
        return queue

    async def list(self, project_id: int) -> Sequence[Queue]:
        """The queues of a project, the newest first."""
        return await self._metadata.read(partial(store.list_queues, project_id=project_id))

    async def delete_of_projects(self, project_ids: Sequence[int]) -> None:
        """Delete all queues of deleted projects. May be repeated."""
        await self._metadata.write(partial(store.delete_of_projects, project_ids=project_ids))

    async def get(self, project_id: int, queue_id: str) -> Queue:
        """One queue. Raises NotFound, also for one that was deleted."""
        return await self._metadata.read(lambda connection: _queue(connection, project_id, queue_id))

    async def update(
        self,
        project_id: int,
        queue_id: str,
        *,
        name: str | None = None,
        description: str | None = None,
        scorer_refs: Sequence[str] | None = None,
    ) -> Queue:
        """Change what is given; durable on return. Raises NotFound, InvalidInput."""
        given = {"name": name, "description": description, "scorer_refs": scorer_refs}
        return await self._change(
            project_id, queue_id, {key: value for key, value in given.items() if value is not None}
        )

    async def delete(self, project_id: int, queue_id: str) -> Queue:
        """Delete a queue; what was judged stays. Raises NotFound."""
        return await self._change(project_id, queue_id, {"deleted_at": self._clock()})

    async def add(
        self, project_id: int, queue_id: str, spans: Sequence[NewItem], display_fields: Sequence[str], added_by: str
    ) -> int:
        """Put spans into a queue; how many of them were not there yet. Raises NotFound, LimitExceeded."""
        if len(display_fields) > _MOST_REFS or any(len(field) > _LONGEST_NAME for field in display_fields):
            raise LimitExceeded(f"display_fields has at most {_MOST_REFS} names of {_LONGEST_NAME} characters")
        now, fields = self._clock(), list(display_fields)

        def item(span: NewItem) -> QueueItem:
            facts = (span.span_id, span.trace_id, span.name, span.started_at, span.ended_at)
            return QueueItem(project_id, str(uuid4()), queue_id, *facts, fields, now, added_by)

        def work(connection: Connection) -> int:
            _queue(connection, project_id, queue_id)
            there = store.queued_spans(connection, project_id, queue_id)
            new = [item(span) for span in spans if span.span_id not in there]
            if len(there) + len(new) > MOST_ITEMS:
                raise LimitExceeded(f"a queue has at most {MOST_ITEMS} items: make another one")
            return store.insert_items(connection, new)

        return await self._metadata.write(work)

    async def queues_of(self, project_id: int, span_ids: Sequence[str]) -> Sequence[tuple[str, str]]:
        """(span, queue) for each of these spans that waits in a queue."""
        return await self._metadata.read(partial(store.queues_of, project_id=project_id, span_ids=span_ids))

    async def items(self, project_id: int, queue_id: str, query: ItemsQuery | None = None) -> Sequence[QueueItem]:
        """The items of a queue that match, the oldest first; none for a queue that is not there."""
        wanted = query or ItemsQuery()
        find = partial(store.list_items, project_id=project_id, queue_id=queue_id, item_id=wanted.item_id)
        return [item for item in await self._metadata.read(find) if _matches(item, wanted)]

    async def step(self, project_id: int, queue_id: str, item_id: str, annotator: str, state: str) -> QueueItem:
        """An annotator begins, finishes or skips an item; durable on return. Raises InvalidInput, NotFound."""

        def work(connection: Connection) -> QueueItem:
            now = store.state_of(connection, project_id, item_id, annotator)
            check_step(now, state)
            _queue(connection, project_id, queue_id)
            item = _item(connection, project_id, queue_id, item_id)
            if now != state:
                store.put_state(connection, item, annotator, state, self._clock())
            return _item(connection, project_id, queue_id, item_id)

        return await self._metadata.write(work)

    async def remove(self, project_id: int, queue_id: str, item_id: str) -> None:
        """Take an item out of a queue; one that is not there does not matter."""
        await self._metadata.write(
            partial(store.remove_item, project_id=project_id, queue_id=queue_id, item_id=item_id)
        )

    async def totals(self, project_id: int, queue_ids: Sequence[str]) -> Sequence[QueueTotals]:
        """How many items each of these queues has, and how many of them are done. Raises LimitExceeded."""
        if len(queue_ids) > MOST_QUEUES:
            raise LimitExceeded(f"{len(queue_ids)} queues at once: ask for at most {MOST_QUEUES}")
        return await self._metadata.read(partial(store.totals, project_id=project_id, queue_ids=queue_ids))

    async def _change(self, project_id: int, queue_id: str, changes: dict[str, Any]) -> Queue:
        now = self._clock()

        def work(connection: Connection) -> Queue:
            queue = _queue(connection, project_id, queue_id)
            if not changes:
                return queue
            changed = replace(queue, **changes, updated_at=now)
            _check_texts(changed.name, changed.description, changed.scorer_refs)
            store.update_queue(connection, queue, {**changes, "updated_at": now})
            return changed

        return await self._metadata.write(work)


def _queue(connection: Connection, project_id: int, queue_id: str) -> Queue:
    found = store.list_queues(connection, project_id, queue_id)
    if not found:
        raise NotFound(f"Queue {queue_id[:64]} not found or already deleted")
    return found[0]


def _item(connection: Connection, project_id: int, queue_id: str, item_id: str) -> QueueItem:
    found = store.list_items(connection, project_id, queue_id, item_id)
    if not found:
        raise NotFound(f"Queue item {item_id[:64]} not found in queue {queue_id[:64]}")
    return found[0]


def _matches(item: QueueItem, wanted: ItemsQuery) -> bool:
    pairs = (
        (wanted.span_id, item.span_id),
        (wanted.trace_id, item.trace_id),
        (wanted.name, item.name),
        (wanted.added_by, item.created_by),
    )
    return all(asked in (None, found) for asked, found in pairs) and (not wanted.states or item.state in wanted.states)


def _check_texts(name: str, description: str, scorer_refs: Sequence[str]) -> None:
    if not 0 < len(name.strip()) <= _LONGEST_NAME:
        raise InvalidInput(f"the name of a queue has 1 to {_LONGEST_NAME} characters")
    if len(description) > _LONGEST_TEXT:
        raise InvalidInput(f"the description of a queue has at most {_LONGEST_TEXT} characters")
    if len(scorer_refs) > _MOST_REFS or any(len(ref) > _LONGEST_TEXT for ref in scorer_refs):
        raise InvalidInput(f"a queue has at most {_MOST_REFS} scorer_refs")
