"""Metrics → rows of a run. Pure.

One row holds all values of one moment (and one step). Gauges and sums are one series, called like the metric; histograms
are `/count`, `/sum`, `/mean`, `/min`, `/max`; summaries also `/p50` and so on. Attributes that tell series apart stand
behind the name: `http.requests{method=GET,status=200}`. A data point with a `runlake.step` belongs to the run's history at
that step; one without is a measure over time, beside those of the machine.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from runlake.ingest import HistoryBlock, PointBlock, SeriesKey
from runlake.protocols.otlp.signals import member, members
from runlake.protocols.otlp.values import TooDeep, as_double, as_int, json_attributes

_SHAPES = ("gauge", "sum", "histogram", "exponentialHistogram", "summary")
_STEP = "runlake.step"
_TIMES = "_timestamp"
_NO_VALUE = 1  # a bit of `flags`
_NS_PER_MS = 1_000_000
_LATEST_NS = 10_413_792_000 * 10**9  # the year 2300, where the time column ends


@dataclass(slots=True)
class Row:
    """Values of one moment, by series. `step` None: it has none."""

    time_ns: int
    step: int | None
    values: dict[str, float] = field(default_factory=dict)


@dataclass(slots=True)
class Measured:
    """What metrics came to: rows, how many data points they hold, and why others were left out."""

    rows: list[Row] = field(default_factory=list)
    data_points: int = 0
    rejected: list[str] = field(default_factory=list)


def measure(metrics: list[dict[str, Any]], name_bytes: int, now_ns: int) -> Measured:
    """The rows of some metrics, by time; a name of more than `name_bytes` is left out."""
    found = Measured()
    rows: dict[tuple[int, int | None], Row] = {}
    for metric in metrics:
        for shape, point in _data_points(metric):
            problem = _add(rows, metric, shape, point, name_bytes, now_ns)
            if problem:
                found.rejected.append(problem)
            else:
                found.data_points += 1
    found.rows = sorted(rows.values(), key=lambda row: (row.time_ns, row.step or 0))
    return found


def count_points(metrics: list[dict[str, Any]]) -> int:
    """How many data points there are."""
    return sum(1 for metric in metrics for _ in _data_points(metric))


def block(rows: list[Row], first_line: int) -> HistoryBlock:
    """Rows as the points of a stream that begins with `first_line`."""
    names: dict[str, int] = {_TIMES: 0}
    index: list[int] = []
    values: list[float] = []
    counts: list[int] = []
    for row in rows:
        numbered = {_TIMES: row.time_ns / 1e9, **row.values}
        index += [names.setdefault(name, len(names)) for name in numbered]
        values += numbered.values()
        counts.append(len(numbered))
    lines = range(first_line, first_line + len(rows))
    steps = [line if row.step is None else row.step for line, row in zip(lines, rows, strict=True)]
    points = PointBlock(
        metrics=list(names),
        metric_index=np.array(index, np.int32),
        step=np.repeat(np.array(steps, np.int64), counts),
        line=np.repeat(np.array(lines, np.uint32), counts),
        time_ms=np.repeat(np.array([row.time_ns // _NS_PER_MS for row in rows], np.int64), counts),
        value=np.array(values, np.float64),
    )
    series = [SeriesKey(name, "number") for name in names]
    return HistoryBlock(first_line, len(rows), points, [], series, max(steps, default=None))


def _data_points(metric: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    return ((shape, point) for shape in _SHAPES for point in members(member(metric, shape), "dataPoints"))


def _add(
    rows: dict[tuple[int, int | None], Row],
    metric: dict[str, Any],
    shape: str,
    point: dict[str, Any],
    name_bytes: int,
    now_ns: int,
) -> str:
    """Put a data point into the row of its moment; gives what is wrong with it, "" for nothing."""
    try:
        attributes = json_attributes(point.get("attributes"))
    except TooDeep as error:
        return str(error)
    step = attributes.pop(_STEP, None)
    if step is not None and (isinstance(step, bool) or not isinstance(step, int) or not 0 <= step < 2**63):
        return f"{_STEP} is {str(step)[:50]!r}, not a step"
    name = _series_name(metric, attributes)
    if not name or len(name.encode()) + 8 > name_bytes:
        return f"the series {name[:100]!r} has no name, or one of more than {name_bytes} bytes"
    values = _values(name, shape, point)
    if not values:
        return f"a data point of {name[:100]!r} has no value"
    time_ns = as_int(point.get("timeUnixNano"))
    time_ns = time_ns if 0 < time_ns < _LATEST_NS else now_ns
    rows.setdefault((time_ns, step), Row(time_ns, step)).values.update(values)
    return ""


def _series_name(metric: dict[str, Any], attributes: dict[str, Any]) -> str:
    name = metric.get("name")
    if not isinstance(name, str) or not name:
        return ""
    told = ",".join(f"{key}={_plain(value)}" for key, value in sorted(attributes.items()))
    whole = f"{name}{{{told}}}" if told else name
    return whole.encode("utf-8", "replace").decode()


def _plain(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _values(name: str, shape: str, point: dict[str, Any]) -> dict[str, float]:
    if as_int(point.get("flags")) & _NO_VALUE:
        return {}
    if shape in ("gauge", "sum"):
        value = _number(point)
        return {} if value is None else {name: value}
    count = as_int(point.get("count"))
    parts = {
        "count": float(count),
        **{part: float(v) for part in ("sum", "min", "max") if (v := _double(point, part)) is not None},
    }
    if count and "sum" in parts:
        parts["mean"] = parts["sum"] / count
    for quantile in members(point, "quantileValues"):
        of, value = _double(quantile, "quantile"), _double(quantile, "value")
        if of is not None and value is not None:
            parts[f"p{of * 100:g}"] = value
    return {f"{name}/{part}": value for part, value in parts.items()}


def _number(point: dict[str, Any]) -> float | None:
    if "asInt" in point:
        return float(as_int(point["asInt"]))
    return _double(point, "asDouble")


def _double(point: dict[str, Any], name: str) -> float | None:
    return as_double(point[name]) if name in point else None
