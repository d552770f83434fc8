"""Envelopes and live rows → compact JSON. Pure; numpy all the way down to the bytes."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from runlake.ingest import PointsAppended
from runlake.products.metrics import AxisKind, Envelopes, GroupEnvelope, GroupEnvelopes, SeriesEnvelope

_UNIT = {AxisKind.STEP: "steps", AxisKind.TIME: "ms", AxisKind.RELATIVE: "s", AxisKind.METRIC: ""}
_MOST_LIVE_LINES = 5000

Floats = NDArray[np.float64]
Singles = NDArray[np.float32]


def encode_envelopes(envelopes: Envelopes, kind: AxisKind) -> bytes:
    """The answer to a points request: every series as columns, and what they are made of."""
    body = {"series": [_series(item) for item in envelopes.series], "truth": _truth(envelopes, kind)}
    return orjson.dumps(body, option=orjson.OPT_SERIALIZE_NUMPY)


def _series(item: SeriesEnvelope) -> dict[str, Any]:
    body: dict[str, Any] = {
        "run_id": item.run_id,
        "metric": item.metric,
        "x": _whole(item.x),
        "mean": _mean(item),
        "exact": item.exact,
        "points": item.points,
        "last_line": item.last_line,
        "nan": item.nan,
        "pos_inf": item.pos_inf,
        "neg_inf": item.neg_inf,
    }
    if not item.exact:
        body |= {"min": _short(item.low), "max": _short(item.high), "count": item.count}
    return body


def encode_group_envelopes(envelopes: GroupEnvelopes, values: Sequence[Any], kind: AxisKind, *, groups: int) -> bytes:
    """The answer to a request for groups; `values` are those of the groups asked for, `groups` how many there are."""
    series = [_group_series(item, values[item.group]) for item in envelopes.series]
    runs = {item.group: 0 for item in envelopes.series}
    for item in envelopes.series:
        runs[item.group] = max(runs[item.group], item.run_count)
    truth = {
        "runs": sum(runs.values()),
        "points": sum(item.points for item in envelopes.series),
        "bucket": _bucket(envelopes.bucket_width, kind),
        "nan": sum(count for item in envelopes.series for _, count in item.nan),
        "inf": sum(count for item in envelopes.series for _, count in (*item.pos_inf, *item.neg_inf)),
        "groups": groups,
    }
    return orjson.dumps({"series": series, "truth": truth}, option=orjson.OPT_SERIALIZE_NUMPY)


def _group_series(item: GroupEnvelope, values: Any) -> dict[str, Any]:
    return {
        "group": values,
        "metric": item.metric,
        "x": _whole(item.x),
        "mean": item.mean,
        "std": item.std,
        "min": _short(item.low),
        "max": _short(item.high),
        "runs": item.runs,
        "count": item.count,
        "run_count": item.run_count,
        "points": item.points,
        "nan": item.nan,
        "pos_inf": item.pos_inf,
        "neg_inf": item.neg_inf,
    }


def _mean(item: SeriesEnvelope) -> Floats | Singles:
    """A mean is as precise as what it is the mean of."""
    if item.exact:
        return _short(item.mean)
    return item.mean.astype(np.float32) if _fits_single(item.low, item.high) else item.mean


def _short(values: Floats) -> Floats | Singles:
    """The values in single precision when that loses nothing, as for most training metrics: half the digits."""
    return values.astype(np.float32) if _fits_single(values) else values


def _fits_single(*arrays: Floats) -> bool:
    with np.errstate(over="ignore"):
        return all(np.array_equal(each.astype(np.float32).astype(np.float64), each, equal_nan=True) for each in arrays)


def _whole(values: Floats) -> Floats | NDArray[np.int64]:
    """Whole numbers as integers: no `.0` behind each of them."""
    whole = np.all(np.abs(values) < 2**53) and np.array_equal(np.floor(values), values)
    return values.astype(np.int64) if whole else values


def _truth(envelopes: Envelopes, kind: AxisKind) -> dict[str, Any]:
    series = envelopes.series
    return {
        "runs": len({item.run_id for item in series}),
        "points": sum(item.points for item in series),
        "bucket": _bucket(envelopes.bucket_width, kind),
        "nan": sum(count for item in series for _, count in item.nan),
        "inf": sum(count for item in series for _, count in (*item.pos_inf, *item.neg_inf)),
    }


def _bucket(width: float | None, kind: AxisKind) -> str | None:
    return None if width is None else f"{width:,.6g} {_UNIT[kind]}".strip()


def encode_points_event(event: PointsAppended, metrics: frozenset[str] | None) -> bytes | None:
    """Rows that were just stored, for one subscriber; None when they hold none of its metrics.

    The JSON of each metric is made once and shared by all subscribers.
    """
    block = event.block
    wanted = [name for name in block.points.metrics if metrics is None or name in metrics]
    if not wanted:
        return None
    head = {
        "run_id": event.run_id,
        "source": event.source,
        "first_line": block.first_line,
        "lines": block.lines,
        "last_step": block.last_step,
        "refetch": block.lines > _MOST_LIVE_LINES,
    }
    if head["refetch"]:
        return orjson.dumps({**head, "series": {}})
    _encode_all(event)
    series = b",".join(orjson.dumps(name) + b":" + event.encoded[name] for name in wanted)
    return orjson.dumps(head)[:-1] + b',"series":{' + series + b"}}"


def _encode_all(event: PointsAppended) -> None:
    if event.encoded:
        return
    points = event.block.points
    order = np.argsort(points.metric_index, kind="stable")
    ends = np.cumsum(np.bincount(points.metric_index, minlength=len(points.metrics)))
    start = 0
    for number, name in enumerate(points.metrics):
        part = order[start : ends[number]]
        start = int(ends[number])
        event.encoded[name] = _fragment(points.step[part], points.time_ms[part], points.value[part])


def _fragment(step: Any, time_ms: Any, value: Any) -> bytes:
    shown = value if np.isfinite(value).all() else [_json_number(number) for number in value.tolist()]
    return orjson.dumps({"step": step, "time": time_ms, "value": shown}, option=orjson.OPT_SERIALIZE_NUMPY)


def _json_number(number: float) -> float | str:
    if math.isfinite(number):
        return number
    return "NaN" if math.isnan(number) else ("Infinity" if number > 0 else "-Infinity")
