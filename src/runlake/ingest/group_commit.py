"""Group commit: requests that arrive together share one durable insert; each waits for its own.

There is no journal beside the store. While one insert is being synced the next batch fills up, so the batch size
follows the load by itself.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from runlake.errors import Overloaded, StoreUnavailable

Item = TypeVar("Item")


@dataclass(slots=True)
class _Waiting(Generic[Item]):
    item: Item
    rows: int
    size_bytes: int
    done: asyncio.Future[None]


class GroupCommit(Generic[Item]):
    """One table's queue of items waiting to be committed.

    `commit(items)` stores a batch: all of it or nothing, durable on return. Its error goes to every item of the batch.
    """

    def __init__(
        self,
        name: str,
        commit: Callable[[Sequence[Item]], Awaitable[None]],
        *,
        interval_s: float,
        max_rows: int,
        max_pending_bytes: int,
    ) -> None:
        self._name = name
        self._commit = commit
        self._interval_s = interval_s
        self._max_rows = max_rows
        self._max_pending_bytes = max_pending_bytes
        self._queue: deque[_Waiting[Item]] = deque()
        self._wake = asyncio.Event()
        self._worker: asyncio.Task[None] | None = None
        self._closed = False
        self.pending_bytes = 0

    async def append(self, item: Item, *, rows: int, size_bytes: int) -> None:
        """Store one item; returns when it is durable and visible.

        Raises Overloaded when too much is waiting, StoreUnavailable after `close`, and whatever the store raises.
        """
        if self._closed:
            raise StoreUnavailable("the server is shutting down: send it again when it is back")
        if self.pending_bytes and self.pending_bytes + size_bytes > self._max_pending_bytes:
            raise Overloaded(f"{self._name}: {self.pending_bytes} bytes are waiting to be stored: slow down and retry")
        if self._worker is None:
            self._worker = asyncio.create_task(self._work(), name=f"group-commit-{self._name}")
        waiting = _Waiting(item, rows, size_bytes, asyncio.get_running_loop().create_future())
        self.pending_bytes += size_bytes
        self._queue.append(waiting)
        self._wake.set()
        await asyncio.shield(waiting.done)

    async def close(self) -> None:
        """Commit what waits, then stop. Idempotent."""
        self._closed = True
        self._wake.set()
        if self._worker is not None:
            await self._worker
            self._worker = None

    async def _work(self) -> None:
        while True:
            await self._wake.wait()
            if self._closed and not self._queue:
                return
            await asyncio.sleep(0 if self._closed else self._interval_s)
            while self._queue:
                await self._commit_batch(self._take())
            if not self._closed:
                self._wake.clear()

    def _take(self) -> list[_Waiting[Item]]:
        batch = [self._queue.popleft()]
        rows = batch[0].rows
        while self._queue and rows + self._queue[0].rows <= self._max_rows:
            batch.append(self._queue.popleft())
            rows += batch[-1].rows
        return batch

    async def _commit_batch(self, batch: list[_Waiting[Item]]) -> None:
        try:
            await self._commit([waiting.item for waiting in batch])
        except Exception as error:  # noqa: BLE001 - a worker's loop: the error belongs to those who wait
            _fail(batch, error)
        else:
            for waiting in batch:
                if not waiting.done.done():
                    waiting.done.set_result(None)
        finally:
            self.pending_bytes -= sum(waiting.size_bytes for waiting in batch)


def _fail(batch: list[_Waiting[Item]], error: Exception) -> None:
    for waiting in batch:
        if not waiting.done.done():
            waiting.done.set_exception(error)
            waiting.done.exception()  # mark as seen: the waiter may have been cancelled
