"""Work in turn: all of it in one thread, that is not the event loop's."""

import asyncio
import threading

import pytest

from runlake.errors import MalformedBody
from runlake.ingest import in_turn


async def test_work_of_several_is_done_by_one_thread() -> None:
    threads = set(await asyncio.gather(*(in_turn(threading.get_ident) for _ in range(8))))
    assert len(threads) == 1
    assert threads != {threading.get_ident()}


async def test_an_error_goes_to_whom_it_concerns_and_the_next_one_gets_its_turn() -> None:
    def fail(message: str) -> None:
        raise MalformedBody(message)

    refused, done = await asyncio.gather(in_turn(fail, message="no"), in_turn(int, "7"), return_exceptions=True)
    assert isinstance(refused, MalformedBody)
    assert done == 7
    with pytest.raises(MalformedBody, match="again"):
        await in_turn(fail, "again")
