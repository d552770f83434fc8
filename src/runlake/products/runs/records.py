"""What goes in and out of the runs product."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from runlake.model import Run, RunState
from runlake.query import Filter, Sort


@dataclass(frozen=True, slots=True)
class RunUpsert:
    """What to create or change of a run; None leaves a value as it is.

    Lookup is by `run_number` when given, else by `run_id`. `config_json` replaces the config, except that the
    environments of several writers (`_wandb.value.e`) are merged. `summary_json` replaces the summary. `shared` marks
    one of several processes that write to the run: the config keeps what only the others have. `joins` marks
    one that does not bring back a run that has ended. `started_at` is when a new run began, unless that is now.
    `rewind_to` cuts the run's live branch after that step, if the config names a writer that is new.
    """

    run_id: str | None = None
    run_number: int | None = None
    display_name: str | None = None
    notes: str | None = None
    tags: tuple[str, ...] | None = None
    group: str | None = None
    job_type: str | None = None
    description: str | None = None
    config_json: str | None = None
    summary_json: str | None = None
    commit: str | None = None
    host: str | None = None
    program: str | None = None
    repo: str | None = None
    sweep: str | None = None
    state: RunState | None = None
    started_at: datetime | None = None
    shared: bool = False
    joins: bool = False
    rewind_to: int | None = None


@dataclass(frozen=True, slots=True)
class RunProgress:
    """A sign of life from a run's process, and what it says about the run.

    `shared` marks one of several processes that write to the run: it may outlive the one that ends the run, so what it
    sends does not bring back a run that has been ended. `summary_json` replaces the summary; with `adds_summary` it is
    laid over the one that is there, which its process does not know. `is_left` marks what a process has left when it
    ended: it does not bring back a run, however that ended.
    """

    received_at: datetime
    has_new_lines: bool = False
    summary_json: str | None = None
    adds_summary: bool = False
    complete: bool = False
    exit_code: int | None = None
    preempting: bool = False
    shared: bool = False
    is_left: bool = False


@dataclass(frozen=True, slots=True)
class RunsQuery:
    """A page of the runs that match `filter`, in the order of `sort` (newest first when empty).

    With `documents` False the runs come without config and summary (both `{}`): lists need only `columns`.
    """

    filter: Filter | None = None
    sort: tuple[Sort, ...] = ()
    limit: int = 50
    cursor: str | None = None
    columns: tuple[str, ...] = ()
    documents: bool = True


@dataclass(frozen=True, slots=True)
class RunsPage:
    """Runs in order; `values` maps run numbers to the asked columns; `next_cursor` None at the end."""

    runs: list[Run]
    total: int
    next_cursor: str | None
    values: dict[int, dict[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FieldInfo:
    """A field path that `run_count` runs have, with the kinds of its values."""

    path: str
    kinds: tuple[str, ...]
    run_count: int


@dataclass(frozen=True, slots=True)
class ProjectActivity:
    """How busy a project is; `runs_per_day` are 30 numbers, oldest first, today last."""

    run_count: int
    running_count: int
    last_activity_at: datetime | None
    runs_per_day: Sequence[int]
