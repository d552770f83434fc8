"""Sweeps on SQLite and PostgreSQL: each cell once, whatever happens to agents."""

import asyncio
import json
from collections import Counter

import pytest
import sqlalchemy as sa

from runlake.errors import InvalidInput, NotFound, PermissionDenied
from runlake.model import Principal, Role, RunState
from runlake.products.sweeps import (
    CellState,
    RunResult,
    SweepChange,
    SweepChanged,
    SweepsQuery,
    SweepState,
    sweeps_topic,
)
from runlake.storage.metadata import Metadata
from tests.stores.conftest import FakeClock
from tests.stores.runs_world import BOB
from tests.stores.sweeps_world import PROJECT, TIMEOUT_S, SweepWorld, open_sweeps

GRID = "method: grid\nparameters: {a: {values: [1, 2, 3]}, b: {values: [x, y]}}"
CELLS = [{"a": a, "b": b} for a in (1, 2, 3) for b in ("x", "y")]
RANDOM = "method: random\nmetric: {name: loss}\nparameters: {lr: {min: 0.0, max: 1.0}}"
BAYES = RANDOM.replace("random", "bayes")
VIEWER = Principal(2, "eve", None, "Eve", False, 2, {1: Role.VIEWER})


@pytest.fixture
async def world(metadata: Metadata, clock: FakeClock) -> SweepWorld:
    return await open_sweeps(metadata, clock)


async def test_a_grid_is_done_once_and_finishes_by_itself(world: SweepWorld) -> None:
    sweep = await world.sweep(GRID)
    assert sweep.state is SweepState.PENDING
    worker = await world.agent(sweep)
    assert await worker.start() == CELLS[0]
    assert (await world.again(sweep)).state is SweepState.RUNNING
    await worker.finish()
    assert await worker.work() == CELLS[1:]
    assert (await world.again(sweep)).state is SweepState.FINISHED
    assert (await worker.beat()).exits
    assert len(world.runs.announced) == len(set(world.runs.announced)) == 6


async def test_agents_at_the_same_time_never_get_the_same_cell(world: SweepWorld) -> None:
    sweep = await world.sweep("method: grid\nparameters: {n: {min: 1, max: 24}}")
    workers = [await world.agent(sweep) for _ in range(6)]
    done = await asyncio.gather(*(worker.work() for worker in workers))
    assert Counter(cell["n"] for cells in done for cell in cells) == Counter(range(1, 25))
    cells = await world.sweeps.cells(sweep)
    assert len({cell.position for cell in cells}) == len({cell.run_id for cell in cells}) == 24


async def test_a_cell_whose_answer_was_lost_is_told_again(world: SweepWorld) -> None:
    worker = await world.agent(await world.sweep(GRID))
    first, second = (await worker.beat()).cell, (await worker.beat()).cell
    assert first is not None
    assert second is not None
    assert first.run_id == second.run_id
    third = (await worker.beat()).cell
    assert third is not None
    assert third.run_id != first.run_id, "a program that never starts a run does not hold up the sweep"


async def test_a_crashed_agents_cell_is_run_again_once(world: SweepWorld) -> None:
    sweep = await world.sweep(GRID)
    crashed, other = await world.agent(sweep), await world.agent(sweep)
    assert await crashed.start() == CELLS[0]
    lost = next(iter(crashed.alive))
    assert await other.work() == CELLS[1:]
    assert not (await other.beat()).exits, "the other's cell may come back"
    world.clock.advance(seconds=TIMEOUT_S + 1)
    await world.sweeps.settle()
    assert [await other.start(), await other.start()] == [CELLS[0], None]
    assert lost not in other.alive, "what the crashed run has logged stays its own"
    await other.finish()
    assert (await other.beat()).exits
    assert (await world.again(sweep)).state is SweepState.FINISHED
    states = Counter(cell.state for cell in await world.sweeps.cells(sweep))
    assert states == {CellState.ENDED: 6, CellState.LOST: 1}
    assert lost in (await crashed.beat()).stops, "it comes back from the dead"


