"""Reads that several fields of one request share: asked for one by one, done for all runs of a list at once."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Generic, TypeVar

from runlake.ingest import LineCounts, RunStreams
from runlake.model import Run
from runlake.products.files import Files
from runlake.products.metrics import HistoryKeys, Metrics

V = TypeVar("V")
_AT_ONCE = 8


class RunBatch(Generic[V]):
    """One kind of read. Runs asked for in the same turn of the event loop are read together, each run once."""

    def __init__(self, read: Callable[[Sequence[Run]], Awaitable[Mapping[int, V]]]) -> None:
        """`read` answers by run number; a run that it leaves out fails with KeyError."""
        self._read = read
        self._waiting: dict[int, tuple[Run, asyncio.Future[V]]] = {}
        self._known: dict[int, asyncio.Future[V]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def get(self, run: Run) -> V:
        """The value of one run."""
        known = self._known.get(run.run_number)
        if known is None:
            known = self._enqueue(run)
        return await asyncio.shield(known)

    async def get_all(self, runs: Sequence[Run]) -> list[V]:
        """The values of several runs, in their order."""
        futures = [self._known.get(run.run_number) or self._enqueue(run) for run in runs]
        if futures:
            await asyncio.wait(futures)  # unlike gathering them, it leaves them alone when this request is cancelled
        return [future.result() for future in futures]

    def _enqueue(self, run: Run) -> "asyncio.Future[V]":
        loop = asyncio.get_running_loop()
        if not self._waiting:
            # Two turns: the fields of one list start in the first, those behind one more await in the second.
            loop.call_soon(lambda: loop.call_soon(self._start))
        future: asyncio.Future[V] = loop.create_future()
        self._waiting[run.run_number] = (run, future)
        self._known[run.run_number] = future
        return future

    def _start(self) -> None:
        waiting, self._waiting = self._waiting, {}
        task = asyncio.get_running_loop().create_task(self._fill(waiting))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _fill(self, waiting: "dict[int, tuple[Run, asyncio.Future[V]]]") -> None:
        try:
            values = await self._read([run for run, _ in waiting.values()])
            for number, (_, future) in waiting.items():
                future.set_result(values[number])
        except BaseException as error:
            for _, future in waiting.values():
                if not future.done():
                    future.set_exception(error)
            if not isinstance(error, Exception):  # cancelled: those who wait learn it, and so does the loop
                raise


def one_by_one(read: Callable[[Run], Awaitable[V]]) -> Callable[[Sequence[Run]], Awaitable[Mapping[int, V]]]:
    """A read of many runs made of a read of one, for what has no better; a few at a time."""

    async def read_all(runs: Sequence[Run]) -> Mapping[int, V]:
        turns = asyncio.Semaphore(_AT_ONCE)

        async def read_one(run: Run) -> V:
            async with turns:
                return await read(run)

        values = await asyncio.gather(*(read_one(run) for run in runs))
        return {run.run_number: value for run, value in zip(runs, values, strict=True)}

    return read_all


class Batches:
    """The batches of one request."""

    def __init__(self, metrics: Metrics, streams: RunStreams, files: Files) -> None:
        self.line_counts: RunBatch[LineCounts] = RunBatch(one_by_one(streams.line_counts))
        self.history_line_counts: RunBatch[int] = RunBatch(streams.history_line_counts)
        self.history_keys: RunBatch[HistoryKeys] = RunBatch(metrics.history_keys_of)
        self.system_tail: RunBatch[dict[str, Any] | None] = RunBatch(metrics.system_tails)
        self.file_counts: RunBatch[int] = RunBatch(lambda runs: _file_counts(files, runs))


async def _file_counts(files: Files, runs: Sequence[Run]) -> Mapping[int, int]:
    numbers = [run.run_number for run in runs]
    return dict.fromkeys(numbers, 0) | await files.counts(numbers)
