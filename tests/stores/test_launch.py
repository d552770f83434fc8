"""Launch queues on SQLite and PostgreSQL: every item to one agent, and again when that one dies."""

import asyncio
from dataclasses import dataclass
from typing import Any

import pytest
import sqlalchemy as sa

import runlake.products.identity as identity_package
import runlake.products.launch as launch_package
import runlake.products.projects as projects_package
import runlake.products.runs as runs_package
from runlake.errors import Conflict, InvalidInput, LimitExceeded, NotFound, PermissionDenied
from runlake.live import LiveBus
from runlake.model import Principal, Role, RunState
from runlake.products.launch import Item, ItemState, Launch, LaunchAgent, Queue, QueueDraft, Wish
from runlake.settings import LaunchSettings
from runlake.storage.metadata import Metadata
from runlake.storage.metadata.types import to_micros
from runlake.storage.migrate import migrate_metadata
from tests.stores.conftest import FakeClock
from tests.stores.runs_world import BOB, make_project
from tests.stores.sweeps_world import INSERT_RUN

PROJECT = make_project()
VIEWER = Principal(2, "eve", None, "Eve", False, 2, {1: Role.VIEWER})
ANN = Principal(3, "ann", None, "Ann", False, 3, {1: Role.MEMBER})
LEASE_S, TIMEOUT_S = 60.0, 120.0
SETTINGS = {"cpu": "{{cpu}}", "label": "for {{who}}", "fixed": 1}
VARIABLES = {
    "cpu": {"schema": {"type": "integer", "minimum": 1, "maximum": 4}},
    "who": {"schema": {"type": "string", "default": "all"}},
}


@dataclass
class World:
    """The product, its store and its clock."""

    launch: Launch
    metadata: Metadata
    clock: FakeClock

    async def queue(self, name: str = "q", **draft: Any) -> Queue:
        return await self.launch.queues.create(BOB, PROJECT, QueueDraft(name, **draft))

    async def resource(self, **variables: Any) -> int:
        config = {"resource_args": {"kubernetes": SETTINGS}}
        return await self.launch.queues.add_resource(BOB, PROJECT.entity_id, "kubernetes", config, variables)

    async def push(self, queue: Queue, job: str, **wish: Any) -> Item:
        return await self.launch.push(BOB, PROJECT, queue, Wish({"job": job}, **wish), PROJECT)

    async def agent(self, queue: Queue) -> LaunchAgent:
        return await self.launch.create_agent(BOB, PROJECT, [queue], "host", {}, "wandb@1")

    async def pop(self, queue: Queue, agent: LaunchAgent | None = None) -> Item | None:
        return await self.launch.pop(BOB, PROJECT, queue, agent and agent.agent_number)

    async def take(self, queue: Queue, agent: LaunchAgent, run_id: str) -> Item:
        """Pop and acknowledge."""
        item = await self.pop(queue, agent)
        assert item is not None
        assert await self.launch.acknowledge(BOB, PROJECT, item, run_id)
        return item

    async def state(self, item: Item) -> str:
        found = await self.launch.find_item(item.item_number)
        assert found is not None
        return found.state.value

    async def set_run(self, run_id: str, state: RunState) -> None:
        """The run as its process left it, now."""
        at = to_micros(self.clock())

        def work(connection: sa.Connection) -> None:
            values = {"run_id": run_id, "state": state.value, "at": at}
            update = sa.text("UPDATE runs SET state = :state, updated_at = :at WHERE run_id = :run_id")
            if connection.execute(update, values).rowcount == 0:
                connection.execute(INSERT_RUN, {**values, "sweep": None})

        await self.metadata.write(work)


@pytest.fixture
async def world(metadata: Metadata, clock: FakeClock) -> World:
    await migrate_metadata(metadata, [identity_package, projects_package, runs_package, launch_package])
    return World(
        Launch(metadata, LiveBus(), clock, LaunchSettings(lease_s=LEASE_S, agent_timeout_s=TIMEOUT_S)), metadata, clock
    )


