"""Every point of a run, none left out and none put together, as Arrow batches in bounded memory.

What there is is counted first, from the projection; then it is read in slices: several short metrics at once, a long one
in pages. Between two slices nothing is held in the store, so a slow reader blocks nobody.
"""

import asyncio
from collections.abc import AsyncIterator, Collection, Iterator, Sequence
from dataclasses import dataclass, replace

import pyarrow as pa
import pyarrow.compute as pc

from runlake.errors import LimitExceeded
from runlake.model import Run
from runlake.products.metrics.tables import INTERNAL_SERIES, POINTS_TABLE
from runlake.storage.columnar import Columnar, branch_condition

MAX_WHOLE_SERIES = 100_000
_AT_ONCE = 500_000
_FIRST_STEP, _LAST_STEP = -(2**63), 2**63 - 1

COUNT_POINTS = """
SELECT run_number, metric, segment, count() AS points
FROM {table}
WHERE project_id = {{project_id:UInt32}} AND {condition} AND metric {chosen} {{metrics:Array(String)}}
GROUP BY run_number, metric, segment
ORDER BY metric, run_number, segment
LIMIT {{limit:UInt32}}
"""

SELECT_SHORT_SERIES = """
SELECT run_number, metric, segment, line, step, toUnixTimestamp64Milli(time) AS time_ms, value
FROM {table}
WHERE project_id = {{project_id:UInt32}} AND {condition} AND metric IN {{metrics:Array(String)}}
  AND segment IN {{segments:Array(UInt64)}} AND step BETWEEN {{first_step:Int64}} AND {{last_step:Int64}}
ORDER BY metric, run_number, segment, step, line
"""

SELECT_PAGE = """
SELECT run_number, metric, segment, line, step, toUnixTimestamp64Milli(time) AS time_ms, value
FROM {table}
WHERE project_id = {{project_id:UInt32}} AND {condition}
  AND run_number = {{run_number:UInt32}} AND metric = {{metric:String}} AND segment = {{segment:UInt64}}
  AND step BETWEEN {{first_step:Int64}} AND {{last_step:Int64}}
  AND (step, line) > ({{first_step:Int64}}, {{after_line:Int64}})
ORDER BY step, line
LIMIT {{limit:UInt32}}
"""

Source = tuple[int, int]
"""(run number, segment): who wrote; a fork has points of the run that it was forked from."""


@dataclass(frozen=True, slots=True)
class _Series:
    source: Source
    metric: str
    points: int


@dataclass(frozen=True, slots=True)
class WholePoints:
    """What a run has of some metrics, and how to read it. `metrics` and `sources` are what batches point into."""

    run: Run
    table: str
    steps: tuple[int, int]
    metrics: tuple[str, ...]
    sources: tuple[Source, ...]
    series: tuple[_Series, ...]

    def only(self, sources: Collection[Source]) -> "WholePoints":
        """The part of it that some of its sources wrote."""
        series = tuple(each for each in self.series if each.source in sources)
        return replace(self, metrics=_metrics_of(series), sources=_sources_of(series), series=series)


async def plan_points(
    columnar: Columnar,
    run: Run,
    *,
    metrics: Sequence[str] | None = None,
    source: str = "history",
    first_step: int | None = None,
    last_step: int | None = None,
    most_series: int = MAX_WHOLE_SERIES,
) -> WholePoints:
    """What is there now, of all metrics or the given ones; both steps inclusive. What comes later is not read.

    Raises LimitExceeded when these are more than `most_series` series: metrics of a run by one writer.
    """
    table = POINTS_TABLE[source]
    condition, parameters = branch_condition(run)
    sql = COUNT_POINTS.format(table=table, condition=condition, chosen="NOT IN" if metrics is None else "IN")
    named = list(INTERNAL_SERIES if metrics is None else metrics)
    bounds = {"project_id": run.project_id, "metrics": named, "limit": most_series + 1}
    rows = (await columnar.query(sql, {**parameters, **bounds})).to_pylist()
    if len(rows) > most_series:
        raise LimitExceeded(
            f"more than {MAX_WHOLE_SERIES:,} series (metrics of a run by one writer) are too much for one request: "
            "ask for fewer runs, metrics or ranks at once"
        )
    series = tuple(_Series((row["run_number"], row["segment"]), row["metric"], row["points"]) for row in rows)
    steps = (_FIRST_STEP if first_step is None else first_step, _LAST_STEP if last_step is None else last_step)
    return WholePoints(run, table, steps, _metrics_of(series), _sources_of(series), series)


