"""What runs have logged: names, kinds, counts and last values."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from runlake.model import Run
from runlake.products.metrics.monotonic import read_monotonic
from runlake.products.metrics.tables import ROW_SERIES
from runlake.storage.columnar import Columnar, branch_condition

_MOST_POINTS = 200_000
"""Of more points the last values are looked up at their steps: a list must not read whole runs."""

# The projection answers this: it costs next to nothing, however long the runs are.
SELECT_COUNTS = """
SELECT {owner} AS owner, metric, count() AS points, max(step) AS last_step
FROM points
WHERE project_id = {{project_id:UInt32}} AND {condition}
GROUP BY owner, metric
"""

SELECT_LAST_VALUES = """
SELECT {owner} AS owner, metric, argMax(value, (step, segment, line)) AS last_value
FROM points
WHERE project_id = {{project_id:UInt32}} AND {condition}
GROUP BY owner, metric
"""

SELECT_VALUES_AT = """
SELECT {owner} AS owner, metric, argMax(value, (step, segment, line)) AS last_value
FROM points
WHERE project_id = {{project_id:UInt32}} AND {condition}
  AND metric IN {{metrics:Array(String)}} AND step IN {{steps:Array(Int64)}}
GROUP BY owner, metric
"""

SELECT_RICH_COUNTS = """
SELECT {owner} AS owner, metric, kind, count() AS values
FROM rich_values
WHERE project_id = {{project_id:UInt32}} AND {condition}
GROUP BY owner, metric, kind
"""


@dataclass(slots=True)
class HistoryKeys:
    """What a run has logged: per name the count by kind and the last number; `last_step` None for no rows.

    `last_steps` has the step of each last number; `monotonic` has the names whose numbers never go down.
    """

    last_step: int | None = None
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    last_values: dict[str, float] = field(default_factory=dict)
    last_steps: dict[str, int] = field(default_factory=dict)
    monotonic: set[str] = field(default_factory=set)


async def read_history_keys(columnar: Columnar, runs: Sequence[Run]) -> dict[int, HistoryKeys]:
    """Run number → what it has logged, for runs of one project; those without a branch are read together."""
    keys = {run.run_number: HistoryKeys() for run in runs}
    plain = [run.run_number for run in runs if not run.branch]
    if plain:
        parameters: dict[str, object] = {"project_id": runs[0].project_id, "runs": plain}
        await _read(columnar, "run_number", "run_number IN {runs:Array(UInt32)}", parameters, keys)
    for run in runs:
        if run.branch:
            condition, parameters = branch_condition(run)
            parameters |= {"project_id": run.project_id, "owner": run.run_number}
            await _read(columnar, "{owner:UInt32}", condition, parameters, keys)
    return keys


async def _read(
    columnar: Columnar, owner: str, condition: str, parameters: dict[str, object], keys: dict[int, HistoryKeys]
) -> None:
    async def rows(sql: str, **more: object) -> list[dict[str, Any]]:
        table = await columnar.query(sql.format(owner=owner, condition=condition), {**parameters, **more})
        found: list[dict[str, Any]] = table.to_pylist()
        return found

    counted, rich = await asyncio.gather(rows(SELECT_COUNTS), rows(SELECT_RICH_COUNTS))
    points = 0
    for row in counted:
        found = keys[row["owner"]]
        count, last_step = row["points"], row["last_step"]
        points += count
        found.counts[row["metric"]] = {"number": count}
        found.last_steps[row["metric"]] = last_step
        found.last_step = last_step if found.last_step is None else max(found.last_step, last_step)
    if counted:
        last_values, monotonic = await asyncio.gather(
            _last_values(rows, counted, whole=points <= _MOST_POINTS),
            read_monotonic(columnar, owner, condition, parameters),
        )
        for row in last_values:
            keys[row["owner"]].last_values[row["metric"]] = row["last_value"]
        for number, metric in monotonic:
            keys[number].monotonic.add(metric)
    for row in rich:
        counts = keys[row["owner"]].counts.setdefault(row["metric"], {})
        counts[row["kind"]] = row["values"]
    for found in keys.values():
        if found.last_step is not None and "_step" not in found.counts:
            found.counts["_step"] = dict(found.counts.get(ROW_SERIES, {}))
            found.last_values["_step"] = found.last_step
            found.monotonic.add("_step")


async def _last_values(
    rows: Callable[..., Awaitable[list[dict[str, Any]]]], counted: Sequence[dict[str, Any]], *, whole: bool
) -> list[dict[str, Any]]:
    if whole:
        return await rows(SELECT_LAST_VALUES)
    steps = sorted({row["last_step"] for row in counted})
    return await rows(SELECT_VALUES_AT, metrics=sorted({row["metric"] for row in counted}), steps=steps)
