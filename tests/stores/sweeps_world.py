"""Sweeps on real metadata stores; their runs are rows that the test sets."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

import runlake.products.runs as runs_package
import runlake.products.sweeps as sweeps_package
from runlake.live import LiveBus
from runlake.model import Principal, Project, RunState
from runlake.products import identity as identity_package
from runlake.products.sweeps import Agent, BestRun, Orders, RunResult, Sweep, SweepChange, Sweeps
from runlake.settings import SweepSettings
from runlake.storage.metadata import Metadata
from runlake.storage.metadata.types import to_micros
from runlake.storage.migrate import migrate_metadata
from tests.stores.conftest import FakeClock
from tests.stores.runs_world import BOB, make_project

TIMEOUT_S = 60.0
PROJECT = make_project()
INSERT_RUN = sa.text(
    "INSERT INTO runs (project_id, run_id, display_name, state, tags, sweep, created_at, updated_at, heartbeat_at, "
    "stop_requested, segment, branch, version) "
    "VALUES (1, :run_id, :run_id, :state, '[]', :sweep, :at, :at, :at, false, 0, '[]', 1)"
)


@dataclass
class FakeRuns:
    """Answers for the runs product, and remembers what it was asked to do."""

    announced: list[str] = field(default_factory=list)
    stopped: list[str] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)
    histories: dict[str, list[float]] = field(default_factory=dict)
    known: list[RunResult] = field(default_factory=list)
    configs_of: dict[str, dict[str, Any]] = field(default_factory=dict)

    async def best(self, project_id: int, sweep_id: str, path: str, *, maximize: bool) -> BestRun | None:
        return None

    async def results(self, project_id: int, sweep_id: str, paths: Sequence[str]) -> list[RunResult]:
        return self.known

    async def configs(self, project_id: int, run_ids: Sequence[str]) -> list[dict[str, Any]]:
        return [self.configs_of[run_id] for run_id in run_ids if run_id in self.configs_of]

    async def logged(self, project_id: int, run_id: str, metric: str) -> list[float]:
        return self.histories.get(run_id, [])

    async def announce(
        self,
        principal: Principal,
        project: Project,
        sweep_id: str,
        run_id: str,
        args: Mapping[str, Any],
        name: str | None,
    ) -> None:
        self.announced.append(run_id)

    async def attach(self, principal: Principal, project: Project, sweep_id: str, run_ids: Sequence[str]) -> None:
        pass

    async def stop(self, principal: Principal, project_id: int, run_id: str) -> None:
        self.stopped.append(run_id)

    async def withdraw(self, principal: Principal, project_id: int, run_ids: Sequence[str]) -> None:
        self.withdrawn += run_ids


@dataclass
class SweepWorld:
    """The product, its store and its clock."""

    sweeps: Sweeps
    metadata: Metadata
    runs: FakeRuns
    bus: LiveBus
    clock: FakeClock

    async def sweep(self, config: str, **change: Any) -> Sweep:
        return await self.sweeps.create(BOB, PROJECT, SweepChange(config_yaml=config, **change))

    async def again(self, sweep: Sweep) -> Sweep:
        return await self.sweeps.get(PROJECT.project_id, sweep.sweep_id)

    async def change(self, sweep: Sweep, **values: Any) -> Sweep:
        return await self.sweeps.update(BOB, PROJECT, sweep, SweepChange(**values))

    async def agent(self, sweep: Sweep) -> "Worker":
        return Worker(self, await self.sweeps.create_agent(BOB, PROJECT, sweep, "host"), sweep)

    async def set_run(self, sweep: Sweep, run_id: str, state: RunState) -> None:
        """The run as its process left it, heard from now."""
        at = to_micros(self.clock())

        def work(connection: sa.Connection) -> None:
            values = {"run_id": run_id, "state": state.value, "at": at, "sweep": sweep.sweep_id}
            update = sa.text("UPDATE runs SET state = :state, heartbeat_at = :at WHERE run_id = :run_id")
            if connection.execute(update, {"run_id": run_id, "state": state.value, "at": at}).rowcount == 0:
                connection.execute(INSERT_RUN, values)

        await self.metadata.write(work)


@dataclass
class Worker:
    """An agent that does as it is told."""

    world: SweepWorld
    agent: Agent
    sweep: Sweep
    alive: set[str] = field(default_factory=set)

    async def beat(self) -> Orders:
        return await self.world.sweeps.heartbeat(BOB, PROJECT, self.agent, sorted(self.alive))

    async def start(self) -> dict[str, Any] | None:
        """Ask for a cell and start its run; None when there is none."""
        orders = await self.beat()
        if orders.cell is None:
            return None
        self.alive.add(orders.cell.run_id)
        await self.world.set_run(self.sweep, orders.cell.run_id, RunState.RUNNING)
        await self.beat()
        return {name: item["value"] for name, item in orders.cell.args.items()}

    async def finish(self, state: RunState = RunState.FINISHED) -> None:
        """The run ends, and the agent has seen it."""
        for run_id in self.alive:
            await self.world.set_run(self.sweep, run_id, state)
        self.alive.clear()

    async def work(self) -> list[dict[str, Any]]:
        """All cells until there is none."""
        done = []
        while (args := await self.start()) is not None:
            done.append(args)
            await self.finish()
            await asyncio.sleep(0)
        return done


async def open_sweeps(metadata: Metadata, clock: FakeClock) -> SweepWorld:
    await migrate_metadata(metadata, [identity_package, runs_package, sweeps_package])
    runs, bus = FakeRuns(), LiveBus()
    sweeps = Sweeps(metadata, runs, bus, clock, SweepSettings(agent_timeout_s=TIMEOUT_S))
    return SweepWorld(sweeps, metadata, runs, bus, clock)
