"""High-water marks, read back from the columnar store."""

from collections.abc import Sequence
from dataclasses import dataclass

from runlake.model import Run
from runlake.model.streams import EXTRA_WRITER_SEGMENTS_FROM
from runlake.storage.columnar import Columnar, branch_condition

_POINTS_TABLE = {"history": "points", "system": "system_points"}

SELECT_NEXT_LINE_OF_SEGMENT = """
SELECT max(line) + 1 AS next_line, count() AS lines
FROM {table}
WHERE project_id = {{project_id:UInt32}} AND run_number = {{run_number:UInt32}} AND metric = '_timestamp'
  AND segment = {{segment:UInt64}}
"""

SELECT_NEXT_LINE_OF_ATTEMPTS = """
SELECT max(line) + 1 AS next_line, count() AS lines
FROM {table}
WHERE project_id = {{project_id:UInt32}} AND run_number = {{run_number:UInt32}} AND metric = '_timestamp'
  AND segment < {{extra_writers:UInt64}}
"""

SELECT_NEXT_LINES_OF_RUNS = """
SELECT run_number, max(line) + 1 AS next_line
FROM points
WHERE project_id = {project_id:UInt32} AND run_number IN {runs:Array(UInt32)} AND metric = '_timestamp'
  AND segment < {extra_writers:UInt64}
GROUP BY run_number
"""

SELECT_LINES_OF_BRANCH = """
SELECT count() AS next_line, count() AS lines
FROM points
WHERE project_id = {{project_id:UInt32}} AND metric = '_timestamp' AND {condition}
"""

SELECT_NEXT_STEP = """
SELECT max(step) + 1 AS next_step, count() AS lines
FROM points
WHERE project_id = {project_id:UInt32} AND run_number = {run_number:UInt32} AND metric = '_timestamp'
"""

SELECT_KNOWN_SERIES = """
SELECT DISTINCT metric, kind FROM series
WHERE project_id = {project_id:UInt32} AND run_number = {run_number:UInt32} AND source = {source:String}
"""

SELECT_CONSOLE_COUNT = """
SELECT max(line) + 1 AS next_line, count() AS lines FROM console_lines
WHERE project_id = {project_id:UInt32} AND run_number = {run_number:UInt32} AND writer = ''
"""


@dataclass(frozen=True, slots=True)
class LineCounts:
    """Lines of a run's streams, as a resuming client continues them."""

    history: int
    system: int
    console: int


async def read_next_line(columnar: Columnar, run: Run, source: str, segment: int) -> int:
    """The number of the first row that is not stored yet in the stream that writes to `segment`.

    A new attempt goes on where the attempts before it stopped; after a rewind, or in a fork, where the live branch
    was cut.
    """
    table = _POINTS_TABLE[source]
    found = await _next_line(columnar, SELECT_NEXT_LINE_OF_SEGMENT.format(table=table), run, segment=segment)
    if found is not None or segment >= EXTRA_WRITER_SEGMENTS_FROM:
        return found or 0
    if source == "history" and run.branch:
        condition, parameters = branch_condition(run)
        sql = SELECT_LINES_OF_BRANCH.format(condition=condition)
        return await _next_line(columnar, sql, run, **parameters) or 0
    sql = SELECT_NEXT_LINE_OF_ATTEMPTS.format(table=table)
    return await _next_line(columnar, sql, run, extra_writers=EXTRA_WRITER_SEGMENTS_FROM) or 0


async def read_next_lines(columnar: Columnar, runs: Sequence[Run]) -> dict[int, int]:
    """Run number → rows of its history, for many runs of one project at once; see `read_next_line`."""
    plain = [run for run in runs if not run.branch]
    lines = dict.fromkeys((run.run_number for run in plain), 0)
    if plain:
        parameters = {
            "project_id": plain[0].project_id,
            "runs": list(lines),
            "extra_writers": EXTRA_WRITER_SEGMENTS_FROM,
        }
        rows = (await columnar.query(SELECT_NEXT_LINES_OF_RUNS, parameters)).to_pylist()
        lines.update((row["run_number"], int(row["next_line"])) for row in rows)
    for run in runs:
        if run.branch:
            lines[run.run_number] = await read_next_line(columnar, run, "history", run.segment)
    return lines


async def read_next_step(columnar: Columnar, run: Run) -> int:
    """One more than the highest step of the run, over all its writers; 0 for a run without rows."""
    rows = (await columnar.query(SELECT_NEXT_STEP, _identity(run))).to_pylist()
    return int(rows[0]["next_step"]) if rows and rows[0]["lines"] else 0


async def read_known_series(columnar: Columnar, run: Run, source: str) -> set[tuple[str, str]]:
    """(metric, kind) of everything the run has logged."""
    table = await columnar.query(SELECT_KNOWN_SERIES, {**_identity(run), "source": source})
    return {(row["metric"], row["kind"]) for row in table.to_pylist()}


async def read_console_count(columnar: Columnar, run: Run) -> int:
    """Console lines of the run's own process."""
    return await _next_line(columnar, SELECT_CONSOLE_COUNT, run) or 0


async def _next_line(columnar: Columnar, sql: str, run: Run, **parameters: object) -> int | None:
    rows = (await columnar.query(sql, {**_identity(run), **parameters})).to_pylist()
    return int(rows[0]["next_line"]) if rows and rows[0]["lines"] else None


def _identity(run: Run) -> dict[str, object]:
    return {"project_id": run.project_id, "run_number": run.run_number}
