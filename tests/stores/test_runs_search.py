"""Lists of runs on real stores: filters, pages, columns, fields, activity."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from runlake.errors import InvalidInput
from runlake.products.runs import RunsQuery, RunUpsert
from runlake.query import And, Compare, Not, Sort
from runlake.storage.metadata import Metadata
from tests.stores.conftest import FakeClock
from tests.stores.runs_world import BOB, World, make_project, open_world


@pytest.fixture
async def world(metadata: Metadata, clock: FakeClock, tmp_path: Path) -> AsyncIterator[World]:
    world = await open_world(metadata, tmp_path / "columnar", clock)
    for index in range(6):
        clock.advance(seconds=1)
        config = {"lr": {"value": index / 10}, "opt": {"value": {"name": "adam" if index % 2 else "sgd"}}}
        summary = {"loss": 1 - index / 10, "val": {"acc": index}, "_wandb": {"runtime": 1}}
        wanted = RunUpsert(
            run_id=f"r{index}",
            config_json=json.dumps(config),
            summary_json=json.dumps(summary),
            tags=(f"t{index % 3}",),
        )
        await world.runs.upsert(BOB, make_project(), wanted)
    yield world
    await world.runs.close()
    await world.columnar.close()


async def test_newest_first_unless_asked_otherwise(world: World) -> None:
    assert await world.found() == ["r5", "r4", "r3", "r2", "r1", "r0"]
    assert await world.found(sort=(Sort("summary.loss"),)) == ["r5", "r4", "r3", "r2", "r1", "r0"]
    assert await world.found(Compare("config.opt.name", "eq", "adam"), sort=(Sort("config.lr"),)) == ["r1", "r3", "r5"]
    assert await world.found(And((Compare("tags", "eq", "t0"), Not(Compare("name", "eq", "r0"))))) == ["r3"]


async def test_a_page_brings_the_columns_that_were_asked_for(world: World) -> None:
    columns = ("config.lr", "config.opt.name", "summary.val.acc", "state", "tags", "missing")
    page = await world.runs.search(1, RunsQuery(limit=1, columns=columns, documents=False))
    run = page.runs[0]
    assert page.values == {
        run.run_number: {
            "config.lr": 0.5,
            "config.opt.name": "adam",
            "summary.val.acc": 5,
            "state": "running",
            "tags": ["t2"],
        }
    }
    assert (run.config_json, run.summary_json) == ("{}", "{}")
    whole = await world.runs.search(1, RunsQuery(limit=1))
    assert json.loads(whole.runs[0].config_json)["lr"] == {"value": 0.5}


async def test_a_cursor_holds_while_runs_come_and_go(world: World) -> None:
    first = await world.runs.search(1, RunsQuery(limit=2))
    await world.runs.upsert(BOB, make_project(), RunUpsert(run_id="new"))
    await world.runs.delete(BOB, await world.runs.get(1, "r3"))
    second = await world.runs.search(1, RunsQuery(limit=2, cursor=first.next_cursor))
    assert [run.run_id for run in first.runs + second.runs] == ["r5", "r4", "r2", "r1"]
    assert (first.total, second.total) == (6, 6)
    last = await world.runs.search(1, RunsQuery(limit=2, cursor=second.next_cursor))
    assert ([run.run_id for run in last.runs], last.next_cursor) == (["r0"], None)


async def test_a_cursor_of_another_order_is_refused(world: World) -> None:
    cursor = (await world.runs.search(1, RunsQuery(limit=2))).next_cursor
    for bad in ("x", "WzFd", "e30=", cursor[:-8] if cursor else ""):
        with pytest.raises(InvalidInput, match="start again without it"):
            await world.runs.search(1, RunsQuery(limit=2, cursor=bad))
    two = (Sort("config.lr"), Sort("state"))
    with pytest.raises(InvalidInput, match="another order"):
        await world.runs.search(1, RunsQuery(sort=two, cursor=cursor))


async def test_limits_are_said(world: World) -> None:
    with pytest.raises(InvalidInput, match="limit is 1001"):
        await world.runs.search(1, RunsQuery(limit=1001))
    with pytest.raises(InvalidInput, match="at most 5 sort keys"):
        await world.runs.search(1, RunsQuery(sort=(Sort("a"),) * 6))


async def test_fields_are_listed_with_kinds_and_counts(world: World) -> None:
    config = json.dumps({"lr": {"value": "auto"}})
    await world.runs.upsert(BOB, make_project(), RunUpsert(run_id="r0", config_json=config))
    found = await world.runs.fields(1, prefix="config.")
    assert [(each.path, each.kinds, each.run_count) for each in found] == [
        ("config.lr", ("number", "string"), 6),
        ("config.opt.name", ("string",), 5),
    ]
    assert [each.path for each in await world.runs.fields(1, search="ACC")] == ["summary.val.acc"]
    assert [each.path for each in await world.runs.fields(1, limit=1)] == ["config.lr"]
    paths = {each.path for each in await world.runs.fields(1)}
    assert {"state", "tags", "duration_s", "heartbeat_at"} < paths
    assert not any(path.startswith(("tag:", "_")) for path in paths)
    assert await world.runs.fields(2) == []


async def test_an_empty_project_has_no_runs(world: World) -> None:
    assert await world.found(project_id=2) == []
    assert (await world.runs.search(2, RunsQuery(columns=("a",)))).values == {}


async def test_activity_of_projects(world: World, clock: FakeClock) -> None:
    await world.runs.progress((await world.runs.get(1, "r0")).run_number, world.sign(complete=True, exit_code=0))
    clock.advance(days=2)
    await world.runs.upsert(BOB, make_project(), RunUpsert(run_id="late"))
    await world.runs.upsert(BOB, make_project(2), RunUpsert(run_id="other"))
    await world.runs.delete(BOB, await world.runs.get(1, "r1"))
    activity = await world.runs.project_activity([1, 2, 3])
    assert activity.keys() == {1, 2}
    assert (activity[1].run_count, activity[1].running_count) == (6, 5)
    assert activity[1].last_activity_at == clock.now
    assert list(activity[1].runs_per_day) == [0] * 27 + [5, 0, 1]
    assert await world.runs.project_activity([]) == {}
