"""Names under which runs logged, and the rich values behind them."""

from collections.abc import Sequence
from dataclasses import dataclass

from runlake.model import Run
from runlake.products.metrics.tables import INTERNAL_SERIES, POINTS_TABLE
from runlake.storage.columnar import Columnar, branch_condition

PLAIN_KINDS = ("number", "string", "bool", "null", "list", "object", "integer")

SELECT_NAMES_OF_PROJECT = """
SELECT metric, kind, count() AS run_count
FROM series
WHERE project_id = {project_id:UInt32} AND source = {source:String} AND metric NOT IN {internal:Array(String)}
  AND positionCaseInsensitiveUTF8(metric, {search:String}) > 0
GROUP BY metric, kind
ORDER BY metric, kind
LIMIT {limit:UInt32}
"""

SELECT_NAMES_OF_RUNS = """
SELECT metric, kind, uniqExact(run_number) AS run_count
FROM series
WHERE project_id = {project_id:UInt32} AND run_number IN {runs:Array(UInt32)} AND source = {source:String}
  AND metric NOT IN {internal:Array(String)} AND positionCaseInsensitiveUTF8(metric, {search:String}) > 0
GROUP BY metric, kind
ORDER BY metric, kind
LIMIT {limit:UInt32}
"""

SELECT_NESTED_PATHS = """
SELECT DISTINCT metric, path
FROM series
WHERE project_id = {project_id:UInt32} AND run_number IN {runs:Array(UInt32)} AND source = {source:String}
  AND length(path) > 1
"""

SELECT_RICH_KEYS = """
SELECT metric, kind, count() AS value_count, min(step) AS first_step, max(step) AS last_step
FROM (
    SELECT metric, kind, step FROM rich_values
    WHERE project_id = {{project_id:UInt32}} AND {condition} AND kind NOT IN {{plain:Array(String)}}
    LIMIT 1 BY run_number, segment, line, metric
)
GROUP BY metric, kind
ORDER BY metric
"""

SELECT_RICH_VALUES = """
SELECT step, line, kind, toUnixTimestamp64Milli(time) AS time_ms, value
FROM rich_values
WHERE project_id = {{project_id:UInt32}} AND {condition} AND metric = {{metric:String}}
  AND step >= {{first_step:Int64}} AND kind NOT IN {{plain:Array(String)}}
ORDER BY step, segment, line
LIMIT 1 BY run_number, segment, line
LIMIT {{limit:UInt32}}
"""

COUNT_POINTS_BY_METRIC = """
SELECT sum(n) AS points, max(last) AS last_step FROM (
    SELECT metric, count() AS n, max(step) AS last FROM {table}
    WHERE project_id = {{project_id:UInt32}} AND {condition}
    GROUP BY metric
)
"""

# Every row has the point of its time.
COUNT_ROWS = """
SELECT count() AS row_count FROM {table}
WHERE project_id = {{project_id:UInt32}} AND {condition} AND metric = '_timestamp'
"""


@dataclass(frozen=True, slots=True)
class MetricName:
    """A name and kind that `run_count` runs logged. `kind` is `number` or a media type."""

    name: str
    kind: str
    run_count: int


@dataclass(frozen=True, slots=True)
class RichKey:
    """A name under which a run logged media, and the steps it spans."""

    metric: str
    kind: str
    value_count: int
    first_step: int
    last_step: int


@dataclass(frozen=True, slots=True)
class StoredRichValue:
    """One logged rich value; `value_json` is verbatim."""

    step: int
    line: int
    time_ms: int
    kind: str
    value_json: str


async def read_names(
    columnar: Columnar, project_id: int, *, source: str, search: str, limit: int, runs: Sequence[int] | None
) -> list[MetricName]:
    """Names logged in a project, or in some of its runs, that contain `search`, in alphabetical order."""
    parameters: dict[str, object] = {
        "project_id": project_id,
        "source": source,
        "search": search,
        "limit": limit,
        "internal": list(INTERNAL_SERIES),
    }
    sql = SELECT_NAMES_OF_PROJECT
    if runs is not None:
        sql = SELECT_NAMES_OF_RUNS
        parameters["runs"] = list(runs)
    rows = (await columnar.query(sql, parameters)).to_pylist()
    return [MetricName(row["metric"], row["kind"], row["run_count"]) for row in rows]


async def read_nested_paths(columnar: Columnar, run: Run, source: str) -> dict[str, tuple[str, ...]]:
    """Flattened name → path, for everything that came from a nested object."""
    numbers = sorted({run.run_number, *(part.run_number for part in run.branch)})
    return await read_nested_paths_of(columnar, run.project_id, numbers, source)


async def read_nested_paths_of(
    columnar: Columnar, project_id: int, run_numbers: Sequence[int], source: str
) -> dict[str, tuple[str, ...]]:
    """The same for several runs of a project."""
    parameters = {"project_id": project_id, "runs": list(run_numbers), "source": source}
    rows = (await columnar.query(SELECT_NESTED_PATHS, parameters)).to_pylist()
    return {row["metric"]: tuple(row["path"]) for row in rows}


async def read_rich_keys(columnar: Columnar, run: Run) -> list[RichKey]:
    """All media names of a run."""
    condition, parameters = branch_condition(run)
    parameters |= {"project_id": run.project_id, "plain": list(PLAIN_KINDS)}
    rows = (await columnar.query(SELECT_RICH_KEYS.format(condition=condition), parameters)).to_pylist()
    return [
        RichKey(row["metric"], row["kind"], row["value_count"], row["first_step"], row["last_step"]) for row in rows
    ]


async def read_rich_values(
    columnar: Columnar, run: Run, metric: str, first_step: int, limit: int
) -> list[StoredRichValue]:
    """Media under one name, from `first_step` on, in step order."""
    condition, parameters = branch_condition(run)
    parameters |= {
        "project_id": run.project_id,
        "metric": metric,
        "first_step": first_step,
        "limit": limit,
        "plain": list(PLAIN_KINDS),
    }
    rows = (await columnar.query(SELECT_RICH_VALUES.format(condition=condition), parameters)).to_pylist()
    return [StoredRichValue(row["step"], row["line"], row["time_ms"], row["kind"], row["value"]) for row in rows]


async def read_size(columnar: Columnar, run: Run) -> tuple[int, int | None]:
    """(points, last step) of a run's live branch; the step is None for a run without rows."""
    condition, parameters = branch_condition(run)
    sql = COUNT_POINTS_BY_METRIC.format(table=POINTS_TABLE["history"], condition=condition)
    rows = (await columnar.query(sql, {**parameters, "project_id": run.project_id})).to_pylist()
    points = int(rows[0]["points"]) if rows else 0
    return points, int(rows[0]["last_step"]) if points else None


async def read_row_count(columnar: Columnar, run: Run, source: str) -> int:
    """How many rows a stream has on the run's live branch, whoever wrote them."""
    condition, parameters = branch_condition(run)
    sql = COUNT_ROWS.format(table=POINTS_TABLE[source], condition=condition)
    rows = (await columnar.query(sql, {**parameters, "project_id": run.project_id})).to_pylist()
    return int(rows[0]["row_count"])
