"""Rows of the runs table ↔ the model. Pure."""

from collections.abc import Mapping
from typing import Any

from runlake.model import BranchPart, Run, RunState

_FIXED = ("run_number", "project_id", "run_id", "user_id", "username", "created_at")
_CHANGING = (
    "display_name",
    "notes",
    "job_type",
    "description",
    "host",
    "program",
    "repo",
    "sweep",
    "updated_at",
    "heartbeat_at",
    "finished_at",
    "exit_code",
    "stop_requested",
    "segment",
    "version",
)
_EMPTY = "{}"


def run_of(row: Mapping[str, Any]) -> Run:
    """A run; its documents are empty objects when the row has none."""
    return Run(
        **{name: row[name] for name in (*_FIXED, *_CHANGING)},
        state=RunState(row["state"]),
        tags=tuple(row["tags"]),
        group=row["group_name"],
        commit=row["commit_hash"],
        branch=tuple(BranchPart(*part) for part in row["branch"]),
        config_json=row.get("config_json", _EMPTY),
        summary_json=row.get("summary_json", _EMPTY),
    )


def columns_of(run: Run) -> dict[str, Any]:
    """The columns that can change, without the documents."""
    return {
        **{name: getattr(run, name) for name in _CHANGING},
        "state": run.state.value,
        "tags": list(run.tags),
        "group_name": run.group,
        "commit_hash": run.commit,
        "branch": [[part.run_number, part.segment, part.first_step, part.last_step] for part in run.branch],
    }


def new_columns_of(run: Run) -> dict[str, Any]:
    """The columns of a run that is not stored yet; the store gives it its number."""
    fixed = {name: getattr(run, name) for name in _FIXED if name not in ("run_number", "username")}
    return {**fixed, **columns_of(run)}
