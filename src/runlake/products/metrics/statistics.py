"""The least, greatest, mean, first and last value of metrics of a run: what a summary may show for them."""

from collections.abc import Sequence
from typing import Any

from runlake.model import Run
from runlake.products.metrics.tables import POINTS_TABLE
from runlake.storage.columnar import Columnar, branch_condition

SELECT_STATISTICS = """
SELECT metric, minIf(value, isFinite(value)) AS least, maxIf(value, isFinite(value)) AS greatest,
  avgIf(value, isFinite(value)) AS mean, countIf(isFinite(value)) AS finite_count,
  argMin(value, (step, segment, line)) AS first_value, argMax(value, (step, segment, line)) AS last_value
FROM {table}
WHERE project_id = {{project_id:UInt32}} AND {condition} AND metric IN {{metrics:Array(String)}}
GROUP BY metric
"""


async def read_statistics(columnar: Columnar, run: Run, metrics: Sequence[str]) -> dict[str, dict[str, float]]:
    """Metric → `min`, `max` and `mean` of its finite values (absent without any), `first` and `last` by step."""
    condition, parameters = branch_condition(run)
    parameters |= {"project_id": run.project_id, "metrics": list(metrics)}
    sql = SELECT_STATISTICS.format(table=POINTS_TABLE["history"], condition=condition)
    rows: list[dict[str, Any]] = (await columnar.query(sql, parameters)).to_pylist()
    return {row["metric"]: _statistics(row) for row in rows}


def _statistics(row: dict[str, Any]) -> dict[str, float]:
    ends = {"first": row["first_value"], "last": row["last_value"]}
    if not row["finite_count"]:
        return ends
    return {"min": row["least"], "max": row["greatest"], "mean": row["mean"], **ends}
