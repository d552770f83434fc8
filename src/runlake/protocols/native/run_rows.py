"""A run as JSON, as lists and live events show it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from runlake.model import Run
from runlake.products.runs import branch_point


def run_row(run: Run) -> dict[str, Any]:
    """Everything of a run that is narrow; documents are left out. `duration_s` is up to the last sign of life."""
    end = run.finished_at or run.heartbeat_at
    return {
        "run_id": run.run_id,
        "run_number": run.run_number,
        "display_name": run.display_name,
        "state": run.state.value,
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


def branch_row(run: Run, parents: Mapping[int, Run]) -> dict[str, Any] | None:
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


def iso(moment: datetime | None) -> str | None:
    """ISO 8601 with milliseconds and Z."""
    return None if moment is None else moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