async def test_a_cell_that_kills_its_agents_is_given_up(world: SweepWorld) -> None:
    sweep = await world.sweep("method: grid\nparameters: {a: {value: 1}}")
    for _ in range(2):
        assert await (await world.agent(sweep)).start() == {"a": 1}
        world.clock.advance(seconds=TIMEOUT_S + 1)
        await world.sweeps.settle()
    assert (await world.again(sweep)).state is SweepState.FINISHED
    assert (await (await world.agent(sweep)).beat()).cell is None


async def test_a_run_outlives_its_agent(world: SweepWorld) -> None:
    sweep = await world.sweep(GRID)
    crashed = await world.agent(sweep)
    await crashed.start()
    run_id = next(iter(crashed.alive))
    world.clock.advance(seconds=TIMEOUT_S + 1)
    await world.set_run(sweep, run_id, RunState.RUNNING)
    await world.sweeps.settle()
    assert [cell.state for cell in await world.sweeps.cells(sweep)] == [CellState.GIVEN]
    await world.set_run(sweep, run_id, RunState.FINISHED)
    await world.sweeps.settle()
    assert [cell.state for cell in await world.sweeps.cells(sweep)] == [CellState.ENDED]


@pytest.mark.parametrize(("heard_after", "states"), [(True, ["ended"]), (False, ["lost", "queued"])])
async def test_a_failure_counts_as_a_crash_only_when_the_agent_fell_silent_with_it(
    world: SweepWorld, heard_after: bool, states: list[str]
) -> None:
    sweep = await world.sweep(GRID)
    worker = await world.agent(sweep)
    await worker.start()
    world.clock.advance(seconds=1)
    run_id = next(iter(worker.alive))
    await world.set_run(sweep, run_id, RunState.FAILED)
    world.clock.advance(seconds=1)
    if heard_after:
        await worker.beat()
    world.clock.advance(seconds=TIMEOUT_S + 1)
    await world.sweeps.settle()
    assert [cell.state for cell in await world.sweeps.cells(sweep)] == states


async def test_a_run_that_never_began_is_given_to_another(world: SweepWorld) -> None:
    sweep = await world.sweep(GRID)
    orders = await (await world.agent(sweep)).beat()
    world.clock.advance(seconds=TIMEOUT_S + 1)
    again = await (await world.agent(sweep)).beat()
    assert orders.cell is not None
    assert again.cell is not None
    assert again.cell.run_id == orders.cell.run_id


async def test_a_preempted_run_is_resumed(world: SweepWorld) -> None:
    sweep = await world.sweep(GRID)
    worker = await world.agent(sweep)
    await worker.start()
    run_id = next(iter(worker.alive))
    await worker.finish(RunState.PREEMPTED)
    orders = await worker.beat()
    assert orders.cell is not None
    assert (orders.cell.run_id, orders.cell.resumes) == (run_id, True)
    assert len(await world.sweeps.cells(sweep)) == 1


async def test_run_cap(world: SweepWorld) -> None:
    sweep = await world.sweep(RANDOM + "\nrun_cap: 5")
    workers = [await world.agent(sweep) for _ in range(3)]
    done = await asyncio.gather(*(worker.work() for worker in workers))
    assert sum(map(len, done)) == 5
    assert all(0 <= cell["lr"] <= 1 for cells in done for cell in cells)
    assert (await world.again(sweep)).state is SweepState.FINISHED


async def test_pause_resume_and_stop(world: SweepWorld) -> None:
    sweep = await world.sweep(RANDOM)
    worker = await world.agent(sweep)
    await worker.start()
    await world.change(sweep, state=SweepState.PAUSED)
    await worker.finish()
    orders = await worker.beat()
    assert (orders.cell, orders.exits) == (None, False)
    await world.change(sweep, state=SweepState.RUNNING)
    assert await worker.start() is not None
    await world.change(sweep, state=SweepState.FINISHED)
    orders = await worker.beat()
    assert (orders.stops, orders.exits) == ((), False), "what runs may finish"
    await worker.finish()
    assert (await worker.beat()).exits
    for closed in (SweepState.PAUSED, SweepState.CRASHED):
        with pytest.raises(InvalidInput, match="finished already"):
            await world.change(sweep, state=closed)


