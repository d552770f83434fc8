"""Spans over time: how many, how many failed, how long they took, what their model requests spent, per bucket."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from runlake.errors import InvalidInput
from runlake.products.traces.extents import Extent, find_extent
from runlake.products.traces.matching import NO_END_NS, SpansMatch, matching
from runlake.products.traces.ranges import range_values, ranges_within
from runlake.products.traces.reading import COUNTED, Row
from runlake.products.traces.searching import find_spans
from runlake.storage.columnar import Columnar

MOST_BUCKETS = 500
_SECOND_NS = 10**9
_MINUTE_S, _HOUR_S, _DAY_S = 60, 3600, 86_400
_HOUR_NS = _HOUR_S * _SECOND_NS
_WIDTHS_S = (
    *(1, 2, 5, 10, 30),
    *(minutes * _MINUTE_S for minutes in (1, 2, 5, 10, 30)),
    *(hours * _HOUR_S for hours in (1, 3, 6, 12)),
    *(days * _DAY_S for days in (1, 2, 7, 30, 91, 365, 3650, 36_500)),
)
"""Widths of buckets that a person can name."""

SELECT_COUNTS = """
SELECT bucket, count() AS spans, countIf(status = 'error') AS errors, quantilesTDigest(0.5, 0.95)(duration_ns) AS durations
FROM ({parts})
GROUP BY bucket
"""

SELECT_SPENT = """
SELECT bucket, sum(input_tokens) AS input_tokens, sum(output_tokens) AS output_tokens, sum(cost) AS cost
FROM ({parts})
GROUP BY bucket
"""

SELECT_PART = """
SELECT {bucket} AS bucket, {columns} FROM spans
WHERE project_id = {{project_id:UInt32}} AND hour BETWEEN {{first_hour:UInt32}} AND {{last_hour:UInt32}}
  AND {times} AND {condition}"""

BY_START = "intDiv(toUnixTimestamp64Nano(start_time) - {origin_ns:Int64}, {width_ns:Int64})"
BY_HOUR = f"intDiv(toInt64(hour) * {_HOUR_NS} - {{origin_ns:Int64}}, {{width_ns:Int64}})"
"""The same bucket where its width is a number of hours."""

# Of traces that began up to a day before.
ROOTS = """trace_id IN (
    SELECT trace_id FROM spans
    WHERE project_id = {{project_id:UInt32}}
      AND hour BETWEEN {{first_hour:UInt32}} - least({{first_hour:UInt32}}, 24) AND {{last_hour:UInt32}} AND {condition})"""


@dataclass(frozen=True, slots=True)
class SpanSeries:
    """`rows` are the buckets that have spans, by time: `start_ns` and the sums of that bucket.

    Counts and durations are those of the spans that match; tokens and cost those of the model requests that began in
    the bucket, of the traces whose roots match, or that match themselves.
    """

    since_ns: int
    until_ns: int
    width_ns: int
    rows: list[Row]


async def read_series(columnar: Columnar, project_id: int, match: SpansMatch, buckets: int) -> SpanSeries:
    """The spans that match in at most `buckets` buckets of equal width, over the range or as far as there are spans.

    Raises InvalidInput for a filter, a search or a number of buckets that cannot be.
    """
    if not 2 <= buckets <= MOST_BUCKETS:
        raise InvalidInput(f"{buckets} buckets: ask for 2 to {MOST_BUCKETS}")
    condition, parameters = matching(match, await find_spans(columnar, project_id, match))
    extent = await find_extent(columnar, project_id)
    if extent is None:
        return SpanSeries(match.since_ns, match.since_ns, _SECOND_NS, [])
    since_ns, until_ns = _range(extent, match)
    if since_ns >= until_ns:
        return SpanSeries(since_ns, until_ns, _SECOND_NS, [])
    width_ns = _width_ns(until_ns - since_ns, buckets)
    origin_ns = since_ns - since_ns % width_ns
    values = {
        **parameters.values,
        **range_values(project_id, since_ns, until_ns),
        "origin_ns": origin_ns,
        "width_ns": width_ns,
        "counted": list(COUNTED),
    }
    parts = [
        {"bucket": BY_START if width_ns % _HOUR_NS else BY_HOUR, "times": times}
        for times in ranges_within(extent, since_ns, until_ns)
    ]
    asked = (
        _asked(SELECT_COUNTS, parts, "status, duration_ns", condition),
        _asked(SELECT_SPENT, parts, "input_tokens, output_tokens, cost", _spending(match, condition)),
    )
    found = await asyncio.gather(*(columnar.query(sql, values) for sql in asked))
    counts, sums = ({row.pop("bucket"): row for row in table.to_pylist()} for table in found)
    rows = [
        _row(origin_ns + bucket * width_ns, counts.get(bucket), sums.get(bucket))
        for bucket in sorted(counts.keys() | sums.keys())
    ]
    return SpanSeries(since_ns, until_ns, width_ns, rows)


def _asked(select: str, parts: Sequence[Mapping[str, str]], columns: str, condition: str) -> str:
    found = (SELECT_PART.format(columns=columns, condition=condition, **part) for part in parts)
    return select.format(parts=" UNION ALL ".join(found))


def _spending(match: SpansMatch, condition: str) -> str:
    """Which model requests count."""
    of_requests = "kind IN {counted:Array(String)}"
    if not match.roots_only:
        return f"{of_requests} AND {condition}"
    return of_requests if condition == "is_root" else f"{of_requests} AND {ROOTS.format(condition=condition)}"


def _range(extent: Extent, match: SpansMatch) -> tuple[int, int]:
    """The range that was asked for, where there are spans."""
    first_ns, end_ns = extent.first_hour * _HOUR_NS, min((extent.last_hour + 1) * _HOUR_NS, NO_END_NS)
    return match.since_ns or first_ns, end_ns if match.until_ns == NO_END_NS else match.until_ns


def _width_ns(range_ns: int, buckets: int) -> int:
    """The narrowest width with a name at which no more buckets are needed, wherever the first begins."""
    least_s = range_ns / _SECOND_NS / (buckets - 1)
    return next((width_s for width_s in _WIDTHS_S if width_s >= least_s), 10 * _WIDTHS_S[-1]) * _SECOND_NS


_NONE: dict[str, Any] = {"spans": 0, "errors": 0, "durations": [None, None]}
_UNSPENT: dict[str, Any] = {"input_tokens": 0, "output_tokens": 0, "cost": 0.0}


def _row(start_ns: int, counted: Row | None, spent: Row | None) -> Row:
    row = {"start_ns": start_ns, **(counted or _NONE), **(spent or _UNSPENT)}
    row["p50_ns"], row["p95_ns"] = row.pop("durations")
    return row
