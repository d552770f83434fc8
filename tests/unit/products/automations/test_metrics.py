"""Conditions on points: against numpy, and by hand."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from runlake.errors import InvalidInput
from runlake.products.automations.metrics import Change, MetricCondition, Threshold, Window, ZScore, check_condition

VALUES = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=40)
WINDOWS = st.integers(1, 8)


def fired(condition: MetricCondition, values: list[float]) -> list[int]:
    """The places of the values at which it fires."""
    window = Window(condition)
    return [place for place, value in enumerate(values) if window.push(value) is not None]


@given(VALUES, WINDOWS, st.sampled_from(["average", "min", "max"]))
def test_aggregates_are_those_of_numpy(values: list[float], size: int, aggregate: str) -> None:
    condition = Threshold("m", "gt", 0.0, size, aggregate)  # type: ignore[arg-type]
    measured = condition.measure(values)
    if len(values) < size:
        assert measured is None
    else:
        reference = {"average": np.mean, "min": np.min, "max": np.max}[aggregate](values[-size:])
        assert measured == pytest.approx(float(reference), rel=1e-9, abs=1e-6)


@given(VALUES, WINDOWS)
def test_z_scores_are_those_of_numpy(values: list[float], size: int) -> None:
    measured = ZScore("m", 3.0, size).measure(values)
    if len(values) <= size:
        assert measured is None
        return
    before = np.array(values[-size - 1 : -1])
    distance, deviation = values[-1] - before.mean(), before.std()
    if deviation > 1e-3:
        assert measured == pytest.approx(distance / deviation, rel=1e-6, abs=1e-6)


@given(VALUES)
def test_it_never_fires_twice_without_recovering(values: list[float]) -> None:
    holds = [value > 0 for value in values]
    begins = [place for place, now in enumerate(holds) if now and not (place and holds[place - 1])]
    assert fired(Threshold("m", "gt", 0.0), values) == begins


def test_a_window_must_be_full_and_nan_is_no_value() -> None:
    assert fired(Threshold("m", "ge", 2.0, 3, "average"), [9, 9, math.nan, 9, 9]) == [3]


def test_a_spike_leaves_the_range_and_equal_values_have_none() -> None:
    assert fired(ZScore("m", 3.0, 4), [1, 2, 1, 2, 1.5, 30]) == [5]
    assert fired(ZScore("m", 3.0, 3), [1, 1, 1, 1.001]) == [3]  # infinitely far away
    assert fired(ZScore("m", 3.0, 3), [1, 1, 1, 1]) == []
    assert fired(ZScore("m", 3.0, 4, "decrease"), [1, 2, 1, 2, 30]) == []


@pytest.mark.parametrize(
    ("condition", "values", "places"),
    [
        (Change("m", 5.0, relative=False), [1, 6, 6, 1], [1, 3]),
        (Change("m", 5.0, relative=False, direction="increase"), [1, 6, 6, 1], [1]),
        (Change("m", 5.0, relative=False, direction="decrease"), [1, 6, 6, 1], [3]),
        (Change("m", 0.5, relative=True), [10, 14, 21.5], [2]),
        (Change("m", 0.5, relative=True), [-10, -16], [1]),
        (Change("m", 0.5, relative=True), [0, 0, 1e-9], [2]),  # from nothing every change is endless
        (Change("m", 4.0, relative=False, window=2, prior_window=3, aggregate="max"), [1, 2, 3, 4, 7, 1], [4]),
    ],
)
def test_changes(condition: Change, values: list[float], places: list[int]) -> None:
    assert fired(condition, values) == places


@pytest.mark.parametrize(
    "condition",
    [
        Threshold("", "gt", 1.0),
        Threshold("m", "gt", math.nan),
        Threshold("m", "gt", 1.0, 0),
        Threshold("m", "gt", 1.0, 10_001, "max"),
        Change("m", 0.0, relative=True),
        Change("m", 1.0, relative=True, prior_window=0),
        ZScore("m", -1.0),
        ZScore("m", math.inf),
    ],
)
def test_what_makes_no_sense_is_refused(condition: MetricCondition) -> None:
    with pytest.raises(InvalidInput):
        check_condition(condition)
