"""`class Sweeps`: making, changing and reading sweeps, and keeping their agents at work."""

import logging
import random
from collections.abc import Coroutine, Mapping, Sequence
from functools import partial
from typing import Any

from runlake.errors import NotFound
from runlake.live import LiveBus
from runlake.model import Principal, Project
from runlake.model.clock import Clock
from runlake.model.events import Change
from runlake.model.texts import check_texts
from runlake.products.sweeps import editing, store
from runlake.products.sweeps.beats import Orders
from runlake.products.sweeps.cells import new_id
from runlake.products.sweeps.faces import SweepRuns
from runlake.products.sweeps.importance import Importance
from runlake.products.sweeps.piloting import Piloting
from runlake.products.sweeps.records import (
    Agent,
    BestRun,
    Cell,
    RunCounts,
    Sweep,
    SweepChange,
    SweepChanged,
    SweepsQuery,
    sweeps_topic,
)
from runlake.products.sweeps.weighing import weigh
from runlake.settings import SweepSettings
from runlake.storage.metadata import Metadata

_log = logging.getLogger(__name__)


class Sweeps:
    """All sweeps of all projects. Callers have checked that the caller may read the project; writes check themselves."""

    def __init__(
        self, metadata: Metadata, runs: SweepRuns, bus: LiveBus, clock: Clock, settings: SweepSettings
    ) -> None:
        self._metadata = metadata
        self._runs = runs
        self._bus = bus
        self._clock = clock
        chance = random.Random()  # noqa: S311 - a search, not a secret
        self._piloting = Piloting(metadata, runs, clock, settings, chance, self._announce)

    # reading

    async def find(self, project_id: int, sweep_id: str) -> Sweep | None:
        """The sweep of that short id."""
        return await self._metadata.read(partial(store.find_sweep, project_id=project_id, sweep_id=sweep_id))

    async def get(self, project_id: int, sweep_id: str) -> Sweep:
        """The sweep of that short id. Raises NotFound."""
        sweep = await self.find(project_id, sweep_id)
        if sweep is None:
            raise NotFound(f"sweep {sweep_id!r:.80} not found in this project")
        return sweep

    async def find_by_number(self, sweep_number: int) -> Sweep | None:
        """The sweep of that number, unless deleted; the caller checks its project."""
        return await self._metadata.read(partial(store.find_by_number, sweep_number=sweep_number))

    async def search(self, project_id: int, query: SweepsQuery) -> list[Sweep]:
        """A page of a project's sweeps, newest first."""
        return await self._metadata.read(partial(store.list_sweeps, project_id=project_id, query=query))

    async def count(self, project_id: int, query: SweepsQuery | None = None) -> int:
        """How many sweeps match."""
        wanted = query or SweepsQuery()
        return await self._metadata.read(partial(store.count_sweeps, project_id=project_id, query=wanted))

    async def run_counts(self, project_id: int, sweep_ids: Sequence[str]) -> dict[str, RunCounts]:
        """How many runs sweeps have; those without any are absent."""
        return await self._metadata.read(partial(store.count_runs, project_id=project_id, sweep_ids=sweep_ids))

    async def best(self, sweep: Sweep) -> BestRun | None:
        """The run with the best value of the sweep's metric; None without a metric, or before a run has logged it."""
        metric = sweep.config.metric
        if metric is None:
            return None
        path = f"summary.{metric.name}"
        return await self._runs.best(sweep.project_id, sweep.sweep_id, path, maximize=metric.maximize)

    async def agents(self, sweep: Sweep) -> list[Agent]:
        """The agents that ever worked for the sweep, oldest first."""
        return await self._metadata.read(partial(store.list_agents, sweep_number=sweep.sweep_number))

    async def cells(self, sweep: Sweep) -> list[Cell]:
        """The sweep's cells, oldest first."""
        return await self._metadata.read(partial(store.list_cells, sweep_number=sweep.sweep_number))

    def is_heard(self, agent: Agent) -> bool:
        """True when the agent has given a sign of life lately."""
        return self._piloting.is_heard(agent)

    async def importance(self, sweep: Sweep, path: str) -> tuple[int, list[Importance]]:
        """(runs that have the field at `path`, how much each parameter had to do with it), most important first."""
        return await weigh(self._runs, sweep, path)

    # changing

    async def create(self, principal: Principal, project: Project, change: SweepChange) -> Sweep:
        """Make a sweep, durable on return. Raises PermissionDenied, InvalidInput, LimitExceeded."""
        project.require_write(principal)
        _check(change)
        values = editing.new_values(project.project_id, principal.user_id, change, self._clock())
        sweep = await self._metadata.write(partial(store.insert_sweep, values=values))
        if sweep.prior_runs:
            await self._runs.attach(principal, project, sweep.sweep_id, sweep.prior_runs)
        _log.info("sweep created", extra={"sweep": sweep.sweep_id, "user": principal.username})
        await self._announce(sweep, "created")
        return sweep

    async def update(self, principal: Principal, project: Project, sweep: Sweep, change: SweepChange) -> Sweep:
        """Change a sweep, durable on return; a cancelled one's runs are asked to stop.

        Raises PermissionDenied, InvalidInput for a change that cannot be, NotFound when it was deleted.
        """
        project.require_write(principal)
        _check(change)
        edited = await self._metadata.write(editing.Edit(sweep.sweep_number, change, self._clock()))
        for cell in edited.scheduled:
            await self._runs.announce(principal, project, sweep.sweep_id, cell.run_id, cell.args, None)
        for run_id in edited.stops:
            await self._runs.stop(principal, project.project_id, run_id)
        await self._runs.withdraw(principal, project.project_id, edited.withdrawn)
        if change.prior_runs:
            await self._runs.attach(principal, project, sweep.sweep_id, change.prior_runs)
        await self._announce(edited.sweep, "updated")
        return edited.sweep

    async def delete(self, principal: Principal, project: Project, sweep: Sweep) -> None:
        """Delete a sweep; its runs stay. Its agents end when their runs do. May be repeated."""
        project.require_write(principal)
        waiting = [cell.run_id for cell in await self.cells(sweep)]
        deleted = await self._metadata.write(partial(store.delete_sweep, sweep_number=sweep.sweep_number))
        await self._runs.withdraw(principal, project.project_id, waiting)
        if deleted:
            _log.info("sweep deleted", extra={"sweep": sweep.sweep_id, "user": principal.username})
            await self._announce(sweep, "deleted")

    async def enqueue(
        self, principal: Principal, project: Project, sweep: Sweep, args: Mapping[str, Any], name: str | None
    ) -> str:
        """Add a cell by hand: the next free agent gets it. Returns the id of its run, which is there, pending."""
        project.require_write(principal)
        check_texts({"name": name, "args": dict(args)})
        cell = await self._metadata.write(editing.Enqueue(sweep.sweep_number, args, self._clock()))
        await self._runs.announce(principal, project, sweep.sweep_id, cell.run_id, args, name)
        return cell.run_id

    # agents

    async def create_agent(self, principal: Principal, project: Project, sweep: Sweep, host: str) -> Agent:
        """Register a process that will run cells. Raises PermissionDenied."""
        project.require_write(principal)
        check_texts({"host": host})
        now = self._clock()
        values = {"sweep_number": sweep.sweep_number, "name": new_id(), "host": host[:1000], "idle_since": None}
        values |= {"user_id": principal.user_id, "created_at": now, "heartbeat_at": now}
        return await self._metadata.write(partial(store.insert_agent, values=values))

    async def find_agent(self, agent_number: int) -> tuple[Agent, Sweep] | None:
        """An agent and its sweep; the caller checks its project."""
        agent = await self._metadata.read(partial(store.find_agent, agent_number=agent_number))
        sweep = None if agent is None else await self.find_by_number(agent.sweep_number)
        return None if agent is None or sweep is None else (agent, sweep)

    async def heartbeat(self, principal: Principal, project: Project, agent: Agent, alive: Sequence[str]) -> Orders:
        """Take an agent's sign of life, with the runs that it runs, and say what it shall do next.

        A cell is handed out in one transaction: no two agents get the same. Raises NotFound when the sweep was deleted.
        """
        project.require_write(principal)
        return await self._piloting.heartbeat(principal, project, agent, frozenset(alive))

    # upkeep

    async def delete_of_projects(self, project_ids: Sequence[int]) -> int:
        """Delete all sweeps of deleted projects; returns how many there were. May be repeated."""
        return await self._metadata.write(partial(store.delete_sweeps_of_projects, project_ids=project_ids))

    def tasks(self) -> list[Coroutine[Any, Any, None]]:
        """What must run beside the requests."""
        return [self._piloting.watch()]

    async def settle(self) -> int:
        """Take back the cells of silent agents, and finish sweeps that are done; returns how many sweeps changed."""
        return await self._piloting.settle()

    async def _announce(self, sweep: Sweep, change: Change) -> None:
        topic = sweeps_topic(sweep.project_id)
        if self._bus.has_subscribers(topic):
            counts = (await self.run_counts(sweep.project_id, [sweep.sweep_id])).get(sweep.sweep_id, RunCounts())
            self._bus.publish(topic, "sweep", SweepChanged(sweep, change, counts.total, counts.running))


def _check(change: SweepChange) -> None:
    check_texts({"display_name": change.display_name, "description": change.description})
