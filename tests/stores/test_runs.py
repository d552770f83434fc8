"""The life of runs on real stores: what clients send, what the row and its mirror then say."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from runlake.errors import Conflict, InvalidInput, NotFound
from runlake.model import BranchPart, Run, RunState
from runlake.model.streams import extra_writer_segments
from runlake.products.runs import RunUpsert
from runlake.query import Compare
from runlake.storage.metadata import Metadata
from tests.stores.conftest import FakeClock
from tests.stores.runs_world import BOB, World, changes_of, make_project, open_world


@pytest.fixture
async def world(metadata: Metadata, clock: FakeClock, tmp_path: Path) -> AsyncIterator[World]:
    world = await open_world(metadata, tmp_path / "columnar", clock)
    yield world
    await world.runs.close()
    await world.columnar.close()


def config(**values: Any) -> str:
    """A config as the client writes it; `_wandb` is given unwrapped."""
    return json.dumps({key: {"value": value} for key, value in values.items()})


async def put(world: World, run_id: str | None = "r", **values: Any) -> Run:
    run, _ = await world.runs.upsert(BOB, make_project(), RunUpsert(run_id=run_id, **values))
    return run


async def end(world: World, run: Run, exit_code: int = 0) -> Run:
    return await world.runs.progress(run.run_number, world.sign(complete=True, exit_code=exit_code))


async def test_a_run_is_created_once_and_then_changed(world: World) -> None:
    wanted = RunUpsert(run_id="r", config_json=config(lr=1), tags=("b", "a", "b"), group="g", notes="n")
    run, is_new = await world.runs.upsert(BOB, make_project(), wanted)
    assert is_new
    assert (run.run_id, run.state, run.segment, run.branch, run.version) == ("r", RunState.RUNNING, 0, (), 1)
    assert (run.tags, run.group, run.notes, run.created_at) == (("b", "a"), "g", "n", world.clock())
    assert run.display_name.endswith("-1")
    world.clock.advance(seconds=1)
    again, is_new = await world.runs.upsert(BOB, make_project(), RunUpsert(run_id="r", notes="m", tags=()))
    assert not is_new
    assert (again.notes, again.tags, again.group, again.config_json) == ("m", (), "g", config(lr=1))
    assert (again.version, again.updated_at, again.created_at) == (2, world.clock(), run.created_at)
    assert await world.runs.get(1, "r") == again == await world.runs.find_by_number(run.run_number)
    assert await world.found(Compare("notes", "eq", "m")) == ["r"]
    assert await world.found(Compare("tags", "exists", True)) == []


async def test_charts_follow_the_newest_run_that_defines_a_metric(world: World) -> None:
    def defining(*entries: dict[str, Any]) -> str:
        return json.dumps({"_wandb": {"value": {"m": entries}}})

    old = await put(world, "old", config_json=defining({"1": "epoch"}, {"2": "val/*", "5": 1}))
    await put(world, "long", config_json=defining({"1": "val/acc", "5": 2}, {"1": "x" * 1_000_001}))
    await put(world, "new", config_json=defining({"1": "batch"}, {"1": "val/loss", "5": 1, "6": [2, 3]}))
    metrics = ["val/loss", "val/acc", "loss"]
    found = await world.runs.metric_definitions(1, metrics)
    assert {name: (each.step_metric, each.hidden) for name, each in found.items()} == {
        "val/loss": ("batch", True),
        "val/acc": ("epoch", False),
    }
    found = await world.runs.metric_definitions(1, metrics, [old.run_number])
    assert {name: each.step_metric for name, each in found.items()} == {"val/loss": "epoch", "val/acc": "epoch"}
    assert await world.runs.metric_definitions(1, metrics, []) == await world.runs.metric_definitions(2, metrics) == {}
    await world.runs.delete(BOB, await world.runs.get(1, "new"))
    assert (await world.runs.metric_definitions(1, metrics))["val/loss"].step_metric == "epoch"


async def test_names_and_ids_are_invented(world: World) -> None:
    first, second = await put(world, None), await put(world, None)
    assert first.run_id != second.run_id
    assert (first.display_name[-2:], second.display_name[-2:]) == ("-1", "-2")
    assert len(first.run_id) == 8


async def test_the_same_upsert_again_changes_nothing(world: World) -> None:
    values = {"config_json": config(lr=1), "notes": "n"}
    assert await put(world, **values) == await put(world, **values)


async def test_many_requests_for_one_new_run_make_one(world: World) -> None:
    runs = await asyncio.gather(*(put(world, config_json=config(n=n)) for n in range(8)))
    assert len({run.run_number for run in runs}) == 1
    final = await world.runs.get(1, "r")
    n = json.loads(final.config_json)["n"]["value"]
    assert await world.found(Compare("config.n", "eq", n)) == ["r"]


async def test_a_run_is_found_by_number_only_in_its_project(world: World) -> None:
    run = await put(world)
    renamed, _ = await world.runs.upsert(BOB, make_project(), RunUpsert(run_number=run.run_number, display_name="x"))
    assert (renamed.run_id, renamed.display_name) == ("r", "x")
    with pytest.raises(NotFound):
        await world.runs.upsert(BOB, make_project(2), RunUpsert(run_number=run.run_number, display_name="y"))
    with pytest.raises(NotFound):
        await world.runs.get(2, "r")


async def test_environments_of_several_writers_are_merged(world: World) -> None:
    await put(world, config_json=config(lr=1, _wandb={"e": {"w1": {"os": "a"}}}))
    run = await put(world, config_json=config(lr=2, _wandb={"e": {"w2": {"os": "b"}}, "t": {}}))
    stored = json.loads(run.config_json)
    assert stored["lr"] == {"value": 2}
    assert stored["_wandb"]["value"] == {"e": {"w1": {"os": "a"}, "w2": {"os": "b"}}, "t": {}}


async def test_leaves_that_go_are_no_longer_found(world: World) -> None:
    await put(world, config_json=config(lr=1, opt={"name": "adam"}))
    await put(world, config_json=config(lr=1), summary_json='{"loss": NaN}')
    assert await world.found(Compare("config.opt.name", "exists", True)) == []
    assert await world.found(Compare("config.lr", "eq", 1)) == ["r"]
    assert await world.found(Compare("summary.loss", "exists", True)) == ["r"]


@pytest.mark.parametrize(("field", "value"), [("notes", "a\0b"), ("display_name", "\ud800"), ("tags", ("\ud800",))])
async def test_text_that_no_store_holds_is_refused(world: World, field: str, value: Any) -> None:
    with pytest.raises(InvalidInput, match=field):
        await put(world, **{field: value})
    assert await world.found() == []


async def test_progress_and_end(world: World) -> None:
    run = await put(world)
    world.clock.advance(seconds=5)
    alive = await world.runs.progress(run.run_number, world.sign(summary_json='{"loss": 0.5}'))
    assert (alive.state, alive.heartbeat_at, alive.summary_json) == (RunState.RUNNING, world.clock(), '{"loss": 0.5}')
    assert await world.found(Compare("summary.loss", "lt", 1)) == ["r"]
    world.clock.advance(seconds=5)
    ended = await end(world, run)
    assert (ended.state, ended.exit_code, ended.finished_at) == (RunState.FINISHED, 0, world.clock())
    assert await world.found(Compare("duration_s", "eq", 10)) == ["r"]
    assert await world.found(Compare("state", "eq", "finished")) == ["r"]


async def test_a_bare_heartbeat_does_not_grow_the_version(world: World) -> None:
    run = await put(world)
    world.clock.advance(seconds=30)
    alive = await world.runs.progress(run.run_number, world.sign())
    assert (alive.version, alive.heartbeat_at) == (1, world.clock())
    assert (await world.runs.get(1, "r")).heartbeat_at == world.clock()
    world.clock.advance(seconds=31)
    assert (await world.runs.progress(run.run_number, world.sign())).version == 2
    assert await world.found(Compare("heartbeat_at", "ge", world.clock().isoformat())) == ["r"]


async def test_a_retried_final_post_changes_nothing(world: World) -> None:
    run = await put(world)
    ended = await end(world, run, exit_code=1)
    world.clock.advance(seconds=9)
    assert await end(world, run, exit_code=1) == ended
    assert (ended.state, ended.segment) == (RunState.FAILED, 0)


async def test_new_rows_after_the_end_open_a_segment(world: World) -> None:
    run = await end(world, await put(world), exit_code=1)
    again = await world.runs.progress(run.run_number, world.sign(has_new_lines=True))
    assert (again.state, again.segment, again.exit_code, again.finished_at) == (RunState.RUNNING, 1, None, None)
    still = await world.runs.progress(run.run_number, world.sign(has_new_lines=True))
    assert still.segment == 1


async def test_a_process_that_comes_back_opens_a_segment(world: World) -> None:
    run = await end(world, await put(world, config_json=config(lr=1)))
    edited, _ = await world.runs.upsert(
        BOB, make_project(), RunUpsert(run_number=run.run_number, config_json=config(lr=2))
    )
    assert (edited.state, edited.segment) == (RunState.FINISHED, 0)  # the public API edits; it is no process
    resumed = await put(world, config_json=config(lr=2))
    assert (resumed.state, resumed.segment, resumed.finished_at) == (RunState.RUNNING, 1, None)
    assert (await put(world, config_json=config(lr=3))).segment == 1


async def test_the_last_words_of_another_writer_do_not_bring_a_run_back(world: World) -> None:
    both = {"w1": {}, "w2": {}}
    run = await put(world, config_json=config(_wandb={"e": both}))
    await end(world, run)
    late = await put(world, config_json=config(x=1, _wandb={"e": {"w2": {}}}))
    assert (late.state, late.segment) == (RunState.FINISHED, 0)
    assert json.loads(late.config_json)["_wandb"]["value"]["e"] == both
    again = await put(world, config_json=config(_wandb={"e": {"w3": {}}}))
    assert (again.state, again.segment) == (RunState.RUNNING, 1)


async def test_a_pending_run_starts(world: World) -> None:
    run = await put(world, state=RunState.PENDING)
    assert run.state is RunState.PENDING
    started = await world.runs.progress(run.run_number, world.sign(has_new_lines=True))
    assert (started.state, started.segment) == (RunState.RUNNING, 0)


async def test_stop_is_a_flag_until_the_process_ends(world: World) -> None:
    run = await put(world)
    asked = await world.runs.stop(BOB, run)
    assert (asked.stop_requested, asked.state) == (True, RunState.RUNNING)
    assert (await world.runs.progress(run.run_number, world.sign())).stop_requested
    killed = await end(world, run, exit_code=255)
    assert killed.state is RunState.KILLED
    assert await world.runs.stop(BOB, run) == killed


async def test_states_by_hand(world: World) -> None:
    run = await put(world)
    failed = await world.runs.set_state(run, RunState.FAILED)
    assert (failed.state, failed.finished_at) == (RunState.FAILED, world.clock())
    pending = await world.runs.set_state(run, RunState.PENDING)
    assert (pending.state, pending.finished_at) == (RunState.PENDING, None)
    with pytest.raises(InvalidInput, match="invalid state transition"):
        await world.runs.set_state(run, RunState.FINISHED)


async def test_silent_runs_are_marked_and_heal(world: World) -> None:
    run, preempted = await put(world), await put(world, "p")
    await world.runs.progress(preempted.run_number, world.sign(preempting=True))
    ended = await end(world, await put(world, "e"))
    world.clock.advance(seconds=30)
    for each in (run, preempted):
        await world.runs.progress(each.run_number, world.sign())
    begin = world.clock()
    world.clock.advance(seconds=301)
    marked = {run.run_id: run.state for run in await world.runs.mark_silent()}
    assert marked == {"r": RunState.CRASHED, "p": RunState.PREEMPTED}
    crashed = await world.runs.get(1, "r")
    assert crashed.finished_at == begin
    assert await world.found(Compare("duration_s", "eq", 30)) == ["p", "r"]
    assert await world.runs.get(1, "e") == ended
    assert await world.runs.mark_silent() == []
    healed = await world.runs.progress(run.run_number, world.sign())
    assert (healed.state, healed.segment, healed.finished_at) == (RunState.RUNNING, 0, None)
    assert await world.found(Compare("state", "eq", "running")) == ["r"]


async def test_silence_while_the_server_was_down_does_not_count(world: World) -> None:
    await put(world)
    world.clock.advance(hours=1)
    restarted = world.restarted()
    assert await restarted.runs.mark_silent() == []
    world.clock.advance(seconds=301)
    assert [run.run_id for run in await restarted.runs.mark_silent()] == ["r"]
    await restarted.runs.close()


async def test_rewind_cuts_the_branch_and_opens_a_segment(world: World) -> None:
    run = await end(world, await put(world, summary_json='{"_step": 9, "loss": 1}'))
    rewound = await world.runs.rewind(1, "r", 5)
    number = run.run_number
    further, further_since = (extra_writer_segments(rewinds)[0] for rewinds in (0, 1))
    assert rewound.branch == (
        BranchPart(number, 0, None, 5),
        BranchPart(number, further, None, 5),
        BranchPart(number, None, None, None),
    )
    assert (rewound.segment, rewound.state, rewound.summary_json) == (1, RunState.RUNNING, "{}")
    assert await world.found(Compare("summary.loss", "exists", True)) == []
    # What the client sends next names the run itself as its branch point: that is no fork.
    own = await put(world, config_json=config(_wandb={"branch_point": {"run_id": "r", "step": 5}}))
    assert (own.branch, own.segment) == (rewound.branch, 1)
    twice = await world.runs.rewind(1, "r", 3)
    assert twice.branch == (
        BranchPart(number, 0, None, 3),
        BranchPart(number, further, None, 3),
        BranchPart(number, 1, None, 3),
        BranchPart(number, further_since, None, 3),
        BranchPart(number, None, None, None),
    )
    with pytest.raises(NotFound):
        await world.runs.rewind(1, "missing", 3)


async def test_a_fork_begins_as_its_parent(world: World) -> None:
    parent = await put(world, config_json=config(lr=1, seed=7), summary_json='{"_step": 4, "loss": 1}')
    point = {"branch_point": {"run_id": "r", "step": 4.0}}
    fork = await put(world, "f", config_json=config(lr=2, _wandb=point))
    assert fork.branch == (
        BranchPart(parent.run_number, 0, None, 4),
        BranchPart(parent.run_number, extra_writer_segments(0)[0], None, 4),
        BranchPart(fork.run_number, None, None, None),
    )
    assert {key: entry["value"] for key, entry in json.loads(fork.config_json).items()} == {
        "seed": 7,
        "lr": 2,
        "_wandb": point,
    }
    assert json.loads(fork.summary_json)["loss"] == 1
    assert await world.found(Compare("config.seed", "eq", 7)) == ["f", "r"]
    later = await put(world, "f", config_json=config(lr=3, _wandb=point))
    assert json.loads(later.config_json)["seed"] == {"value": 7}
    earlier = await put(world, "g", config_json=config(_wandb={"branch_point": {"run_id": "f", "step": 2}}))
    assert [part.last_step for part in earlier.branch] == [2, 2, 2, 2, None]
    assert earlier.summary_json == "{}"


async def test_a_fork_of_nothing_is_refused(world: World) -> None:
    await put(world)
    for point in ({"run_id": "nobody", "step": 1}, {"run_id": "r", "step": "x"}, {"run_id": "r", "step": 1e300}):
        with pytest.raises((NotFound, InvalidInput)):
            await put(world, "f", config_json=config(_wandb={"branch_point": point}))
    with pytest.raises(InvalidInput, match="beyond the range of steps"):
        await world.runs.rewind(1, "r", 2**63)
    assert await world.found() == ["r"]


async def test_a_deleted_run_comes_back_as_it_was(world: World) -> None:
    run = await put(world, config_json=config(lr=0.1), tags=("keep",), summary_json='{"loss": 1}')
    await world.runs.delete(BOB, run)
    seen = world.following()
    restored = await world.runs.restore(BOB, 1, "r")
    assert restored.run_number == run.run_number
    assert restored.config_json == run.config_json
    assert await world.found(Compare("config.lr", "eq", 0.1)) == ["r"]
    assert await world.found(Compare("tags", "eq", "keep")) == ["r"]
    assert [change.change for change in changes_of(seen)] == ["created"]
    assert (await world.restarted().runs.get(1, "r")).version == restored.version
    with pytest.raises(NotFound):
        await world.runs.restore(BOB, 1, "r")


async def test_the_run_deleted_last_comes_back_unless_its_id_was_taken(world: World) -> None:
    first = await put(world)
    assert await world.runs.deleted_at(1, "r") is None
    await world.runs.delete(BOB, first)
    assert await world.runs.deleted_at(1, "r") == world.clock()
    world.clock.advance(seconds=1)
    second = await put(world)
    with pytest.raises(Conflict):
        await world.runs.restore(BOB, 1, "r")
    await world.runs.delete(BOB, second)
    assert (await world.runs.restore(BOB, 1, "r")).run_number == second.run_number
    with pytest.raises(NotFound):
        await world.runs.restore(BOB, 2, "r")


async def test_a_deleted_run_is_gone_and_its_id_is_free(world: World) -> None:
    run = await put(world, config_json=config(lr=1))
    await world.runs.progress(run.run_number, world.sign(summary_json='{"loss": 1}'))
    await world.runs.delete(BOB, run)  # the caller's copy is older than the row
    await world.runs.delete(BOB, run)
    assert await world.runs.find(1, "r") is None
    assert await world.found() == []
    assert await world.runs.fields(1) == []
    with pytest.raises(NotFound):
        await world.runs.progress(run.run_number, world.sign())
    again = await put(world)
    assert again.run_number > run.run_number
    assert await world.found(Compare("config.lr", "exists", True)) == []


async def test_edit_takes_only_what_people_may_change(world: World) -> None:
    run = await put(world, group="g")
    edited = await world.runs.edit(run, tags=("x",), group=None, display_name="name")
    assert (edited.tags, edited.group, edited.display_name) == (("x",), None, "name")
    assert await world.found(Compare("group", "exists", True)) == []
    with pytest.raises(TypeError, match="state"):
        await world.runs.edit(run, state=RunState.FAILED)


async def test_find_many_keeps_the_order_and_leaves_out_what_is_missing(world: World) -> None:
    for run_id in "abc":
        await put(world, run_id)
    assert [run.run_id for run in await world.runs.find_many(1, ["c", "x", "a", "c"])] == ["c", "a"]


async def test_live_views_hear_of_changes(world: World) -> None:
    seen = world.following()
    run = await put(world, config_json=config(lr=1), summary_json='{"loss": 1, "val": {"acc": 0.5}}')
    await world.runs.progress(run.run_number, world.sign(summary_json='{"loss": 2, "val": {"acc": 0.5}}'))
    await world.runs.progress(run.run_number, world.sign())
    await world.runs.progress(run.run_number, world.sign(summary_json='{"val": {"acc": 0.5}}'))
    await world.runs.delete(BOB, run)
    assert [(each.change, each.summary) for each in changes_of(seen)] == [
        ("created", {"loss": 1, "val.acc": 0.5}),
        ("updated", {"loss": 2}),
        ("updated", None),
        ("updated", {"loss": None}),
        ("deleted", None),
    ]
