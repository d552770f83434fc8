"""A run as JSON, as lists and live events show it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, overload

from typing_extensions import TypedDict

from runlake.model import Run, RunState
from runlake.products.runs import branch_point


class RunRow(TypedDict):
    """Everything of a run that is narrow; documents are left out. Times are ISO 8601, `duration_s` seconds."""

    run_id: str
    run_number: int
    display_name: str
    state: RunState
    tags: list[str]
    group: str | None
    job_type: str | None
    user: str | None
    host: str | None
    sweep: str | None
    notes: str | None
    created_at: str
    heartbeat_at: str | None
    finished_at: str | None
    duration_s: float | None
    stop_requested: bool


class BranchParent(TypedDict):
    """The run that another was forked from."""

    run_id: str
    display_name: str


class RunBranch(TypedDict):
    """Where a run leaves what was logged before it.

    `parent` is null when it was not forked, or its parent was deleted. `fork_step` is the last step that a fork
    inherited, `rewound_to` the last step of its own that a rewind kept.
    """

    parent: BranchParent | None
    fork_step: int | None
    rewound_to: int | None


class FoundRun(RunRow):
    """A run in a list, with the fields asked for, by path. `branch` is null for a run that is neither fork nor rewound."""

    branch: RunBranch | None
    fields: dict[str, Any]


class RunsPage(TypedDict):
    """Runs in the order asked for; `total` counts all that match."""

    runs: list[FoundRun]
    total: int
    next_cursor: str | None


class ChangedRun(TypedDict):
    """A run after a change."""

    run: RunRow


def run_row(run: Run) -> RunRow:
    """Everything of a run that is narrow; documents are left out. `duration_s` is up to the last sign of life."""
    end = run.finished_at or run.heartbeat_at
    return {
        "run_id": run.run_id,
        "run_number": run.run_number,
        "display_name": run.display_name,
        "state": run.state,
        "tags": list(run.tags),
        "group": run.group,
        "job_type": run.job_type,
        "user": run.username,
        "host": run.host,
        "sweep": run.sweep,
        "notes": run.notes,
        "created_at": iso(run.created_at),
        "heartbeat_at": iso(run.heartbeat_at),
        "finished_at": iso(run.finished_at),
        "duration_s": max(0.0, (end - run.created_at).total_seconds()) if end else None,
        "stop_requested": run.stop_requested,
    }


def branch_row(run: Run, parents: Mapping[int, Run]) -> RunBranch | None:
    """Where a run was forked from or rewound to; None for a run that is neither. A deleted parent has no name."""
    point = branch_point(run)
    if point is None:
        return None
    parent = parents.get(point.parent_number) if point.parent_number is not None else None
    return {
        "parent": None if parent is None else {"run_id": parent.run_id, "display_name": parent.display_name},
        "fork_step": point.fork_step,
        "rewound_to": point.rewound_to,
    }


@overload
def iso(moment: datetime) -> str: ...
@overload
def iso(moment: None) -> None: ...
@overload
def iso(moment: datetime | None) -> str | None: ...
def iso(moment: datetime | None) -> str | None:
    """ISO 8601 with milliseconds and Z."""
    return None if moment is None else moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
