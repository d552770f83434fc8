"""Reads the points of one metric of one run that an automation has not looked at, and those that lead up to them."""

from collections.abc import Mapping
from dataclasses import dataclass

from runlake.storage.columnar import Columnar

_MOST = 200_000

SELECT_LAST_POINTS = """
SELECT segment, line, step, value, toUnixTimestamp64Milli(time) AS time_ms
FROM points
WHERE project_id = {project_id:UInt32} AND run_number = {run_number:UInt32} AND metric = {metric:String}
ORDER BY segment DESC, line DESC
LIMIT {limit:UInt32}
"""


@dataclass(frozen=True, slots=True)
class Point:
    """One value of the metric; `line` is its row in the stream of its segment."""

    segment: int
    line: int
    step: int
    value: float
    time_ms: int

    def is_after(self, marks: Mapping[int, int]) -> bool:
        """Whether it comes after the last line that was looked at in its segment."""
        return self.line > marks.get(self.segment, -1)


async def read_last_points(columnar: Columnar, project_id: int, run_number: int, metric: str) -> list[Point]:
    """The last points, at most 200,000, in the order in which they were logged. Raises StoreError."""
    parameters = {"project_id": project_id, "run_number": run_number, "metric": metric, "limit": _MOST}
    found = await columnar.query(SELECT_LAST_POINTS, parameters)
    columns = (found.column(name).to_pylist() for name in ("segment", "line", "step", "value", "time_ms"))
    return [Point(*row) for row in zip(*columns, strict=True)][::-1]
