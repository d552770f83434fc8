"""Sweeps, their agents and their cells."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from runlake.model.events import Change
from runlake.products.sweeps.config import SweepConfig, parse_config


class SweepState(StrEnum):
    """Where a sweep is. PENDING: no agent has taken a cell yet."""

    PENDING = "pending"
    RUNNING = "running"
    PAUSED = "paused"
    FINISHED = "finished"
    CANCELLED = "cancelled"
    CRASHED = "crashed"

    @property
    def is_open(self) -> bool:
        """True when cells may still be given out, now or after a pause."""
        return self in (SweepState.PENDING, SweepState.RUNNING, SweepState.PAUSED)


class CellState(StrEnum):
    """Where a cell is. LOST: its agent crashed, and another cell took its place."""

    QUEUED = "queued"
    GIVEN = "given"
    ENDED = "ended"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Sweep:
    """A sweep as stored.

    `sweep_id` is the short name in addresses, unique in the project. `next_position` counts its cells, `grid_index` the
    cells of the grid that were taken. `controller_json` and `scheduler_json` are the two sides' letter boxes when a
    controller on the user's side chooses the cells.
    """

    sweep_number: int
    project_id: int
    sweep_id: str
    display_name: str | None
    description: str | None
    state: SweepState
    config_yaml: str
    controller_json: str | None
    scheduler_json: str | None
    prior_runs: tuple[str, ...]
    next_position: int
    grid_index: int
    user_id: int | None
    username: str | None
    created_at: datetime
    updated_at: datetime
    heartbeat_at: datetime | None

    @property
    def config(self) -> SweepConfig:
        """The config, taken apart; it is cached."""
        return parse_config(self.config_yaml)

    @property
    def title(self) -> str:
        """What people call it."""
        return self.display_name or self.config.display_name or self.sweep_id


@dataclass(frozen=True, slots=True)
class Agent:
    """A process that runs cells. `idle_since`: when it was first told that there is nothing to do."""

    agent_number: int
    sweep_number: int
    name: str
    host: str
    user_id: int | None
    created_at: datetime
    heartbeat_at: datetime
    idle_since: datetime | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One set of arguments for one run.

    `attempt` counts from 1: a cell whose agent crashed is tried once more, at the same `position`, as a run of its own.
    `times_given` says how often its agent was told of it, `seen` that the agent then named its run as running.
    `resumes`: the run was preempted, and goes on.
    """

    cell_number: int
    sweep_number: int
    position: int
    attempt: int
    args: Mapping[str, Any]
    run_id: str
    state: CellState
    agent_number: int | None
    seen: bool
    resumes: bool
    times_given: int
    stop_requested: bool
    schedule_id: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class SweepChange:
    """What to change of a sweep; None leaves a value as it is."""

    config_yaml: str | None = None
    display_name: str | None = None
    description: str | None = None
    state: SweepState | None = None
    controller_json: str | None = None
    scheduler_json: str | None = None
    prior_runs: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class SweepChanged:
    """A sweep was created, changed or deleted, for live views."""

    sweep: Sweep
    change: Change
    run_count: int
    running_count: int


@dataclass(frozen=True, slots=True)
class RunCounts:
    """Runs of a sweep."""

    total: int = 0
    running: int = 0


@dataclass(frozen=True, slots=True)
class SweepsQuery:
    """A page of a project's sweeps, newest first; `after` is the last `sweep_number` of an earlier page."""

    limit: int = 50
    after: int | None = None
    states: tuple[SweepState, ...] | None = None
    sweep_ids: tuple[str, ...] | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class BestRun:
    """The run with the best value of the sweep's metric."""

    run_id: str
    display_name: str
    value: float


def sweeps_topic(project_id: int) -> str:
    """The live topic of a project's sweeps."""
    return f"project:{project_id}:sweeps"
