"""Create the tables of points, rich values and series names.

Cost: three empty tables. An older server does not know them.

`points` and `system_points` hold one row per scalar. The sort key makes one series of one run one contiguous read.
The projection `envelopes` is maintained by the engine, per part: minimum, maximum, sum and counts of every 128 steps
of every series, about 3 % of the size, and what charts of long ranges read.
"""

from runlake.storage.columnar import Ddl

_POINT_COLUMNS = (
    "project_id UInt32 CODEC(ZSTD(1))",
    "run_number UInt32 CODEC(ZSTD(1))",
    "metric LowCardinality(String) CODEC(ZSTD(1))",
    "segment UInt64 CODEC(DoubleDelta, ZSTD(1))",
    "step Int64 CODEC(DoubleDelta, ZSTD(1))",
    "line UInt32 CODEC(DoubleDelta, ZSTD(1))",
    "time DateTime64(3, 'UTC') CODEC(Delta, ZSTD(3))",
    "value Float64 CODEC(ZSTD(1))",
    """PROJECTION envelopes (
        SELECT project_id, run_number, metric, segment, intDiv(step, 128) AS steps_128,
            minIf(value, isFinite(value)), maxIf(value, isFinite(value)), sumIf(value, isFinite(value)),
            countIf(isFinite(value)), countIf(isNaN(value)), countIf(value = inf), countIf(value = -inf),
            count(), min(step), max(step), min(time), max(time), max(line)
        GROUP BY project_id, run_number, metric, segment, steps_128)""",
)


def up(ddl: Ddl) -> list[str]:
    order_by = "(project_id, run_number, metric, segment, step)"
    return [
        ddl.create_table("points", _POINT_COLUMNS, order_by=order_by),
        ddl.create_table("system_points", _POINT_COLUMNS, order_by=order_by),
        ddl.create_table(
            "rich_values",
            (
                "project_id UInt32 CODEC(ZSTD(1))",
                "run_number UInt32 CODEC(ZSTD(1))",
                "metric LowCardinality(String) CODEC(ZSTD(1))",
                "segment UInt64 CODEC(DoubleDelta, ZSTD(1))",
                "line UInt32 CODEC(DoubleDelta, ZSTD(1))",
                "step Int64 CODEC(DoubleDelta, ZSTD(1))",
                "time DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1))",
                "kind LowCardinality(String) CODEC(ZSTD(1))",
                "value String CODEC(ZSTD(3))",
            ),
            engine="ReplacingMergeTree",
            order_by="(project_id, run_number, metric, segment, line)",
        ),
        ddl.create_table(
            "series",
            (
                "project_id UInt32",
                "source LowCardinality(String)",
                "metric String CODEC(ZSTD(1))",
                "kind LowCardinality(String)",
                "run_number UInt32",
                "path Array(String) CODEC(ZSTD(1))",
                """PROJECTION names (
                    SELECT project_id, source, metric, kind, count() GROUP BY project_id, source, metric, kind)""",
            ),
            order_by="(project_id, run_number, source, metric, kind)",
        ),
    ]
