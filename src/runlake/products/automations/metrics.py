"""Conditions on the points of one metric of one run. Pure.

Source: `_run_metric_filters.py` of the wandb client 0.28.2, which names windows, aggregates and directions.
"""

import math
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from runlake.errors import InvalidInput

MAX_WINDOW = 10_000

Aggregate: TypeAlias = Literal["average", "min", "max"] | None
Direction: TypeAlias = Literal["increase", "decrease", "any"]
Comparison: TypeAlias = Literal["gt", "ge", "lt", "le"]


@dataclass(frozen=True, slots=True)
class Threshold:
    """The latest value, or an aggregate of the last `window` values, compared with `threshold`."""

    metric: str
    comparison: Comparison
    threshold: float
    window: int = 1
    aggregate: Aggregate = None

    @property
    def needed(self) -> int:
        """How many values it looks back."""
        return self.window if self.aggregate else 1

    def measure(self, values: Sequence[float]) -> float | None:
        """What is compared, at the last of `values`; None while there are too few."""
        return _aggregate(self.aggregate, values[-self.needed :]) if len(values) >= self.needed else None

    def holds(self, measured: float) -> bool:
        return _COMPARISONS[self.comparison](measured, self.threshold)


@dataclass(frozen=True, slots=True)
class Change:
    """An aggregate of the last `window` values beside that of the `prior_window` values before them.

    `relative`: `amount` is a fraction of the earlier one.
    """

    metric: str
    amount: float
    relative: bool
    direction: Direction = "any"
    window: int = 1
    prior_window: int = 1
    aggregate: Aggregate = None

    @property
    def needed(self) -> int:
        return self._sizes[0] + self._sizes[1]

    @property
    def _sizes(self) -> tuple[int, int]:
        return (self.window, self.prior_window) if self.aggregate else (1, 1)

    def measure(self, values: Sequence[float]) -> float | None:
        if len(values) < self.needed:
            return None
        window, prior_window = self._sizes
        current = _aggregate(self.aggregate, values[-window:])
        prior = _aggregate(self.aggregate, values[-window - prior_window : -window])
        change = current - prior
        if not self.relative or change == 0:
            return change
        return change / abs(prior) if prior else math.copysign(math.inf, change)

    def holds(self, measured: float) -> bool:
        return _in_direction(self.direction, measured) >= self.amount


@dataclass(frozen=True, slots=True)
class ZScore:
    """How many standard deviations the latest value is from the mean of the `window` values before it.

    A value that leaves a window of equal values is infinitely far away. The deviation is that of the population.
    """

    metric: str
    threshold: float
    window: int = 30
    direction: Direction = "any"

    @property
    def needed(self) -> int:
        return self.window + 1

    def measure(self, values: Sequence[float]) -> float | None:
        if len(values) < self.needed or not math.isfinite(values[-1]):
            return None
        before = [value for value in values[-self.needed : -1] if math.isfinite(value)]
        if not before:
            return None
        mean = math.fsum(before) / len(before)
        deviation = math.sqrt(math.fsum((value - mean) ** 2 for value in before) / len(before))
        distance = values[-1] - mean
        if distance == 0:
            return 0.0
        return distance / deviation if deviation else math.copysign(math.inf, distance)

    def holds(self, measured: float) -> bool:
        return _in_direction(self.direction, measured) > self.threshold


MetricCondition: TypeAlias = Threshold | Change | ZScore


class Window:
    """The last values of one metric of one run, and whether the condition held at the last of them.

    It fires when the condition begins to hold, and again only after it has not held in between. NaN is no value.
    """

    def __init__(self, condition: MetricCondition, *, holds: bool = False) -> None:
        self._condition = condition
        self._values: deque[float] = deque(maxlen=condition.needed)
        self.holds = holds

    def remember(self, value: float) -> None:
        """Take a value that was looked at before."""
        if not math.isnan(value):
            self._values.append(value)

    def push(self, value: float) -> float | None:
        """Take the next value; returns what was measured when it fires."""
        if math.isnan(value):
            return None
        self._values.append(value)
        measured = self._condition.measure(tuple(self._values))
        held, self.holds = self.holds, measured is not None and self._condition.holds(measured)
        return measured if self.holds and not held else None


def check_condition(condition: MetricCondition) -> None:
    """Raise InvalidInput for windows and numbers that make no sense."""
    if not condition.metric or len(condition.metric) > 4096:
        raise InvalidInput("a metric condition needs the name of a metric")
    windows = (condition.window, condition.prior_window) if isinstance(condition, Change) else (condition.window,)
    if any(not 1 <= window <= MAX_WINDOW for window in windows):
        raise InvalidInput(f"a window must have 1 to {MAX_WINDOW} values")
    number = condition.amount if isinstance(condition, Change) else condition.threshold
    if not math.isfinite(number):
        raise InvalidInput("the number to compare with must be finite")
    if not isinstance(condition, Threshold) and number <= 0:
        raise InvalidInput("the amount or number of standard deviations must be more than 0")


def _in_direction(direction: Direction, measured: float) -> float:
    return {"increase": measured, "decrease": -measured, "any": abs(measured)}[direction]


def _aggregate(aggregate: Aggregate, values: Sequence[float]) -> float:
    if aggregate == "average":
        return sum(values) / len(values)
    if aggregate == "min":
        return min(values)
    return max(values) if aggregate == "max" else values[-1]


_COMPARISONS: dict[str, Callable[[float, float], bool]] = {
    "gt": lambda left, right: left > right,
    "ge": lambda left, right: left >= right,
    "lt": lambda left, right: left < right,
    "le": lambda left, right: left <= right,
}
