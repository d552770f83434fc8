import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import pytest

from runlake.errors import StoreUnavailable
from runlake.model import Run, RunState
from runlake.protocols.wandb.graphql.batches import RunBatch, one_by_one

NOW = datetime(2026, 1, 31, tzinfo=UTC)


def run(number: int) -> Run:
    return Run(
        run_number=number,
        project_id=1,
        run_id=f"run-{number}",
        display_name="",
        state=RunState.RUNNING,
        config_json="{}",
        summary_json="{}",
        tags=(),
        notes=None,
        group=None,
        job_type=None,
        description=None,
        commit=None,
        host=None,
        program=None,
        repo=None,
        sweep=None,
        user_id=None,
        username=None,
        created_at=NOW,
        updated_at=NOW,
        heartbeat_at=None,
        finished_at=None,
        exit_code=None,
        stop_requested=False,
        segment=0,
        branch=(),
        version=1,
    )


async def test_runs_of_a_list_are_read_together_and_once() -> None:
    reads: list[list[int]] = []

    async def read(runs: Sequence[Run]) -> Mapping[int, int]:
        reads.append([item.run_number for item in runs])
        return {item.run_number: item.run_number * 10 for item in runs}

    batch = RunBatch(read)

    async def later(number: int) -> int:
        await asyncio.sleep(0)
        return await batch.get(run(number))

    found = await asyncio.gather(batch.get(run(1)), batch.get(run(2)), later(3), batch.get(run(1)))
    assert found == [10, 20, 30, 10]
    assert [sorted(read) for read in reads] == [[1, 2, 3]]
    assert await batch.get(run(2)) == 20
    assert len(reads) == 1


async def test_a_failed_read_fails_everybody_who_waits() -> None:
    async def read(runs: Sequence[Run]) -> Mapping[int, int]:
        raise StoreUnavailable("later")

    batch = RunBatch(read)
    found = await asyncio.gather(batch.get(run(1)), batch.get(run(2)), return_exceptions=True)
    assert all(isinstance(item, StoreUnavailable) for item in found)


async def test_reads_of_one_are_done_a_few_at_a_time() -> None:
    running, most = 0, 0

    async def read(item: Run) -> int:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0)
        running -= 1
        return item.run_number

    found = await one_by_one(read)([run(number) for number in range(30)])
    assert found[29] == 29
    assert 1 < most <= 8


async def test_a_run_left_out_is_an_error() -> None:
    async def read(runs: Sequence[Run]) -> Mapping[int, int]:
        return {}

    with pytest.raises(KeyError):
        await RunBatch(read).get(run(1))
