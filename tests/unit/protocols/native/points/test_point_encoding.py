"""Envelopes and live rows as JSON: compact, and without losing a digit."""

import json
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from runlake.ingest import HistoryBlock, PointBlock, PointsAppended
from runlake.products.metrics import AxisKind, Envelopes, SeriesEnvelope
from runlake.protocols.native.points.point_encoding import encode_envelopes, encode_points_event


def envelope(values: list[float], *, exact: bool) -> SeriesEnvelope:
    array = np.array(values, np.float64)
    x = np.arange(len(array), dtype=np.float64)
    count = np.ones(len(array), np.int64)
    return SeriesEnvelope("a", "loss", x, array, array, array, count, exact, len(array), len(array) - 1)


def encoded(*series: SeriesEnvelope, width: float | None = None) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(encode_envelopes(Envelopes(list(series), width), AxisKind.STEP))
    return body


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), max_size=20))
def test_values_lose_nothing(values: list[float]) -> None:
    """Values that single precision holds are told to its last digit (0.1, not 0.10000000149011612), others to theirs."""
    (series,) = encoded(envelope(values, exact=True))["series"]
    with np.errstate(over="ignore"):
        single = np.array(values, np.float32)
    if single.astype(np.float64).tolist() == values:
        assert np.array(series["mean"], np.float32).tolist() == single.tolist()
    else:
        assert series["mean"] == values


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False, width=32), min_size=1, max_size=20))
def test_single_precision_values_are_written_short_and_read_back_as_the_same(values: list[float]) -> None:
    (series,) = encoded(envelope(values, exact=False), width=2)["series"]
    assert np.array(series["min"], np.float32).tolist() == values


def test_gaps_are_null_and_steps_are_integers() -> None:
    (series,) = encoded(envelope([1.5, float("nan")], exact=True))["series"]
    assert series["mean"] == [1.5, None]
    assert all(isinstance(step, int) for step in series["x"])
    assert "min" not in series


def test_the_truth_says_what_a_chart_is_made_of() -> None:
    truth = encoded(envelope([1, 2], exact=False), envelope([3], exact=True), width=214)["truth"]
    assert truth == {"runs": 1, "points": 3, "bucket": "214 steps", "nan": 0, "inf": 0}


def event(rows: int) -> PointsAppended:
    points = PointBlock(
        metrics=["loss", "acc"],
        metric_index=np.tile(np.array([0, 1], np.int32), rows),
        step=np.repeat(np.arange(rows, dtype=np.int64), 2),
        line=np.repeat(np.arange(rows, dtype=np.uint32), 2),
        time_ms=np.repeat(np.arange(rows, dtype=np.int64), 2),
        value=np.array([0.5, float("nan")] * rows),
    )
    return PointsAppended(1, "a", "history", HistoryBlock(0, rows, points, last_step=rows - 1))


def test_a_subscriber_gets_its_own_metrics_only() -> None:
    data = encode_points_event(event(2), frozenset({"loss", "other"}))
    assert data is not None
    assert json.loads(data)["series"] == {"loss": {"step": [0, 1], "time": [0, 1], "value": [0.5, 0.5]}}
    assert encode_points_event(event(2), frozenset({"other"})) is None


def test_non_finite_values_are_words() -> None:
    data = encode_points_event(event(1), None)
    assert data is not None
    assert json.loads(data)["series"]["acc"]["value"] == ["NaN"]


def test_a_flood_asks_to_fetch_again() -> None:
    data = encode_points_event(event(6000), None)
    assert data is not None
    assert json.loads(data)["refetch"] is True
    assert json.loads(data)["series"] == {}