async def test_a_scheduler_that_gives_up_is_started_anew(world: SweepWorld) -> None:
    sweep = await world.sweep(RANDOM)
    worker = await world.agent(sweep)
    await world.change(sweep, state=SweepState.CRASHED)
    assert (await worker.beat()).exits
    await world.change(sweep, state=SweepState.PENDING, scheduler_json='{"queue": "q"}')
    assert await (await world.agent(sweep)).start() is not None
    again = await world.again(sweep)
    assert (again.state, again.scheduler_json) == (SweepState.RUNNING, '{"queue": "q"}')


async def test_cancel_stops_what_runs(world: SweepWorld) -> None:
    sweep = await world.sweep(RANDOM)
    worker = await world.agent(sweep)
    await worker.start()
    run_id = next(iter(worker.alive))
    await world.change(sweep, state=SweepState.CANCELLED)
    orders = await worker.beat()
    assert (orders.stops, orders.exits) == ((run_id,), True)
    assert run_id in world.runs.stopped


async def test_early_termination(world: SweepWorld) -> None:
    sweep = await world.sweep(RANDOM + "\nearly_terminate: {type: hyperband, min_iter: 2, eta: 2}")
    good, bad = await world.agent(sweep), await world.agent(sweep)
    await good.start()
    await bad.start()
    world.runs.histories = {next(iter(good.alive)): [0.1, 0.1], next(iter(bad.alive)): [9.0, 8.0]}
    world.sweeps._piloting._stopping._judged_at.clear()  # it is not asked again within seconds
    assert (await good.beat()).stops == ()
    assert (await bad.beat()).stops == tuple(bad.alive)
    assert world.runs.stopped[0] in bad.alive


async def test_bayes_takes_what_is_known_and_gives_each_agent_its_own(world: SweepWorld) -> None:
    sweep = await world.sweep(BAYES + "\nrun_cap: 4")
    world.runs.known = [
        RunResult("old", RunState.FINISHED, {"summary.loss": 0.5, "config.lr": 0.3}),
        RunResult("bad", RunState.FAILED, {"config.lr": 0.9}),
    ]
    workers = [await world.agent(sweep) for _ in range(2)]
    done = await asyncio.gather(*(worker.work() for worker in workers))
    values = [cell["lr"] for cells in done for cell in cells]
    assert len(set(values)) == 4
    assert all(0 <= value <= 1 for value in values)


async def test_prior_runs_are_not_run_again(world: SweepWorld) -> None:
    world.runs.configs_of = {"old": {"a": 1, "b": "y"}, "other": {"a": 99, "b": "y"}}
    sweep = await world.sweep(GRID, prior_runs=("old", "other", "gone"))
    assert await (await world.agent(sweep)).work() == [cell for cell in CELLS if cell != {"a": 1, "b": "y"}]


async def test_a_local_controller_schedules_and_stops(world: SweepWorld) -> None:
    sweep = await world.sweep("method: custom\ncontroller: {type: local}\nparameters: {a: {value: 1}}")
    worker = await world.agent(sweep)
    assert (await worker.beat()).cell is None
    letter = {"schedule": [{"id": "s1", "data": {"args": {"a": {"value": 7}}}}]}
    sweep = await world.change(sweep, controller_json=json.dumps(letter))
    scheduled = json.loads(sweep.scheduler_json or "")["scheduled"]
    assert [entry["id"] for entry in scheduled] == ["s1"]
    again = await world.change(sweep, controller_json=json.dumps(letter))
    assert json.loads(again.scheduler_json or "")["scheduled"] == scheduled, "one run for an entry"
    assert await worker.start() == {"a": 7}
    run_id = scheduled[0]["runid"]
    assert worker.alive == {run_id}
    await world.change(sweep, controller_json=json.dumps({"earlystop": [run_id]}))
    assert (await worker.beat()).stops == (run_id,)
    await worker.finish(RunState.KILLED)
    no_more = {"schedule": [{"id": "s2", "data": {"args": None}}]}
    await world.change(sweep, controller_json=json.dumps(no_more))
    assert (await worker.beat()).exits
    assert (await world.again(sweep)).state is SweepState.FINISHED


