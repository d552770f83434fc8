"""Small things that are read with every write of a project and hardly ever change."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Generic, TypeVar

T = TypeVar("T")
C = TypeVar("C")

_MOST_PROJECTS = 64


class Remembered(Generic[T]):
    """Gives what `read` gave for a project, until something changes. The latest 64 projects are remembered.

    For tables that one object of one process changes: each of its changes goes through `change`.
    """

    def __init__(self, read: Callable[[int], Awaitable[T]]) -> None:
        self._read = read
        self._values: OrderedDict[int, T] = OrderedDict()
        self._changes = 0

    async def get(self, project_id: int) -> T:
        """What holds for a project now. Raises what `read` raises."""
        if project_id in self._values:
            self._values.move_to_end(project_id)
            return self._values[project_id]
        changes = self._changes
        value = await self._read(project_id)
        if changes == self._changes:  # else it may be of before the change
            self._values[project_id] = value
            while len(self._values) > _MOST_PROJECTS:
                self._values.popitem(last=False)
        return value

    async def change(self, write: Coroutine[Any, Any, C]) -> C:
        """Do a write and forget all projects after it; whoever waits for it may be cancelled, the write goes on.

        A write that failed counts as well: it may be stored nevertheless.
        """
        task = asyncio.create_task(write)
        task.add_done_callback(self._forget)
        return await asyncio.shield(task)

    def _forget(self, _: object) -> None:
        self._changes += 1
        self._values.clear()
