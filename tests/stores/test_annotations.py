"""Annotation queues on both dialects."""

from datetime import datetime

import pytest

import runlake.products.annotations as annotations_package
from runlake.errors import InvalidInput, LimitExceeded, NotFound
from runlake.products.annotations import AnnotationQueues, ItemsQuery, NewItem
from runlake.storage.metadata import Metadata
from runlake.storage.migrate import migrate_metadata
from tests.stores.conftest import FakeClock


def span(name: str, at: datetime) -> NewItem:
    return NewItem(name, f"trace-{name}", "answer", at, None)


async def test_a_queue_is_filled_once_and_worked_through(metadata: Metadata, clock: FakeClock) -> None:
    await migrate_metadata(metadata, [annotations_package])
    queues = AnnotationQueues(metadata, clock)
    queue = await queues.create(1, "Tuesday", "what failed", ["ref"], "ann")
    assert await queues.get(1, queue.queue_id) == queue
    spans = [span(name, clock.now) for name in "abc"]
    for added in (3, 0):  # a retry
        assert await queues.add(1, queue.queue_id, spans, ["output"], "ann") == added
    first, *others = await queues.items(1, queue.queue_id)
    assert (first.state, {first.span_id, *(item.span_id for item in others)}) == ("unstarted", set("abc"))

    async def step(annotator: str, state: str) -> str:
        clock.advance(seconds=1)
        return (await queues.step(1, queue.queue_id, first.item_id, annotator, state)).state

    assert await step("ann", "in_progress") == "in_progress"
    assert await step("bob", "skipped") == "skipped"
    assert await step("ann", "completed") == "completed"
    assert await step("ann", "completed") == "completed"
    with pytest.raises(InvalidInput):
        await step("bob", "completed")
    with pytest.raises(InvalidInput):
        await step("ann", "unstarted")
    (done,) = await queues.items(1, queue.queue_id, ItemsQuery(states=["completed"]))
    assert (done.item_id, done.annotator) == (first.item_id, "ann")
    (totals,) = await queues.totals(1, [queue.queue_id])
    assert (totals.items, totals.done) == (3, 1)
    assert [tuple(pair) for pair in await queues.queues_of(1, ["b", "x"])] == [("b", queue.queue_id)]
    await queues.remove(1, queue.queue_id, first.item_id)
    assert len(await queues.items(1, queue.queue_id)) == 2


async def test_queues_stay_in_their_projects(metadata: Metadata, clock: FakeClock) -> None:
    await migrate_metadata(metadata, [annotations_package])
    queues = AnnotationQueues(metadata, clock)
    queue = await queues.create(1, "mine", "", [], "ann")
    await queues.add(1, queue.queue_id, [span("a", clock.now)], [], "ann")
    (item,) = await queues.items(1, queue.queue_id)
    for project_id, queue_id in ((2, queue.queue_id), (1, "nothing")):
        with pytest.raises(NotFound):
            await queues.get(project_id, queue_id)
        with pytest.raises(NotFound):
            await queues.update(project_id, queue_id, name="theirs")
        with pytest.raises(NotFound):
            await queues.add(project_id, queue_id, [span("b", clock.now)], [], "eve")
        with pytest.raises(NotFound):
            await queues.step(project_id, queue_id, item.item_id, "eve", "completed")
        assert list(await queues.items(project_id, queue_id)) == []
    clock.advance(seconds=1)
    assert (await queues.update(1, queue.queue_id, description="changed")).description == "changed"
    with pytest.raises(InvalidInput):
        await queues.update(1, queue.queue_id, name="")
    await queues.delete(1, queue.queue_id)
    with pytest.raises(NotFound):
        await queues.get(1, queue.queue_id)
    assert list(await queues.list(1)) == []
    assert not await queues.queues_of(1, ["a"])


async def test_a_queue_has_a_limit(metadata: Metadata, clock: FakeClock, monkeypatch: pytest.MonkeyPatch) -> None:
    await migrate_metadata(metadata, [annotations_package])
    queues = AnnotationQueues(metadata, clock)
    monkeypatch.setattr("runlake.products.annotations.product.MOST_ITEMS", 2)
    queue = await queues.create(1, "small", "", [], "ann")
    with pytest.raises(LimitExceeded):
        await queues.add(1, queue.queue_id, [span(name, clock.now) for name in "abc"], [], "ann")
    assert list(await queues.items(1, queue.queue_id)) == []
