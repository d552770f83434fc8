"""The least, greatest, mean, first and last value of metrics of a run: what a summary may show for them.

Read whenever rows come, so the whole run must not be: extremes and means are those of the projection's blocks, which the
engine maintains (of a branch, those of its points), and the ends are looked for at the first and the last step alone.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from runlake.model import Run
from runlake.products.metrics.tables import POINTS_TABLE
from runlake.storage.columnar import Columnar, branch_condition

SELECT_EXTREMES = """
SELECT metric, minIf(value, isFinite(value)) AS least, maxIf(value, isFinite(value)) AS greatest,
  sumIf(value, isFinite(value)) AS total, countIf(isFinite(value)) AS finite_count,
  min(step) AS first_step, max(step) AS last_step
FROM {table}
WHERE project_id = {{project_id:UInt32}} AND {condition} AND metric IN {{metrics:Array(String)}}
GROUP BY metric
"""

SELECT_ENDS = """
SELECT metric, argMin(value, (step, segment, line)) AS first, argMax(value, (step, segment, line)) AS last
FROM {table}
WHERE project_id = {{project_id:UInt32}} AND {condition} AND metric IN {{metrics:Array(String)}}
  AND step IN {{steps:Array(Int64)}}
GROUP BY metric
"""


async def read_statistics(
    columnar: Columnar, run: Run, metrics: Sequence[str], *, ends: bool = True
) -> dict[str, dict[str, float]]:
    """Metric → `min`, `max` and `mean` of its finite values (absent without any); with `ends`, `first` and `last` by step."""
    condition, parameters = branch_condition(run)
    parameters |= {"project_id": run.project_id, "metrics": list(metrics)}
    names = {"table": POINTS_TABLE["history"], "condition": condition}
    rows = (await columnar.query(SELECT_EXTREMES.format(**names), parameters)).to_pylist()
    found = {row["metric"]: _extremes(row) for row in rows}
    if ends and found:
        parameters["steps"] = sorted({step for row in rows for step in (row["first_step"], row["last_step"])})
        for row in (await columnar.query(SELECT_ENDS.format(**names), parameters)).to_pylist():
            found.setdefault(row["metric"], {}).update(first=row["first"], last=row["last"])
    return found


def _extremes(row: Mapping[str, Any]) -> dict[str, float]:
    count = row["finite_count"]
    return {"min": row["least"], "max": row["greatest"], "mean": row["total"] / count} if count else {}
