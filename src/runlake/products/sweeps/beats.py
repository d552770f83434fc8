"""What an agent is told at its heartbeat. Everything is decided in one metadata transaction."""

import json
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from sqlalchemy import Connection

from runlake.errors import NotFound
from runlake.model import RunState
from runlake.products.sweeps import cells, store
from runlake.products.sweeps.cells import MAX_TIMES_GIVEN, Now
from runlake.products.sweeps.records import Agent, Cell, CellState, Sweep, SweepState
from runlake.products.sweeps.store import RunSigns

_PATIENCE_S = 20.0
"""How long an agent is kept for the cells of others, when those are well."""
_SUSPICION_S = 12.0
"""Agents that have been silent for this long may be dead: others wait for their cells."""


@dataclass(frozen=True, slots=True)
class Orders:
    """What an agent shall do: stop runs, take a cell, or end; nothing of it means wait.

    `wants_suggestion`: there is room for a cell, and somebody must think of one first.
    """

    sweep: Sweep
    agent: Agent
    stops: tuple[str, ...] = ()
    cell: Cell | None = None
    exits: bool = False
    wants_suggestion: bool = False
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Beat:
    """One heartbeat. `alive` are the ids of the runs that the agent says it runs."""

    agent_number: int
    alive: frozenset[str]
    now: Now
    chance: Random
    done: frozenset[str] = frozenset()
    suggestion: dict[str, Any] | None = None

    def __call__(self, connection: Connection) -> Orders:
        sweep, agent = self._find(connection)
        at = self.now.at
        store.update_agent(connection, agent.agent_number, {"heartbeat_at": at})
        store.update_sweep(connection, sweep.sweep_number, {"heartbeat_at": at})
        agent = replace(agent, heartbeat_at=at)
        stops, again = self._settle_own(connection, sweep, agent)
        reclaimed = cells.reclaim(connection, sweep, self.now)
        orders = self._orders(connection, sweep, agent, stops, again)
        orders = self._with_idleness(connection, orders)
        changed = bool(stops or reclaimed or orders.cell or orders.changed)
        found = store.find_by_number(connection, sweep.sweep_number)
        assert found is not None  # noqa: S101 - read above, in this transaction
        return replace(orders, sweep=found, changed=changed)

    def _find(self, connection: Connection) -> tuple[Sweep, Agent]:
        agent = store.find_agent(connection, self.agent_number)
        sweep = None if agent is None else store.find_by_number(connection, agent.sweep_number)
        if agent is None or sweep is None:
            raise NotFound("the sweep of this agent was deleted")
        return sweep, agent

    def _settle_own(self, connection: Connection, sweep: Sweep, agent: Agent) -> tuple[tuple[str, ...], Cell | None]:
        """Runs to stop, and a cell that the agent seems not to have heard of."""
        own = [
            cell
            for cell in store.list_of_agent(connection, agent)
            if cell.state is CellState.GIVEN or cell.run_id in self.alive
        ]
        signs = store.read_signs(connection, sweep.project_id, [cell.run_id for cell in own])
        stops: list[str] = []
        again: Cell | None = None
        for cell in own:
            if cell.run_id in self.alive:
                stops += self._listed(connection, sweep, cell)
            elif _may_not_have_heard(cell, signs.get(cell.run_id)):
                again = cell
            else:
                _close_unlisted(connection, cell, signs.get(cell.run_id))
        return tuple(stops), again

    def _listed(self, connection: Connection, sweep: Sweep, cell: Cell) -> list[str]:
        if not cell.seen:
            store.update_cell(connection, cell.cell_number, {"seen": True})
        unwanted = cell.state is CellState.LOST or cell.stop_requested or sweep.state is SweepState.CANCELLED
        return [cell.run_id] if unwanted else []

    def _orders(
        self, connection: Connection, sweep: Sweep, agent: Agent, stops: tuple[str, ...], again: Cell | None
    ) -> Orders:
        orders = Orders(sweep, agent, stops)
        if sweep.state is SweepState.CANCELLED:
            return replace(orders, exits=True)
        if stops or self.alive:
            return orders
        if not sweep.state.is_open:
            return replace(orders, exits=True)
        if sweep.state is SweepState.PAUSED:
            return orders
        return self._work(connection, orders, again)

    def _work(self, connection: Connection, orders: Orders, again: Cell | None) -> Orders:
        sweep, agent = orders.sweep, orders.agent
        found = again or store.next_queued(connection, sweep.sweep_number)
        if found is not None:
            cell: Cell | None = cells.give(connection, found, agent)
        else:
            cell = self._new_cell(connection, sweep, agent)
        if cell is not None:
            return self._started(connection, replace(orders, cell=cell))
        return self._without_work(connection, orders)

    def _new_cell(self, connection: Connection, sweep: Sweep, agent: Agent) -> Cell | None:
        if not sweep.config.searches or cells.is_exhausted(sweep):
            return None
        if sweep.config.method != "bayes":
            return cells.next_searched(connection, sweep, agent, self.now.at, self.chance, self.done)
        if self.suggestion is None:
            return None
        return cells.add_cell(connection, sweep, self.suggestion, self.now.at, agent=agent)

    def _started(self, connection: Connection, orders: Orders) -> Orders:
        if orders.sweep.state is SweepState.PENDING:
            values = {"state": SweepState.RUNNING.value, "updated_at": self.now.at}
            store.update_sweep(connection, orders.sweep.sweep_number, values)
        return orders

    def _without_work(self, connection: Connection, orders: Orders) -> Orders:
        found = store.find_by_number(connection, orders.sweep.sweep_number)
        sweep = found or orders.sweep  # its grid may have come to an end a moment ago
        exhausted = cells.is_exhausted(sweep) or says_done(sweep.controller_json)
        if not exhausted:
            return replace(orders, wants_suggestion=sweep.config.searches and sweep.config.method == "bayes")
        if cells.finish_if_done(connection, sweep, self.now.at, exhausted=True):
            return replace(orders, exits=True, changed=True)
        return replace(orders, exits=not self._may_be_needed(connection, orders))

    def _may_be_needed(self, connection: Connection, orders: Orders) -> bool:
        """True while a cell of another agent may come back. Healthy ones are not waited for beyond a short while."""
        idle_since = orders.agent.idle_since or self.now.at
        if (self.now.at - idle_since).total_seconds() < _PATIENCE_S:
            return True
        holders = {cell.agent_number for cell in store.list_given(connection, orders.sweep.sweep_number)}
        agents = store.list_agents(connection, orders.sweep.sweep_number)
        silences = [self.now.at - agent.heartbeat_at for agent in agents if agent.agent_number in holders]
        return any(silence.total_seconds() > _SUSPICION_S for silence in silences)

    def _with_idleness(self, connection: Connection, orders: Orders) -> Orders:
        idle = not (orders.cell or orders.stops or self.alive)
        since = (orders.agent.idle_since or self.now.at) if idle else None
        if since != orders.agent.idle_since:
            store.update_agent(connection, orders.agent.agent_number, {"idle_since": since})
        return orders


def says_done(controller_json: str | None) -> bool:
    """True when the controller on the user's side has no more cells: it scheduled one without arguments."""
    try:
        schedule = json.loads(controller_json or "{}").get("schedule") or []
        return any(entry["data"]["args"] is None for entry in schedule)
    except (ValueError, AttributeError, KeyError, TypeError, RecursionError):
        return False


def _may_not_have_heard(cell: Cell, run: RunSigns | None) -> bool:
    """The agent was told of the cell, but neither names its run nor has started it."""
    started = run is not None and run.state is not RunState.PENDING
    return not cell.seen and not started and cell.times_given < MAX_TIMES_GIVEN


def _close_unlisted(connection: Connection, cell: Cell, run: RunSigns | None) -> None:
    """Its agent has seen the run's end; preempted ones go on elsewhere."""
    if run is not None and run.state in (RunState.PREEMPTED, RunState.PREEMPTING):
        cells.requeue(connection, cell, resumes=True)
    else:
        cells.close(connection, cell)
