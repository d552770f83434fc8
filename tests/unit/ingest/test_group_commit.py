"""Group commit: who waits is told the truth about its own item."""

import asyncio
from collections.abc import Sequence

import pytest

from runlake.errors import Overloaded, StorageFull, StoreUnavailable
from runlake.ingest import GroupCommit


class Store:
    """Takes batches; can be told to fail, or to hold until released."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.error: Exception | None = None
        self.open = asyncio.Event()
        self.open.set()

    async def commit(self, items: Sequence[int]) -> None:
        await self.open.wait()
        if self.error is not None:
            raise self.error
        self.batches.append(list(items))


def group(store: Store, **options: int) -> GroupCommit[int]:
    settings = {"max_rows": 100, "max_pending_bytes": 1000} | options
    return GroupCommit("test", store.commit, interval_s=0, **settings)


async def test_items_that_arrive_together_share_a_commit_in_order() -> None:
    store = Store()
    commits = group(store)
    await asyncio.gather(*(commits.append(item, rows=1, size_bytes=1) for item in range(10)))
    assert store.batches == [list(range(10))]
    await commits.close()


async def test_a_batch_is_bounded_in_rows() -> None:
    store = Store()
    commits = group(store, max_rows=3)
    await asyncio.gather(*(commits.append(item, rows=1, size_bytes=1) for item in range(7)))
    assert store.batches == [[0, 1, 2], [3, 4, 5], [6]]
    await commits.close()


async def test_an_error_reaches_those_of_the_batch_and_the_next_batch_goes_on() -> None:
    store = Store()
    commits = group(store)
    store.error = StorageFull("full")
    results = await asyncio.gather(
        *(commits.append(item, rows=1, size_bytes=1) for item in range(2)), return_exceptions=True
    )
    assert [type(result) for result in results] == [StorageFull, StorageFull]
    store.error = None
    await commits.append(5, rows=1, size_bytes=1)
    assert store.batches == [[5]]
    assert commits.pending_bytes == 0
    await commits.close()


async def test_past_the_bound_it_refuses_at_once() -> None:
    store = Store()
    store.open.clear()
    commits = group(store, max_pending_bytes=10)
    first = asyncio.create_task(commits.append(1, rows=1, size_bytes=8))
    await asyncio.sleep(0)
    with pytest.raises(Overloaded):
        await commits.append(2, rows=1, size_bytes=8)
    store.open.set()
    await first
    await commits.append(3, rows=1, size_bytes=8)
    assert store.batches == [[1], [3]]
    await commits.close()


async def test_one_item_larger_than_the_bound_is_taken_when_nothing_waits() -> None:
    store = Store()
    commits = group(store, max_pending_bytes=10)
    await commits.append(1, rows=1, size_bytes=50)
    assert store.batches == [[1]]
    await commits.close()


async def test_a_cancelled_waiter_does_not_take_its_item_back() -> None:
    store = Store()
    store.open.clear()
    commits = group(store)
    task = asyncio.create_task(commits.append(1, rows=1, size_bytes=1))
    await asyncio.sleep(0)
    task.cancel()
    store.open.set()
    await commits.append(2, rows=1, size_bytes=1)
    assert sorted(item for batch in store.batches for item in batch) == [1, 2]
    await commits.close()


async def test_close_commits_what_waits_and_then_refuses() -> None:
    store = Store()
    commits = group(store)
    waiting = asyncio.create_task(commits.append(1, rows=1, size_bytes=1))
    await asyncio.sleep(0)
    await commits.close()
    await waiting
    assert store.batches == [[1]]
    with pytest.raises(StoreUnavailable):
        await commits.append(2, rows=1, size_bytes=1)