async def read_points(columnar: Columnar, plan: WholePoints) -> AsyncIterator[pa.RecordBatch]:
    """The points: `metric` and `source` (int32, places in the plan), `line`, `step`, `time_ms`, `value`.

    Metric after metric; of one metric, writer after writer, each in the order of its steps.
    """
    for part in _slices(plan.series):
        if sum(each.points for each in part) <= _AT_ONCE:
            points = await _read_short(columnar, plan, part)
            if points.num_rows:
                yield await asyncio.to_thread(_batch, plan, points)
            continue
        for each in part:
            async for page in _read_pages(columnar, plan, each):
                yield await asyncio.to_thread(_batch, plan, page)


def _metrics_of(series: Sequence[_Series]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.metric for each in series))


def _sources_of(series: Sequence[_Series]) -> tuple[Source, ...]:
    return tuple(dict.fromkeys(each.source for each in series))


def _slices(series: Sequence[_Series]) -> Iterator[list[_Series]]:
    """Whole metrics, as many as fit in one read; one that does not fit stands alone."""
    by_metric: dict[str, list[_Series]] = {}
    for each in series:
        by_metric.setdefault(each.metric, []).append(each)
    waiting: list[_Series] = []
    for part in by_metric.values():
        if waiting and sum(each.points for each in (*waiting, *part)) > _AT_ONCE:
            yield waiting
            waiting = []
        waiting += part
    if waiting:
        yield waiting


async def _read_short(columnar: Columnar, plan: WholePoints, part: Sequence[_Series]) -> pa.Table:
    first_step, last_step = plan.steps
    of_part = {"metrics": list(_metrics_of(part)), "segments": sorted({segment for _, segment in plan.sources})}
    return await _query(columnar, plan, SELECT_SHORT_SERIES, **of_part, first_step=first_step, last_step=last_step)


async def _read_pages(columnar: Columnar, plan: WholePoints, series: _Series) -> AsyncIterator[pa.Table]:
    (first_step, last_step), after_line = plan.steps, -1
    run_number, segment = series.source
    of_series = {"run_number": run_number, "segment": segment, "metric": series.metric, "limit": _AT_ONCE}
    while True:
        bounds = {"first_step": first_step, "last_step": last_step, "after_line": after_line}
        page = await _query(columnar, plan, SELECT_PAGE, **of_series, **bounds)
        if page.num_rows:
            yield page
        if page.num_rows < _AT_ONCE:
            return
        first_step, after_line = page["step"][-1].as_py(), page["line"][-1].as_py()


async def _query(columnar: Columnar, plan: WholePoints, sql: str, **bounds: object) -> pa.Table:
    condition, parameters = branch_condition(plan.run)
    of_run = {**parameters, "project_id": plan.run.project_id}
    return await columnar.query(sql.format(table=plan.table, condition=condition), {**of_run, **bounds})


def _batch(plan: WholePoints, points: pa.Table) -> pa.RecordBatch:
    """Names become places in the plan. What nobody had counted has begun meanwhile, and is left out."""
    columns = {name: points[name].combine_chunks() for name in points.schema.names}
    metric = pc.index_in(columns["metric"], pa.array(plan.metrics, columns["metric"].type))
    source = _source(plan, columns["run_number"], columns["segment"])
    found = {"metric": metric, "source": source}
    found |= {name: columns[name] for name in ("line", "step", "time_ms", "value")}
    batch = pa.RecordBatch.from_pydict(found)
    return batch if not source.null_count else batch.filter(source.is_valid())


def _source(plan: WholePoints, run_number: pa.Array, segment: pa.Array) -> pa.Array:
    """Places of who wrote; null for who is not in the plan. Of a run without inherited points the segment tells."""
    if {number for number, _ in plan.sources} == {plan.run.run_number} and not plan.run.branch:
        return pc.index_in(segment, pa.array([each for _, each in plan.sources], segment.type))
    written = pc.binary_join_element_wise(run_number.cast(pa.string()), segment.cast(pa.string()), "/")
    return pc.index_in(written, pa.array([f"{number}/{each}" for number, each in plan.sources], pa.string()))