async def test_a_run_added_by_hand_comes_first(world: SweepWorld) -> None:
    sweep = await world.sweep(GRID)
    run_id = await world.sweeps.enqueue(BOB, PROJECT, sweep, {"a": {"value": 42}}, "mine")
    worker = await world.agent(sweep)
    assert await worker.start() == {"a": 42}
    assert worker.alive == {run_id}
    await worker.finish()
    assert await worker.work() == CELLS


async def test_what_has_begun_keeps_its_search(world: SweepWorld) -> None:
    sweep = await world.sweep(GRID)
    changed = await world.change(sweep, config_yaml=GRID.replace("grid", "random"))
    assert changed.config.method == "random", "nothing has been given out"
    await (await world.agent(sweep)).start()
    with pytest.raises(InvalidInput, match="has begun"):
        await world.change(sweep, config_yaml=GRID)
    capped = await world.change(sweep, config_yaml=changed.config_yaml + "\nrun_cap: 3", display_name="new")
    assert (capped.config.run_cap, capped.title) == (3, "new")


async def test_deleted_sweeps_are_gone_for_their_agents(world: SweepWorld) -> None:
    sweep = await world.sweep(GRID)
    worker = await world.agent(sweep)
    await world.sweeps.delete(BOB, PROJECT, sweep)
    await world.sweeps.delete(BOB, PROJECT, sweep)
    with pytest.raises(NotFound):
        await worker.beat()
    assert await world.sweeps.find(1, sweep.sweep_id) is None


async def test_readers_change_nothing(world: SweepWorld) -> None:
    sweep = await world.sweep(GRID)
    agent = (await world.agent(sweep)).agent
    for refused in (
        world.sweeps.create(VIEWER, PROJECT, SweepChange(config_yaml=GRID)),
        world.sweeps.update(VIEWER, PROJECT, sweep, SweepChange(display_name="x")),
        world.sweeps.delete(VIEWER, PROJECT, sweep),
        world.sweeps.enqueue(VIEWER, PROJECT, sweep, {}, None),
        world.sweeps.create_agent(VIEWER, PROJECT, sweep, "h"),
        world.sweeps.heartbeat(VIEWER, PROJECT, agent, []),
    ):
        with pytest.raises(PermissionDenied):
            await refused


async def test_lists_and_live_events(world: SweepWorld) -> None:
    seen = world.bus.subscribe([sweeps_topic(1)])
    made = [await world.sweep(GRID, display_name=f"lr {index}") for index in range(3)]
    page = await world.sweeps.search(1, SweepsQuery(limit=2))
    assert [sweep.title for sweep in page] == ["lr 2", "lr 1"]
    rest = await world.sweeps.search(1, SweepsQuery(limit=2, after=page[-1].sweep_number))
    assert [sweep.title for sweep in rest] == ["lr 0"]
    assert await world.sweeps.count(1, SweepsQuery(text="LR 1")) == 1
    assert await world.sweeps.count(2) == 0
    await (await world.agent(made[0])).start()
    counts = await world.sweeps.run_counts(1, [sweep.sweep_id for sweep in made])
    assert {sweep_id: (each.total, each.running) for sweep_id, each in counts.items()} == {made[0].sweep_id: (1, 1)}
    kinds = []
    while (event := seen.next_nowait()) is not None:
        assert isinstance(event.payload, SweepChanged)
        kinds.append(event.payload.change)
    assert kinds == ["created"] * 3 + ["updated"]


async def test_the_runs_of_a_sweep_are_found_by_an_index(world: SweepWorld, metadata: Metadata) -> None:
    query = "SELECT count(*) FROM runs WHERE project_id = 1 AND sweep IN ('a', 'b') AND deleted_at IS NULL"
    if metadata.dialect_name == "sqlite":
        ask = f"EXPLAIN QUERY PLAN {query}"
    else:  # it scans a table without rows
        ask = "SELECT indexdef FROM pg_indexes WHERE tablename = 'runs'"
    found = await metadata.read(lambda connection: [str(row) for row in connection.execute(sa.text(ask))])
    assert "runs_by_sweep" in "\n".join(found)
