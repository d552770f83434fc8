"""SQL of group charts: the envelopes of every run per bucket, then statistics over the runs of each group."""

from collections.abc import Sequence

from runlake.model import Run

# Forks and rewound runs: a point is shown under every run whose live branch it is on. Two runs of a branch number
# their segments alike, so a segment carries the run it came from.
BRANCHED_POINTS = """(
    SELECT p.project_id AS project_id, part.1 AS run_number, p.metric AS metric,
        toUInt64(cityHash64(p.run_number, p.segment)) AS segment, p.step AS step, p.line AS line, p.time AS time,
        p.value AS value
    FROM {table} AS p
    INNER JOIN (
        SELECT arrayJoin(arrayZip(
            {{part_owners:Array(UInt32)}}, {{part_runs:Array(UInt32)}}, {{part_segments:Array(UInt64)}},
            {{part_open:Array(UInt8)}}, {{part_first:Array(Int64)}}, {{part_last:Array(Int64)}}, {{part_named:Array(Array(UInt64))}})) AS part,
            part.2 AS part_run
    ) AS parts ON p.run_number = parts.part_run
    WHERE p.project_id = {{project_id:UInt32}} AND p.run_number IN {{part_runs:Array(UInt32)}}
      AND (p.metric IN {{metrics:Array(String)}} OR p.metric IN {{axis_metrics:Array(String)}})
      AND if(part.4, NOT has(part.7, p.segment), p.segment = part.3)
      AND p.step >= part.5 AND p.step <= part.6
)"""

GROUP_EXTENTS = """
SELECT min(each.first) AS first, max(each.last) AS last, max(each.points) AS most_points
FROM ({extents}) AS each WHERE each.points > 0
"""

# `mean` and `std` weigh every run alike, however densely it logs; `low` and `high` are over all points.
GROUP_BUCKETS = """
SELECT transform(owner, {{owners:Array(UInt32)}}, {{owner_groups:Array(UInt32)}}, toUInt32(0)) AS group_index, metric,
    bucket, minIf(each.low, each.finite > 0) AS low, maxIf(each.high, each.finite > 0) AS high,
    sum(each.finite) AS finite, avgIf(each.total / each.finite, each.finite > 0) AS mean,
    stddevSampIf(each.total / each.finite, each.finite > 0) AS std, countIf(each.finite > 0) AS runs,
    sum(each.nans) AS nans, sum(each.pos_infs) AS pos_infs, sum(each.neg_infs) AS neg_infs
FROM ({buckets}) AS each
GROUP BY group_index, metric, bucket
ORDER BY group_index, metric, bucket
"""

GROUP_RUNS = """
SELECT transform(owner, {{owners:Array(UInt32)}}, {{owner_groups:Array(UInt32)}}, toUInt32(0)) AS group_index, metric,
    uniqExact(owner) AS runs
FROM ({extents}) WHERE points > 0
GROUP BY group_index, metric
"""

_STEPS_FROM, _STEPS_TO = -(2**63), 2**63 - 1


def part_parameters(runs: Sequence[Run]) -> dict[str, object]:
    """The branches of runs as columns, one entry per part, for BRANCHED_POINTS."""
    parts = [(run, part) for run in runs for part in run.branch]
    return {
        "branched": [run.run_number for run in runs],
        "part_owners": [run.run_number for run, _ in parts],
        "part_runs": [part.run_number for _, part in parts],
        "part_segments": [part.segment or 0 for _, part in parts],
        "part_open": [int(part.segment is None) for _, part in parts],
        "part_first": [_STEPS_FROM if part.first_step is None else part.first_step for _, part in parts],
        "part_last": [_STEPS_TO if part.last_step is None else part.last_step for _, part in parts],
        "part_named": [_named_segments(run, part.run_number) for run, part in parts],
    }


def _named_segments(run: Run, run_number: int) -> list[int]:
    """Segments of a run that have a part of their own: an open part stands for the others."""
    return [part.segment for part in run.branch if part.run_number == run_number and part.segment is not None]
