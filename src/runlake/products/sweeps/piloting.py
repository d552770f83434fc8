"""Keeping agents at work: heartbeats, suggestions, early termination, and what comes of silence."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from random import Random
from typing import Any
from weakref import WeakValueDictionary

from sqlalchemy import Connection

from runlake.model import Principal, Project, RunState
from runlake.model.clock import Clock
from runlake.model.events import Change
from runlake.products.sweeps import cells, store
from runlake.products.sweeps.beats import Beat, Orders, says_done
from runlake.products.sweeps.cells import Now, cell_key
from runlake.products.sweeps.faces import RunResult, SweepRuns
from runlake.products.sweeps.records import Agent, Sweep
from runlake.products.sweeps.stopping import Stopping
from runlake.products.sweeps.suggesting import Trial, suggest
from runlake.settings import SweepSettings
from runlake.storage.metadata import Metadata

_WATCH_S = 5.0
_UNFINISHED = (RunState.RUNNING, RunState.PENDING, RunState.PREEMPTING)

_log = logging.getLogger(__name__)


class Piloting:
    """The part of the product that talks with agents."""

    def __init__(
        self,
        metadata: Metadata,
        runs: SweepRuns,
        clock: Clock,
        settings: SweepSettings,
        chance: Random,
        announce: Callable[[Sweep, Change], Awaitable[None]],
    ) -> None:
        self._metadata = metadata
        self._runs = runs
        self._clock = clock
        self._timeout_s = settings.agent_timeout_s
        self._chance = chance
        self._announce = announce
        self._stopping = Stopping(metadata, runs)
        self._turns: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    def is_heard(self, agent: Agent) -> bool:
        return agent.heartbeat_at >= self._now().silent_since

    async def heartbeat(self, principal: Principal, project: Project, agent: Agent, alive: frozenset[str]) -> Orders:
        sweep = await self._metadata.read(lambda connection: store.find_by_number(connection, agent.sweep_number))
        if sweep is not None and alive:
            await self._stopping.judge(principal, sweep)
        done = frozenset[str]() if sweep is None else await self._done_before(sweep)
        beat = Beat(agent.agent_number, alive, self._now(), self._chance, done)
        turn = self._turns.setdefault(agent.sweep_number, asyncio.Lock())
        async with turn:  # heartbeats of one sweep change the same rows: they wait here rather than retry in the store
            orders = await self._metadata.write(beat)
        if orders.wants_suggestion:
            orders = await self._with_suggestion(orders.sweep, beat)
        await self._carry_out(principal, project, orders)
        return orders

    async def watch(self) -> None:
        """Look after sweeps until cancelled."""
        while True:
            await asyncio.sleep(min(_WATCH_S, self._timeout_s / 4))
            try:
                await self.settle()
            except Exception:  # noqa: BLE001 - a worker's loop: the next round tries again
                _log.exception("could not look after sweeps")

    async def settle(self) -> int:
        changed = 0
        for number in await self._metadata.read(store.list_at_work):
            sweep = await self._metadata.write(Settle(number, self._now()))
            if sweep is not None:
                changed += 1
                await self._announce(sweep, "updated")
        return changed

    async def _with_suggestion(self, sweep: Sweep, beat: Beat) -> Orders:
        """One agent of a sweep after the other, so that each suggestion knows of those before it."""
        turn = self._turns.setdefault(sweep.sweep_number, asyncio.Lock())
        async with turn:
            trials = await self._trials(sweep)
            seed = self._chance.getrandbits(32)
            args = await asyncio.to_thread(suggest, sweep.config.space, trials, seed)
            return await self._metadata.write(replace(beat, now=self._now(), suggestion=args))

    async def _carry_out(self, principal: Principal, project: Project, orders: Orders) -> None:
        cell, sweep = orders.cell, orders.sweep
        if cell is not None and not cell.resumes and cell.times_given <= 1:
            await self._runs.announce(principal, project, sweep.sweep_id, cell.run_id, cell.args, None)
        for run_id in orders.stops:
            await self._runs.stop(principal, project.project_id, run_id)
        if orders.changed:
            await self._announce(sweep, "updated")

    async def _trials(self, sweep: Sweep) -> list[Trial]:
        """What the sweep's runs came to; those that ended without the metric teach nothing."""
        metric = sweep.config.metric
        assert metric is not None  # noqa: S101 - a Bayesian sweep has one
        path = f"summary.{metric.name}"
        names = {f"config.{parameter.name}": parameter.path for parameter in sweep.config.space.parameters}
        results = await self._runs.results(sweep.project_id, sweep.sweep_id, [path, *names])
        known = await self._metadata.read(lambda connection: store.list_cells(connection, sweep.sweep_number))
        args = {cell.run_id: cell.args for cell in known}
        found = []
        for result in results:
            value = result.fields.get(path)
            if not isinstance(value, int | float):
                if result.state not in _UNFINISHED:
                    continue
                value = None
            signed = None if value is None else float(-value if metric.maximize else value)
            found.append(Trial(args.get(result.run_id) or _args_of(result, names), signed))
        return found

    async def _done_before(self, sweep: Sweep) -> frozenset[str]:
        """Keys of the grid's cells that the prior runs have done."""
        if not sweep.prior_runs or sweep.config.method != "grid":
            return frozenset()
        configs = await self._runs.configs(sweep.project_id, sweep.prior_runs)
        found = (sweep.config.space.values_in(config) for config in configs)
        return frozenset(cell_key(values) for values in found if values is not None)

    def _now(self) -> Now:
        return Now(self._clock(), self._timeout_s)


class Settle:
    """What comes of silence in one sweep; gives the sweep when something changed."""

    def __init__(self, sweep_number: int, now: Now) -> None:
        self._sweep_number = sweep_number
        self._now = now

    def __call__(self, connection: Connection) -> Sweep | None:
        sweep = store.find_by_number(connection, self._sweep_number)
        if sweep is None:
            return None
        changed = bool(cells.reclaim(connection, sweep, self._now))
        exhausted = cells.is_exhausted(sweep) or says_done(sweep.controller_json)
        changed |= cells.finish_if_done(connection, sweep, self._now.at, exhausted=exhausted)
        return store.find_by_number(connection, self._sweep_number) if changed else None


def _args_of(result: RunResult, names: dict[str, tuple[str, ...]]) -> dict[str, Any]:
    """The arguments of a run that came from elsewhere, from its config."""
    nested: dict[str, Any] = {}
    for field, path in names.items():
        place = nested
        for name in path[:-1]:
            place = place.setdefault(name, {})
        if field in result.fields:
            place[path[-1]] = result.fields[field]
    return {name: {"value": value} for name, value in nested.items()}
