"""What MLflow says of a run, in our terms.

Source: MLflow, `mlflow/utils/mlflow_tags.py`, `mlflow/entities/run_status.py`.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from runlake.sdk.importing.imported import ImportedRow, ImportedRun

_STATES = {"FINISHED": 0, "FAILED": 1, "KILLED": 137, "3": 0, "4": 1, "5": 137}
_NOTE, _NAME = "mlflow.note.content", "mlflow.runName"
_ENVIRONMENT = {"mlflow.user": "username", "mlflow.source.name": "program"}
Point = tuple[int, int, float]
"""Step, time in ms, value."""


def run_of(run_id: str, project: str, facts: Mapping[str, Any], tags: Mapping[str, str]) -> ImportedRun:
    """A run; `facts` are those of its `meta.yaml`, or of `info`."""
    named = {key: value for key, value in tags.items() if not key.startswith("mlflow.")}
    environment = {ours: tags[theirs] for theirs, ours in _ENVIRONMENT.items() if theirs in tags}
    ended_ms = facts.get("end_time")
    return ImportedRun(
        run_id=run_id,
        writer=f"mlflow-{run_id}",
        name=tags.get(_NAME) or facts.get("run_name") or None,
        project=project,
        tags=tuple(f"{key}={value}" if value else key for key, value in sorted(named.items())) or None,
        notes=tags.get(_NOTE),
        environment=environment,
        started_us=int(facts.get("start_time") or 0) * 1000 or None,
        ended_us=int(ended_ms) * 1000 if ended_ms else None,
        exit_code=_STATES.get(str(facts.get("status"))),
    )


def rows_of(points: Mapping[str, list[Point]]) -> Iterator[ImportedRow]:
    """Points of one step and time are a row, in the order of steps; a metric that repeats at a step makes another row."""
    rows: dict[tuple[int, int, int], dict[str, float]] = {}
    for metric, those in sorted(points.items()):
        seen: dict[tuple[int, int], int] = {}
        for step, time_ms, value in those:
            again = seen[step, time_ms] = seen.get((step, time_ms), -1) + 1
            rows.setdefault((step, time_ms, again), {})[metric] = value
    for (step, time_ms, _), numbers in sorted(rows.items(), key=lambda row: row[0]):
        yield ImportedRow(step, time_ms * 1000, numbers)


def config_of(parameters: Mapping[str, str]) -> dict[str, Any]:
    """Parameters are texts; those that are numbers become numbers again."""
    return {key: _number(value) for key, value in parameters.items()}


def _number(text: str) -> Any:
    for read in (int, float):
        try:
            return read(text)
        except ValueError:
            continue
    return {"True": True, "False": False, "None": None}.get(text, text)
