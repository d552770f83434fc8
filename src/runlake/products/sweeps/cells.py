"""How cells come and go, inside one metadata transaction."""

import json
import secrets
import string
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import Connection

from runlake.model import RunState
from runlake.products.sweeps import store
from runlake.products.sweeps.records import Agent, Cell, CellState, Sweep, SweepState
from runlake.products.sweeps.store import RunSigns

MAX_ATTEMPTS = 2
"""How often a cell is tried in all: once more after its agent has crashed, then it is given up."""
MAX_TIMES_GIVEN = 2
"""How often an agent is told of a cell whose run never appears: its answer may have been lost, or its program is broken."""

_MOST_GIVEN = 2 * MAX_TIMES_GIVEN
_DONE = (RunState.FINISHED, RunState.KILLED)
_ID_CHARACTERS = string.ascii_lowercase + string.digits
_ID_LENGTH = 8


@dataclass(frozen=True, slots=True)
class Now:
    """The time of a transaction, and how long silence may last."""

    at: datetime
    timeout_s: float

    @property
    def silent_since(self) -> datetime:
        """Who was heard before this only is taken for dead."""
        return self.at - timedelta(seconds=self.timeout_s)


def new_id() -> str:
    """A short name that nobody can guess: of a sweep, of a run."""
    return "".join(secrets.choice(_ID_CHARACTERS) for _ in range(_ID_LENGTH))


def add_cell(
    connection: Connection,
    sweep: Sweep,
    args: Mapping[str, Any],
    now: datetime,
    *,
    agent: Agent | None = None,
    schedule_id: str | None = None,
) -> Cell:
    """A new cell at the sweep's next position, given to `agent`, or queued."""
    store.update_sweep(connection, sweep.sweep_number, {"next_position": sweep.next_position + 1})
    return _insert(connection, sweep.sweep_number, sweep.next_position, 1, args, now, agent, schedule_id)


def give(connection: Connection, cell: Cell, agent: Agent) -> Cell:
    """Hand a cell to an agent, for the first time or again."""
    values = {
        "state": CellState.GIVEN.value,
        "agent_number": agent.agent_number,
        "times_given": cell.times_given + 1,
        "seen": False,
    }
    store.update_cell(connection, cell.cell_number, values)
    return cell


def next_searched(
    connection: Connection, sweep: Sweep, agent: Agent, now: datetime, chance: Random, done: frozenset[str]
) -> Cell | None:
    """The next cell of a grid or random search, given to the agent; None when there is no more.

    `done` are the keys of cells that earlier runs have done already.
    """
    space = sweep.config.space
    if sweep.config.method == "random":
        return add_cell(connection, sweep, space.args(space.draw(chance)), now, agent=agent)
    index, size = sweep.grid_index, space.size or 0
    while index < size and cell_key(space.grid_cell(index)) in done:
        index += 1
    store.update_sweep(connection, sweep.sweep_number, {"grid_index": min(index + 1, size)})
    if index >= size:
        return None
    return add_cell(connection, sweep, space.args(space.grid_cell(index)), now, agent=agent)


def cell_key(values: tuple[Any, ...]) -> str:
    """What two equal cells have in common; 1 and 1.0 are equal, 1 and True are not."""
    return json.dumps([float(value) if type(value) is int else value for value in values], sort_keys=True)


def is_exhausted(sweep: Sweep) -> bool:
    """True when the search will not come up with more cells."""
    config = sweep.config
    if config.run_cap is not None and sweep.next_position >= config.run_cap:
        return True
    return config.searches and config.method == "grid" and sweep.grid_index >= (config.space.size or 0)


def finish_if_done(connection: Connection, sweep: Sweep, now: datetime, *, exhausted: bool) -> bool:
    """Finish the sweep when no cell is left, and none will come; True when it was finished."""
    if sweep.state not in (SweepState.PENDING, SweepState.RUNNING) or not exhausted:
        return False
    if store.count_unfinished(connection, sweep.sweep_number):
        return False
    store.update_sweep(connection, sweep.sweep_number, {"state": SweepState.FINISHED.value, "updated_at": now})
    return True


