"""SQL of group charts: the envelopes of every run per bucket, then statistics over the runs of each group."""

from collections.abc import Sequence

from runlake.model import BranchPart, Run
from runlake.model.streams import segments_of_part

# Forks and rewound runs: a point is shown under every run whose live branch it is on. Two runs of a branch number
# their segments alike, so a segment carries the run it came from.
BRANCHED_POINTS = """(
    SELECT p.project_id AS project_id, part.1 AS run_number, p.metric AS metric,
        toUInt64(cityHash64(p.run_number, p.segment)) AS segment, p.step AS step, p.line AS line, p.time AS time,
        p.value AS value
    FROM {table} AS p
    INNER JOIN (
        SELECT arrayJoin(arrayZip(
            {{part_owners:Array(UInt32)}}, {{part_runs:Array(UInt32)}},
            {{segments_from:Array(UInt64)}}, {{segments_to:Array(UInt64)}},
            {{steps_from:Array(Int64)}}, {{steps_to:Array(Int64)}},
            {{named_from:Array(Array(UInt64))}}, {{named_to:Array(Array(UInt64))}})) AS part,
            part.2 AS part_run
    ) AS parts ON p.run_number = parts.part_run
    WHERE p.project_id = {{project_id:UInt32}} AND p.run_number IN {{part_runs:Array(UInt32)}}
      AND (p.metric IN {{metrics:Array(String)}} OR p.metric IN {{axis_metrics:Array(String)}})
      AND p.segment >= part.3 AND p.segment <= part.4
      AND NOT arrayExists((low, high) -> p.segment >= low AND p.segment <= high, part.7, part.8)
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
_EVERY_SEGMENT = (0, 2**64 - 1)


def part_parameters(runs: Sequence[Run]) -> dict[str, object]:
    """The branches of runs as columns, one entry per part, for BRANCHED_POINTS."""
    parts = [(run, part) for run in runs for part in run.branch]
    segments = [_EVERY_SEGMENT if part.segment is None else segments_of_part(part.segment) for _, part in parts]
    named = [_named_segments(run, part) for run, part in parts]
    return {
        "branched": [run.run_number for run in runs],
        "part_owners": [run.run_number for run, _ in parts],
        "part_runs": [part.run_number for _, part in parts],
        "segments_from": [first for first, _ in segments],
        "segments_to": [last for _, last in segments],
        "steps_from": [_STEPS_FROM if part.first_step is None else part.first_step for _, part in parts],
        "steps_to": [_STEPS_TO if part.last_step is None else part.last_step for _, part in parts],
        "named_from": [[first for first, _ in each] for each in named],
        "named_to": [[last for _, last in each] for each in named],
    }


def _named_segments(run: Run, part: BranchPart) -> list[tuple[int, int]]:
    """The segments that an open part does not stand for, as they have parts of their own."""
    if part.segment is not None:
        return []
    others = [other.segment for other in run.branch if other.run_number == part.run_number]
    return [segments_of_part(segment) for segment in others if segment is not None]
