"""What is remembered of projects: read once, and never of before a change."""

import asyncio
from contextlib import suppress

from runlake.storage.metadata import Remembered


class Shelf:
    """A value that changes; reads wait until they are let go."""

    def __init__(self) -> None:
        self.value, self.reads = "old", 0
        self.open = asyncio.Event()
        self.open.set()

    async def read(self, project_id: int) -> str:
        self.reads += 1
        value = f"{self.value} {project_id}"
        await self.open.wait()
        return value

    async def write(self, value: str, problem: Exception | None = None) -> None:
        await self.open.wait()
        self.value = value
        if problem:
            raise problem


async def test_a_project_is_read_once_until_something_changes() -> None:
    shelf = Shelf()
    remembered = Remembered(shelf.read)
    assert [await remembered.get(number) for number in (1, 2, 1, 2)] == ["old 1", "old 2", "old 1", "old 2"]
    assert shelf.reads == 2
    await remembered.change(shelf.write("new"))
    assert await remembered.get(1) == "new 1"


async def test_a_change_that_failed_is_looked_at_too() -> None:
    shelf = Shelf()
    remembered = Remembered(shelf.read)
    await remembered.get(1)
    with suppress(OSError):
        await remembered.change(shelf.write("new", OSError("the answer was lost")))
    assert await remembered.get(1) == "new 1"


async def test_what_was_read_before_a_change_is_not_kept_after_it() -> None:
    shelf = Shelf()
    remembered = Remembered(shelf.read)
    shelf.open.clear()
    change = asyncio.create_task(remembered.change(shelf.write("new")))
    early = asyncio.create_task(remembered.get(1))
    await asyncio.sleep(0)  # both are on their way
    shelf.open.set()
    assert await early == "old 1"
    await change
    assert await remembered.get(1) == "new 1"


async def test_a_change_whose_asker_is_gone_is_seen() -> None:
    shelf = Shelf()
    remembered = Remembered(shelf.read)
    await remembered.get(1)
    shelf.open.clear()
    change = asyncio.create_task(remembered.change(shelf.write("new")))
    await asyncio.sleep(0)
    change.cancel()
    with suppress(asyncio.CancelledError):
        await change
    assert await remembered.get(1) == "old 1"
    shelf.open.set()
    async with asyncio.timeout(10):
        while await remembered.get(1) == "old 1":  # noqa: ASYNC110 - the write goes on in the background
            await asyncio.sleep(0)


async def test_the_projects_that_were_asked_for_last_are_kept() -> None:
    shelf = Shelf()
    remembered = Remembered(shelf.read)
    for number in range(64):
        await remembered.get(number)
    await remembered.get(0)
    await remembered.get(64)  # takes the place of 1
    await remembered.get(0)
    assert shelf.reads == 65
    await remembered.get(1)
    assert shelf.reads == 66
