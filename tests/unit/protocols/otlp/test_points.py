"""Metrics of every shape become the documented series."""

from typing import Any

import pytest

from runlake.protocols.otlp.points import block, measure

AT = 1_790_000_000 * 10**9


def measured(shape: str, point: dict[str, Any], **metric: Any) -> dict[str, float]:
    (row,) = measure(
        [{"name": "m", **metric, shape: {"dataPoints": [{"timeUnixNano": str(AT), **point}]}}], 100, AT
    ).rows
    return row.values


SHAPES = {
    "gauge": ({"asDouble": 1.5}, {"m": 1.5}),
    "sum": ({"asInt": "3"}, {"m": 3.0}),
    "histogram": (
        {"count": "4", "sum": 8.0, "min": 1, "max": 3, "bucketCounts": ["4"]},
        {"m/count": 4, "m/sum": 8, "m/mean": 2, "m/min": 1, "m/max": 3},
    ),
    "exponentialHistogram": ({"count": 0}, {"m/count": 0}),
    "summary": (
        {
            "count": 2,
            "sum": 3,
            "quantileValues": [{"quantile": 0.5, "value": 1}, {"quantile": 0.999, "value": "Infinity"}],
        },
        {"m/count": 2, "m/sum": 3, "m/mean": 1.5, "m/p50": 1, "m/p99.9": float("inf")},
    ),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_shapes(shape: str) -> None:
    point, expected = SHAPES[shape]
    assert measured(shape, point) == expected


def test_attributes_tell_series_apart_and_a_step_is_none_of_them() -> None:
    attributes = [
        {"key": "b", "value": {"boolValue": True}},
        {"key": "a", "value": {"intValue": "1"}},
        {"key": "runlake.step", "value": {"intValue": "5"}},
    ]
    found = measure([{"name": "m", "gauge": {"dataPoints": [{"asInt": 1, "attributes": attributes}]}}], 100, AT)
    assert [(row.values, row.step, row.time_ns) for row in found.rows] == [({"m{a=1,b=true}": 1.0}, 5, AT)]


@pytest.mark.parametrize(
    "metric",
    [
        {"name": "", "gauge": {"dataPoints": [{"asInt": 1}]}},
        {"name": "m" * 100, "gauge": {"dataPoints": [{"asInt": 1}]}},
        {"name": "m", "gauge": {"dataPoints": [{}]}},
        {"name": "m", "gauge": {"dataPoints": [{"asInt": 1, "flags": 1}]}},
    ],
)
def test_what_cannot_be_is_left_out(metric: dict[str, Any]) -> None:
    found = measure([metric], 100, AT)
    assert (found.rows, found.data_points, len(found.rejected)) == ([], 0, 1)


def test_values_of_one_moment_are_one_row_of_points() -> None:
    metrics = [{"name": name, "gauge": {"dataPoints": [{"asInt": 1, "timeUnixNano": AT}]}} for name in "ab"]
    made = block(measure(metrics, 100, AT).rows, 7)
    assert (made.first_line, made.lines, made.points.metrics) == (7, 1, ["_timestamp", "a", "b"])
    assert made.points.line.tolist() == [7, 7, 7]
    assert made.points.value.tolist() == [AT / 1e9, 1, 1]
