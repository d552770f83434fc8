"""Runs for tests without a store."""

from datetime import UTC, datetime
from typing import Any

from runlake.model import Run, RunState

MOMENT = datetime(2026, 1, 1, tzinfo=UTC)


def make_run(run_number: int = 1, **changes: Any) -> Run:
    """A running run of project 1."""
    values: dict[str, Any] = dict.fromkeys(Run.__dataclass_fields__)
    values |= {"run_number": run_number, "project_id": 1, "run_id": f"run-{run_number}", "display_name": "happy-fox-1"}
    values |= {"state": RunState.RUNNING, "config_json": "{}", "summary_json": "{}", "tags": (), "branch": ()}
    values |= {"created_at": MOMENT, "updated_at": MOMENT, "stop_requested": False, "segment": 0, "version": 1}
    return Run(**(values | changes))
