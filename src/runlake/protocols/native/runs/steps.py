"""`GET …/runs/{run}/steps/{step}`: everything that a run logged at one step."""

from typing import Annotated, Any, Protocol

from fastapi import APIRouter, Path
from typing_extensions import TypedDict

from runlake.errors import NotFound
from runlake.model import Run
from runlake.products.runs import json_safe
from runlake.protocols.native.deps import ReadProject
from runlake.protocols.native.runs.files import RunFinder

_MOST_VALUES = 10_000


class RowReader(Protocol):
    """What is needed of metrics."""

    async def history_rows(self, run: Run, *, min_step: int = 0, limit: int = 10_000) -> list[dict[str, Any]]: ...

    async def tail_row(self, run: Run) -> dict[str, Any] | None: ...


class StepValues(TypedDict):
    """What a run logged at a step: numbers and texts by metric. `time` is ms since the epoch, null when unknown."""

    step: int
    time: int | None
    values: dict[str, Any]


def step_routes(runs: RunFinder, metrics: RowReader) -> APIRouter:
    """The route of one step."""
    router = APIRouter(tags=["metrics"])

    @router.get("/projects/{entity}/{project}/runs/{run}/steps/{step}")
    async def read_step(target: ReadProject, run: str, step: Annotated[int, Path(ge=-(2**62), le=2**62)]) -> StepValues:
        """The values logged at a step; when there are none, those of the next step that has any, or else the last."""
        found = await runs.get(target.project.project_id, run)
        rows = await metrics.history_rows(found, min_step=step, limit=1)
        row = rows[0] if rows else await metrics.tail_row(found)
        if row is None:
            raise NotFound("the run has logged nothing yet")
        return _step_values(row)

    return router


def _step_values(row: dict[str, Any]) -> StepValues:
    seconds = row.get("_timestamp")
    own = {name: value for name, value in row.items() if not name.startswith("_")}
    values = dict(list(_leaves(own, ""))[:_MOST_VALUES])
    return {
        "step": int(row.get("_step", 0)),
        "time": round(seconds * 1000) if isinstance(seconds, int | float) else None,
        "values": json_safe(values),
    }


def _leaves(values: dict[str, Any], prefix: str) -> list[tuple[str, Any]]:
    """Numbers and texts, also those of nested objects. Media and other rich values are looked at elsewhere."""
    found: list[tuple[str, Any]] = []
    for name, value in values.items():
        if isinstance(value, dict) and "_type" not in value:
            found += _leaves(value, f"{prefix}{name}.")
        elif isinstance(value, str | int | float):
            found.append((prefix + name, value))
    return found
