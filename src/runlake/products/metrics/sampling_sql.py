"""SQL of chart reads, and where the x of a point comes from."""

from dataclasses import dataclass

from runlake.products.metrics.envelopes import AxisKind

_STATISTICS = """
    minIf(value, isFinite(value)) AS low, maxIf(value, isFinite(value)) AS high,
    sumIf(value, isFinite(value)) AS total, countIf(isFinite(value)) AS finite,
    countIf(isNaN(value)) AS nans, countIf(value = inf) AS pos_infs, countIf(value = -inf) AS neg_infs"""

RUN_STARTS = """
SELECT {owner} AS owner, toUnixTimestamp64Milli(min(time)) AS start_ms
FROM {table}
WHERE project_id = {{project_id:UInt32}} AND {condition} AND metric = '_timestamp'
GROUP BY owner
"""

EXTENTS = """
SELECT {owner} AS owner, metric, {extent}, count() AS points, max(line) AS last_line
FROM {source}
WHERE {condition} {bounds}
GROUP BY owner, metric
"""

POINTS = """
SELECT {owner} AS owner, metric, {position} AS position, value
FROM {source}
WHERE {condition} {bounds}
ORDER BY owner, metric, position
"""

POINT_BUCKETS = (
    """
SELECT {owner} AS owner, metric,
    toInt64(floor(({position} - {{origin:Float64}}) / {{width:Float64}})) AS bucket,"""
    + _STATISTICS
    + """
FROM {source}
WHERE {condition} {bounds}
GROUP BY owner, metric, bucket
ORDER BY owner, metric, bucket
"""
)

PROJECTED_STEP_BUCKETS = (
    """
SELECT {owner} AS owner, metric,
    intDiv(intDiv(step, 128) - {{origin:Int64}}, {{width:Int64}}) AS bucket,"""
    + _STATISTICS
    + """
FROM {source}
WHERE {condition} {bounds}
GROUP BY owner, metric, bucket
ORDER BY owner, metric, bucket
"""
)

PROJECTED_TIME_BUCKETS = """
SELECT owner, metric,
    toInt64(floor(({start} - {{origin:Float64}}) / {{width:Float64}})) AS bucket,
    min(block_low) AS low, max(block_high) AS high, sum(block_total) AS total, sum(block_finite) AS finite,
    sum(block_nans) AS nans, sum(block_pos_infs) AS pos_infs, sum(block_neg_infs) AS neg_infs
FROM (
    SELECT run_number AS owner, metric, segment, intDiv(step, 128) AS steps_128, min(time) AS block_start,
        if(countIf(isFinite(value)) = 0, inf, minIf(value, isFinite(value))) AS block_low,
        if(countIf(isFinite(value)) = 0, -inf, maxIf(value, isFinite(value))) AS block_high,
        sumIf(value, isFinite(value)) AS block_total, countIf(isFinite(value)) AS block_finite,
        countIf(isNaN(value)) AS block_nans, countIf(value = inf) AS block_pos_infs,
        countIf(value = -inf) AS block_neg_infs
    FROM {source}
    WHERE {condition} {bounds}
    GROUP BY run_number, metric, segment, steps_128
)
GROUP BY owner, metric, bucket
ORDER BY owner, metric, bucket
"""

_SERIES = "project_id = {{project_id:UInt32}} AND {condition} AND metric IN {{metrics:Array(String)}}"

_BY_METRIC = """(
    SELECT y.run_number AS run_number, y.metric AS metric, y.line AS line, y.value AS value, x.value AS position
    FROM (SELECT run_number, segment, line, metric, value FROM {table} WHERE {series}) AS y
    INNER JOIN (
        SELECT run_number, segment, line, value FROM {table}
        WHERE project_id = {{project_id:UInt32}} AND {condition} AND metric = {{x_metric:String}} AND isFinite(value)
    ) AS x USING (run_number, segment, line)
)"""

_MILLISECONDS = "toUnixTimestamp64Milli({time})"
_SECONDS = (
    "((toUnixTimestamp64Milli({time}) - "
    "transform({owner}, {{start_runs:Array(UInt32)}}, {{start_times:Array(Int64)}}, toInt64(0))) / 1000)"
)


@dataclass(frozen=True, slots=True)
class Source:
    """Where points come from: a relation, a condition on it, and expressions for x.

    `owner` is the run that a point is shown under; `condition` selects that run's points.
    """

    kind: AxisKind
    table: str
    condition: str
    owner: str

    @property
    def relation(self) -> str:
        if self.kind is not AxisKind.METRIC:
            return self.table
        series = _SERIES.format(condition=self.condition).replace("{{", "{").replace("}}", "}")
        return _BY_METRIC.format(table=self.table, series=series, condition=self.condition)

    @property
    def where(self) -> str:
        return "1" if self.kind is AxisKind.METRIC else _SERIES.format(condition=self.condition)

    @property
    def position(self) -> str:
        """The x of one point."""
        return self._position("time", self.owner)

    @property
    def block_position(self) -> str:
        """The x of a 128-step block, at its first point."""
        return self._position("block_start", "owner")

    @property
    def extent(self) -> str:
        """Columns `first` and `last`: the range of x of a series."""
        if self.kind is AxisKind.STEP:
            return "min(step) AS first, max(step) AS last"
        if self.kind is AxisKind.METRIC:
            return "min(position) AS first, max(position) AS last"
        first, last = (self._position(f"{edge}(time)", self.owner) for edge in ("min", "max"))
        return f"{first} AS first, {last} AS last"

    def _position(self, time: str, owner: str) -> str:
        if self.kind is AxisKind.STEP:
            return "step"
        if self.kind is AxisKind.METRIC:
            return "position"
        return (_MILLISECONDS if self.kind is AxisKind.TIME else _SECONDS).format(time=time, owner=owner)