def reclaim(connection: Connection, sweep: Sweep, now: Now) -> int:
    """Take back the cells of agents that are silent, and close those whose runs have ended; returns how many."""
    given = store.list_given(connection, sweep.sweep_number)
    if not given:
        return 0
    heard = {agent.agent_number: agent.heartbeat_at for agent in store.list_agents(connection, sweep.sweep_number)}
    signs = store.read_signs(connection, sweep.project_id, [cell.run_id for cell in given])
    changed = 0
    for cell in given:
        run = signs.get(cell.run_id)
        last_heard = heard.get(cell.agent_number or 0)
        if run is not None and (run.state in _DONE or _has_failed_under(run, last_heard)):
            changed += close(connection, cell)
        elif (last_heard is None or last_heard < now.silent_since) and not _is_heard(run, now):
            changed += _take_back(connection, sweep, cell, run, now.at)
    return changed


def _has_failed_under(run: RunSigns, last_heard: datetime | None) -> bool:
    """True when its agent was still there after the run had failed: it was the run's own fault.

    The death of an agent's process shows as the failure of its run, too, since the client reports that for it.
    """
    ended_at = run.heartbeat_at
    failed = run.state is RunState.FAILED
    return failed and ended_at is not None and last_heard is not None and ended_at < last_heard


def close(connection: Connection, cell: Cell) -> int:
    store.update_cell(connection, cell.cell_number, {"state": CellState.ENDED.value})
    return 1


def requeue(connection: Connection, cell: Cell, *, resumes: bool) -> int:
    """Let the next agent take it, with the same run."""
    values = {"state": CellState.QUEUED.value, "agent_number": None, "seen": False, "resumes": resumes}
    store.update_cell(connection, cell.cell_number, values)
    return 1


def _take_back(connection: Connection, sweep: Sweep, cell: Cell, run: RunSigns | None, now: datetime) -> int:
    if run is not None and run.state in (RunState.PREEMPTED, RunState.PREEMPTING):
        return requeue(connection, cell, resumes=True)
    if not sweep.state.is_open or cell.stop_requested:
        return close(connection, cell)
    if run is None or run.state is RunState.PENDING:  # nothing has come of it: the run is still to be had
        return requeue(connection, cell, resumes=False) if cell.times_given < _MOST_GIVEN else close(connection, cell)
    if cell.attempt >= MAX_ATTEMPTS:
        return close(connection, cell)
    # A started run is not started anew: what it logged stays, and its place is taken by another run.
    store.update_cell(connection, cell.cell_number, {"state": CellState.LOST.value})
    _insert(connection, sweep.sweep_number, cell.position, cell.attempt + 1, cell.args, now, None, cell.schedule_id)
    return 1


def _is_heard(run: RunSigns | None, now: Now) -> bool:
    """A run may outlive its agent."""
    return (
        run is not None and run.state.is_live and run.heartbeat_at is not None and run.heartbeat_at >= now.silent_since
    )


def _insert(
    connection: Connection,
    sweep_number: int,
    position: int,
    attempt: int,
    args: Mapping[str, Any],
    now: datetime,
    agent: Agent | None,
    schedule_id: str | None,
) -> Cell:
    values = {
        "sweep_number": sweep_number,
        "position": position,
        "attempt": attempt,
        "args": dict(args),
        "run_id": new_id(),
        "state": (CellState.GIVEN if agent else CellState.QUEUED).value,
        "agent_number": agent.agent_number if agent else None,
        "seen": False,
        "resumes": False,
        "times_given": 1 if agent else 0,
        "stop_requested": False,
        "schedule_id": schedule_id,
        "created_at": now,
    }
    return store.insert_cell(connection, values)
