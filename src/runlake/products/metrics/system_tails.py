"""The last row of system metrics of many runs at once, for lists that show it of each run."""

from collections.abc import Sequence
from typing import Any

from runlake.model import Run
from runlake.products.metrics.history import HistoryReader
from runlake.products.metrics.rows import Row, assemble_rows
from runlake.products.metrics.series import read_nested_paths_of
from runlake.storage.columnar import Columnar

_SOURCE = "system"

SELECT_LAST_LINES = """
SELECT run_number, max((step, segment, line)) AS last
FROM system_points
WHERE project_id = {project_id:UInt32} AND run_number IN {runs:Array(UInt32)} AND metric = '_timestamp'
GROUP BY run_number
"""

# Rows of other runs at the same steps are read too, and left out afterwards.
SELECT_ROWS_AT = """
SELECT run_number, metric, segment, step, line, value
FROM system_points
WHERE project_id = {project_id:UInt32} AND run_number IN {runs:Array(UInt32)} AND step IN {steps:Array(Int64)}
ORDER BY run_number, metric, segment, step
"""


async def read_system_tails(columnar: Columnar, runs: Sequence[Run]) -> dict[int, Row | None]:
    """Run number → its last row of system metrics, None without; for runs of one project."""
    tails: dict[int, Row | None] = {run.run_number: None for run in runs}
    plain = [run.run_number for run in runs if not run.branch]
    if plain:
        tails |= await _plain_tails(columnar, runs[0].project_id, plain)
    for run in runs:
        if run.branch:
            tails[run.run_number] = await HistoryReader(columnar, run, _SOURCE).tail()
    return tails


async def _plain_tails(columnar: Columnar, project_id: int, numbers: list[int]) -> dict[int, Row]:
    here: dict[str, Any] = {"project_id": project_id, "runs": numbers}
    lines = (await columnar.query(SELECT_LAST_LINES, here)).to_pylist()
    last = {row["run_number"]: tuple(_values(row["last"])) for row in lines}
    if not last:
        return {}
    found = list(last)
    steps = sorted({step for step, _, _ in last.values()})
    points = await columnar.query(SELECT_ROWS_AT, {**here, "runs": found, "steps": steps})
    paths = await read_nested_paths_of(columnar, project_id, found, _SOURCE)
    rows = assemble_rows(points, None, paths, with_step=False)
    wanted = {(number, segment, line) for number, (_, segment, line) in last.items()}
    return {number: row for (number, segment, line), row in rows.items() if (number, segment, line) in wanted}


def _values(last: Any) -> list[int]:
    """A tuple of the engine: Arrow gives it as a struct."""
    return list(last.values()) if isinstance(last, dict) else list(last)