async def test_an_item_goes_through_its_states(world: World) -> None:
    queue = await world.queue()
    agent = await world.agent(queue)
    item = await world.push(queue, "job:v0")
    assert await world.state(item) == "pending"
    popped = await world.pop(queue, agent)
    assert popped is not None
    assert (popped.item_number, popped.state, popped.spec) == (item.item_number, ItemState.LEASED, {"job": "job:v0"})
    assert await world.pop(queue, agent) is None
    assert await world.launch.acknowledge(BOB, PROJECT, popped, "r1")
    assert await world.launch.acknowledge(BOB, PROJECT, popped, "r1"), "a retry is harmless"
    assert not await world.launch.acknowledge(BOB, PROJECT, popped, "r2"), "another agent has it"
    assert await world.state(item) == "claimed"
    await world.set_run("r1", RunState.PENDING)
    assert await world.state(item) == "claimed"
    for state, expected in ((RunState.RUNNING, "running"), (RunState.FINISHED, "finished")):
        await world.set_run("r1", state)
        assert await world.state(item) == expected
    (listed,) = await world.launch.items(queue)
    assert (listed.run_id, listed.agent_name) == ("r1", agent.name)
    assert await world.launch.open_counts([queue]) == {}


async def test_agents_at_the_same_time_never_get_the_same_item(world: World) -> None:
    queue = await world.queue()
    pushed = [(await world.push(queue, f"j{number}")).item_number for number in range(20)]
    agents = [await world.agent(queue) for _ in range(5)]
    popped: list[int] = []

    async def work(agent: LaunchAgent) -> None:
        while (item := await world.pop(queue, agent)) is not None:
            popped.append(item.item_number)

    await asyncio.gather(*(work(agent) for agent in agents))
    assert sorted(popped) == pushed


async def test_a_lease_that_runs_out_is_given_to_another(world: World) -> None:
    queue = await world.queue()
    slow, other = await world.agent(queue), await world.agent(queue)
    item = await world.push(queue, "j")
    assert await world.pop(queue, slow)
    world.clock.advance(seconds=LEASE_S)
    assert await world.state(item) == "pending"
    assert await world.launch.acknowledge(BOB, PROJECT, item, "late"), "nobody else has it: it may still take it"
    assert await world.pop(queue, other) is None
    again = await world.push(queue, "k")
    assert await world.pop(queue, slow)
    world.clock.advance(seconds=LEASE_S + 1)
    await world.take(queue, other, "r")
    assert not await world.launch.acknowledge(BOB, PROJECT, again, "late")


async def test_what_a_dead_agent_had_not_begun_is_given_out_once_more(world: World) -> None:
    queue = await world.queue()
    dead, other, third = [await world.agent(queue) for _ in range(3)]
    item = await world.push(queue, "j")
    await world.take(queue, dead, "r1")
    world.clock.advance(seconds=TIMEOUT_S - 1)
    assert await world.pop(queue, other) is None
    world.clock.advance(seconds=2)
    assert not world.launch.is_heard(dead)
    assert await world.state(item) == "pending"
    assert (await world.take(queue, other, "r2")).item_number == item.item_number
    world.clock.advance(seconds=TIMEOUT_S + 1)
    assert await world.state(item) == "failed", "two agents died of it"
    assert await world.pop(queue, third) is None
    await world.set_run("r2", RunState.RUNNING)
    assert await world.state(item) == "running", "what the run says counts"


async def test_a_run_that_has_begun_is_not_given_out_again(world: World) -> None:
    queue = await world.queue()
    dead, other = await world.agent(queue), await world.agent(queue)
    item = await world.push(queue, "j")
    await world.set_run("r1", RunState.FINISHED)  # of an earlier attempt, to be resumed
    world.clock.advance(seconds=1)
    await world.take(queue, dead, "r1")
    assert await world.state(item) == "claimed"
    await world.set_run("r1", RunState.CRASHED)
    world.clock.advance(seconds=TIMEOUT_S + 1)
    assert await world.pop(queue, other) is None
    assert await world.state(item) == "failed"


async def test_an_agent_that_gives_up(world: World) -> None:
    queue = await world.queue()
    agent = await world.agent(queue)
    item = await world.push(queue, "j")
    assert not await world.launch.complain(BOB, PROJECT, item, "no", "agent", [], fails=True), "nobody has it"
    await world.pop(queue, agent)
    assert await world.launch.complain(BOB, PROJECT, item, "slow disk", "build", [], fails=False)
    assert await world.state(item) == "leased"
    assert await world.launch.complain(BOB, PROJECT, item, "no image", "build", ["error.log"], fails=True)
    (listed,) = await world.launch.items(queue)
    assert (listed.state, listed.message, listed.stage) == (ItemState.FAILED, "no image", "build")
    world.clock.advance(seconds=10 * TIMEOUT_S)
    assert await world.pop(queue, agent) is None


