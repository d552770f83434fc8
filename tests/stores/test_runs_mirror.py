"""The mirror of runs stays true: through failures, races, cancelled requests and crashes."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from runlake.errors import StorageFull
from runlake.model import Run
from runlake.products.runs import RunUpsert
from runlake.query import Compare
from runlake.storage.metadata import Metadata
from tests.stores.conftest import FakeClock
from tests.stores.runs_world import BOB, World, make_project, open_world

FULL = StorageFull("no space")


@pytest.fixture
async def world(metadata: Metadata, clock: FakeClock, tmp_path: Path) -> AsyncIterator[World]:
    world = await open_world(metadata, tmp_path / "columnar", clock)
    yield world
    world.columnar.failing = None
    await world.runs.close()
    await world.columnar.close()


async def put(world: World, run_id: str = "r", *, loss: float = 0) -> Run:
    wanted = RunUpsert(run_id=run_id, summary_json=json.dumps({"loss": loss, f"only_{loss}": 1}))
    return (await world.runs.upsert(BOB, make_project(), wanted))[0]


async def finds(world: World, loss: float) -> list[str]:
    """Runs whose mirrored summary is wholly that of this loss."""
    names = await world.found(Compare("summary.loss", "eq", loss))
    only = [field.path for field in await world.runs.fields(1, prefix="summary.only_")]
    return names if only == [f"summary.only_{loss}"] else []


async def test_a_write_that_the_mirror_missed_is_made_up_by_the_retry(world: World) -> None:
    run = await put(world)
    world.columnar.failing = FULL
    sign = world.sign(summary_json='{"loss": 2, "only_2": 1}')
    with pytest.raises(StorageFull):
        await world.runs.progress(run.run_number, sign)
    world.columnar.failing = None
    await world.runs.progress(run.run_number, sign)
    assert await finds(world, 2) == ["r"]


async def test_a_run_whose_creation_was_not_mirrored_is_found_after_the_retry(world: World) -> None:
    world.columnar.failing = FULL
    with pytest.raises(StorageFull):
        await put(world, loss=1)
    world.columnar.failing = None
    assert await world.found() == []
    await put(world, loss=1)
    assert await finds(world, 1) == ["r"]


async def test_what_nobody_retries_is_mended(world: World) -> None:
    run, gone = await put(world, loss=1), await put(world, "gone")
    world.columnar.failing = FULL
    with pytest.raises(StorageFull):
        await put(world, loss=3)
    with pytest.raises(StorageFull):
        await world.runs.delete(BOB, gone)
    world.columnar.failing = None
    assert await world.runs._upkeep.mend() == 2
    assert await finds(world, 3) == ["r"]
    assert await world.found() == [run.run_id]
    assert await world.runs._upkeep.mend() == 0


async def test_a_crash_between_the_stores_is_caught_up_at_start(world: World) -> None:
    await put(world, loss=1)
    gone = await put(world, "gone", loss=1)
    world.columnar.failing = FULL
    for work in (put(world, loss=2), put(world, "new", loss=2), world.runs.delete(BOB, gone)):
        with pytest.raises(StorageFull):
            await work
    world.columnar.failing = None
    restarted = world.restarted()
    assert await restarted.runs.count(1) == 2  # `gone` is still in the mirror, `new` is not yet
    assert await restarted.runs.catch_up() == 3
    assert await restarted.found() == ["new", "r"]
    assert await finds(restarted, 2) == ["new", "r"]
    assert await restarted.runs.catch_up() == 0
    await restarted.runs.close()


async def test_a_lost_mirror_is_rebuilt(world: World) -> None:
    for index in range(5):
        await put(world, f"r{index}", loss=1)
    await world.columnar.execute("TRUNCATE TABLE run_fields")
    restarted = world.restarted()
    assert await restarted.runs.catch_up() == 5
    assert len(await finds(restarted, 1)) == 5
    await restarted.runs.close()


async def test_racing_changes_of_one_run_leave_the_last_one(world: World) -> None:
    run = await put(world)
    losses = [index % 3 for index in range(30)]
    signs = (world.sign(summary_json=json.dumps({"loss": loss, f"only_{loss}": 1})) for loss in losses)
    await asyncio.gather(*(world.runs.progress(run.run_number, sign) for sign in signs))
    last = json.loads((await world.runs.get(1, "r")).summary_json)["loss"]
    assert await finds(world, last) == ["r"]


async def test_a_request_that_is_cancelled_leaves_no_half(world: World) -> None:
    await put(world, loss=1)
    for _ in range(5):
        task = asyncio.create_task(put(world, loss=2))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    await world.runs.close()
    loss = json.loads((await world.runs.get(1, "r")).summary_json)["loss"]
    assert loss == 2
    assert await finds(world, loss) == ["r"]


async def test_runs_that_post_together_share_inserts(world: World) -> None:
    runs = [await put(world, f"r{index}") for index in range(40)]
    inserts = 0
    insert = world.columnar.insert

    async def counted(table: str, rows: object) -> None:
        nonlocal inserts
        inserts += 1
        await insert(table, rows)

    world.columnar.insert = counted  # type: ignore[method-assign]
    sign = world.sign(summary_json='{"loss": 5}')
    await asyncio.gather(*(world.runs.progress(run.run_number, sign) for run in runs))
    assert inserts < 30  # how many exactly is the metadata store's pace
    assert len(await world.found(Compare("summary.loss", "eq", 5))) == 40


async def test_ranks_that_post_into_one_run_share_inserts(world: World) -> None:
    run = await put(world)
    inserts: list[object] = []
    insert = world.columnar.insert

    async def counted(table: str, rows: object) -> None:
        inserts.append(rows)
        await insert(table, rows)

    world.columnar.insert = counted  # type: ignore[method-assign]
    signs = [replace(world.sign(summary_json=json.dumps({f"m{rank}": rank})), adds_summary=True) for rank in range(20)]
    await asyncio.gather(*(world.runs.progress(run.run_number, sign) for sign in signs))
    assert len(inserts) < 15
    mirrored = await world.runs.fields(1, prefix="summary.m")
    assert {field.path for field in mirrored} == {f"summary.m{rank}" for rank in range(20)}


async def test_only_changed_leaves_are_written(world: World) -> None:
    summary = {f"m{index}": index for index in range(100)}
    run, _ = await world.runs.upsert(BOB, make_project(), RunUpsert(run_id="r", summary_json=json.dumps(summary)))
    await world.runs.progress(run.run_number, world.sign(summary_json=json.dumps(summary | {"m7": 0.5})))
    counted = await world.columnar.query("SELECT path FROM run_fields WHERE version = 2")
    assert set(counted["path"].to_pylist()) == {"summary.m7", "heartbeat_at", "duration_s", "_version"}
