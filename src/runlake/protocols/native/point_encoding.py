"""Envelopes and live rows → compact JSON. Pure; numpy all the way down to the bytes."""

import math
from typing import Any

import numpy as np
import orjson

from runlake.ingest import PointsAppended
from runlake.products.metrics import AxisKind, Envelopes, SeriesEnvelope

_UNIT = {AxisKind.STEP: "steps", AxisKind.TIME: "ms", AxisKind.RELATIVE: "s", AxisKind.METRIC: ""}
_MOST_LIVE_LINES = 5000


def encode_envelopes(envelopes: Envelopes, kind: AxisKind) -> bytes:
    """The answer to a points request: every series as columns, and what they are made of."""
    body = {"series": [_series(item) for item in envelopes.series], "truth": _truth(envelopes, kind)}
    return orjson.dumps(body, option=orjson.OPT_SERIALIZE_NUMPY)


def _series(item: SeriesEnvelope) -> dict[str, Any]:
    body: dict[str, Any] = {
        "run_id": item.run_id,
        "metric": item.metric,
        "x": item.x,
        "mean": item.mean,
        "exact": item.exact,
        "points": item.points,
        "last_line": item.last_line,
        "nan": item.nan,
        "pos_inf": item.pos_inf,
        "neg_inf": item.neg_inf,
    }
    if not item.exact:
        body |= {"min": item.low, "max": item.high, "count": item.count}
    return body


def _truth(envelopes: Envelopes, kind: AxisKind) -> dict[str, Any]:
    series = envelopes.series
    width = envelopes.bucket_width
    return {
        "runs": len({item.run_id for item in series}),
        "points": sum(item.points for item in series),
        "bucket": None if width is None else f"{width:,.6g} {_UNIT[kind]}".strip(),
        "nan": sum(count for item in series for _, count in item.nan),
        "inf": sum(count for item in series for _, count in (*item.pos_inf, *item.neg_inf)),
    }


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