async def test_priorities(world: World) -> None:
    queue = await world.queue(is_prioritized=True)
    agent = await world.agent(queue)
    for job, priority in (("low", 3), ("medium", None), ("critical", 0), ("medium-2", 2)):
        await world.push(queue, job, priority=priority)
    popped = [await world.pop(queue, agent) for _ in range(4)]
    assert [item and item.spec["job"] for item in popped] == ["critical", "medium", "medium-2", "low"]
    with pytest.raises(InvalidInput, match="use 0"):
        await world.push(queue, "j", priority=4)
    with pytest.raises(InvalidInput, match="no priorities"):
        await world.push(await world.queue("flat"), "j", priority=0)


async def test_a_queue_fills_in_what_its_resource_asks_for(world: World) -> None:
    queue = await world.queue(resource_number=await world.resource(**VARIABLES))
    item = await world.push(queue, "j", values={"cpu": 3})
    settings = {"cpu": 3, "label": "for all", "fixed": 1}
    assert item.spec == {"job": "j", "resource": "kubernetes", "resource_args": {"kubernetes": settings}}
    for values in ({}, {"cpu": 5}, {"cpu": "3"}, {"cpu": True}, {"cpu": 1, "gpu": 1}):
        with pytest.raises(InvalidInput, match="template variable"):
            await world.push(queue, "j", values=values)
    free = await world.queue("free", resource_number=await world.resource())
    wish = Wish({"resource_args": {"kubernetes": {"fixed": 2}}})
    pushed = await world.launch.push(BOB, PROJECT, free, wish, PROJECT)
    assert pushed.spec["resource_args"]["kubernetes"] == {**SETTINGS, "fixed": 2}
    with pytest.raises(LimitExceeded):
        await world.push(free, "x" * 1_000_001)


async def test_queues_are_made_changed_and_deleted(world: World) -> None:
    first = await world.resource()
    queue = await world.queue(resource_number=first)
    with pytest.raises(Conflict):
        await world.queue()
    second = await world.resource(**VARIABLES)
    changed = await world.launch.queues.put(BOB, PROJECT, QueueDraft("q", is_prioritized=True, resource_number=second))
    assert (changed.queue_number, changed.is_prioritized, changed.resource_number) == (queue.queue_number, True, second)
    assert await world.launch.queues.find_resource(first) is None
    await world.push(changed, "j", values={"cpu": 1})
    assert await world.launch.queues.delete(BOB, PROJECT, changed)
    assert not await world.launch.queues.delete(BOB, PROJECT, changed)
    assert await world.launch.queues.find_resource(second) is None
    with pytest.raises(NotFound):
        await world.launch.queues.get(BOB, PROJECT.project_id, "q")
    with pytest.raises(NotFound):
        await world.queue("r", resource_number=999)


async def test_who_may(world: World) -> None:
    queue = await world.queue("mine", is_private=True)
    assert await world.launch.queues.find(ANN, PROJECT.project_id, "mine") is None
    assert await world.launch.queues.list(ANN, [PROJECT.project_id]) == []
    with pytest.raises(Conflict):
        await world.launch.queues.put(ANN, PROJECT, QueueDraft("mine"))
    item = await world.push(queue, "j")
    agent = await world.agent(queue)
    launch = world.launch
    for attempt in (
        launch.queues.create(VIEWER, PROJECT, QueueDraft("no")),
        launch.queues.delete(VIEWER, PROJECT, queue),
        launch.queues.add_resource(VIEWER, 1, "kubernetes", {}, {}),
        launch.push(VIEWER, PROJECT, queue, Wish({}), PROJECT),
        launch.pop(VIEWER, PROJECT, queue, None),
        launch.acknowledge(VIEWER, PROJECT, item, "r"),
        launch.complain(VIEWER, PROJECT, item, "m", "s", [], fails=True),
        launch.delete_item(VIEWER, PROJECT, queue, item.item_number),
        launch.create_agent(VIEWER, PROJECT, [queue], "h", {}, None),
        launch.heartbeat(VIEWER, PROJECT, agent, None),
        launch.stop_agent(VIEWER, PROJECT, agent),
    ):
        with pytest.raises(PermissionDenied):
            await attempt


async def test_an_agent_is_asked_to_end(world: World) -> None:
    queue = await world.queue()
    agent = await world.agent(queue)
    await world.launch.heartbeat(BOB, PROJECT, agent, "RUNNING")
    await world.launch.stop_agent(BOB, PROJECT, agent)
    (listed,) = await world.launch.agents([PROJECT.project_id])
    assert (listed.status, listed.stop_requested, listed.queue_numbers) == ("RUNNING", True, (queue.queue_number,))
    await world.launch.heartbeat(BOB, PROJECT, agent, "KILLED")
    (listed,) = await world.launch.agents([PROJECT.project_id])
    assert not world.launch.is_heard(listed)
    assert await world.launch.delete_item(BOB, PROJECT, queue, 999) is False
