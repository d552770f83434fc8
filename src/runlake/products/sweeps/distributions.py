"""How one parameter of a sweep is distributed. Pure.

Every distribution maps the unit interval to its values: `at(u)` is its quantile function, `place(value)` its inverse. So
a random draw is `at(random())`, a grid walks `values`, and a Bayesian search works in the unit cube, whatever the shape.

Source of the names and of their meaning: sweep configuration of wandb 0.28.2 (protocol notes 11.1).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any, Protocol

from runlake.products.sweeps.beta import beta_cdf, beta_quantile

_STANDARD = NormalDist()
_EDGE = 1e-12
_MAX_GRID_VALUES = 1_000_000


class Distribution(Protocol):
    """The values that one parameter may have."""

    @property
    def values(self) -> Sequence[Any] | None:
        """All of them in order, where they can be counted; else None."""

    def at(self, u: float) -> Any:
        """The value at u, 0 ≤ u < 1."""

    def place(self, value: Any) -> float | None:
        """A u that leads to the value; None for one that is not of this distribution."""


@dataclass(frozen=True, slots=True)
class Categorical:
    """One of a list; `weights` sum to 1."""

    values: tuple[Any, ...]
    weights: tuple[float, ...]

    def at(self, u: float) -> Any:
        reached = 0.0
        for value, weight in zip(self.values, self.weights, strict=True):
            reached += weight
            if u < reached:
                return value
        return next(value for value, weight in reversed(list(zip(self.values, self.weights, strict=True))) if weight)

    def place(self, value: Any) -> float | None:
        before = 0.0
        for known, weight in zip(self.values, self.weights, strict=True):
            if known == value and type(known) is type(value):
                return before + weight / 2
            before += weight
        return None


@dataclass(frozen=True, slots=True)
class IntUniform:
    """A whole number from `low` to `high`, both included."""

    low: int
    high: int

    @property
    def values(self) -> Sequence[int]:
        return range(self.low, self.high + 1)

    def at(self, u: float) -> int:
        return min(self.low + int(u * (self.high - self.low + 1)), self.high)

    def place(self, value: Any) -> float | None:
        if not _is_number(value) or not self.low <= value <= self.high:
            return None
        return float((value - self.low + 0.5) / (self.high - self.low + 1))


@dataclass(frozen=True, slots=True)
class Uniform:
    """A number between `low` and `high`."""

    low: float
    high: float

    @property
    def values(self) -> None:
        return None

    def at(self, u: float) -> float:
        return min(max(self.low + u * (self.high - self.low), self.low), self.high)

    def place(self, value: Any) -> float | None:
        if not _is_number(value) or not self.low <= value <= self.high:
            return None
        return 0.5 if self.high == self.low else (value - self.low) / (self.high - self.low)


@dataclass(frozen=True, slots=True)
class LogUniform:
    """A positive number whose logarithm is uniform; `inverted`: that of 1/x, with the same limits of x."""

    low: float
    high: float
    inverted: bool = False

    @property
    def values(self) -> None:
        return None

    def at(self, u: float) -> float:
        share = 1.0 - u if self.inverted else u
        found = math.exp(math.log(self.low) + share * (math.log(self.high) - math.log(self.low)))
        return min(max(found, self.low), self.high)

    def place(self, value: Any) -> float | None:
        if not _is_number(value) or not self.low <= value <= self.high:
            return None
        width = math.log(self.high) - math.log(self.low)
        share = 0.5 if width == 0 else (math.log(value) - math.log(self.low)) / width
        return 1.0 - share if self.inverted else share


@dataclass(frozen=True, slots=True)
class Normal:
    """A normally distributed number; `log`: a positive one whose logarithm is."""

    mu: float
    sigma: float
    log: bool = False

    @property
    def values(self) -> None:
        return None

    def at(self, u: float) -> float:
        found = self.mu + self.sigma * _STANDARD.inv_cdf(min(max(u, _EDGE), 1 - _EDGE))
        return math.exp(found) if self.log else found

    def place(self, value: Any) -> float | None:
        if not _is_number(value) or (self.log and value <= 0):
            return None
        return _STANDARD.cdf(((math.log(value) if self.log else value) - self.mu) / self.sigma)


@dataclass(frozen=True, slots=True)
class Beta:
    """A number between 0 and 1."""

    a: float
    b: float

    @property
    def values(self) -> None:
        return None

    def at(self, u: float) -> float:
        return beta_quantile(u, self.a, self.b)

    def place(self, value: Any) -> float | None:
        return beta_cdf(float(value), self.a, self.b) if _is_number(value) and 0 <= value <= 1 else None


@dataclass(frozen=True, slots=True)
class Quantized:
    """Another distribution, rounded to multiples of `step`; within its limits where it has some."""

    inner: Uniform | LogUniform | Normal | Beta
    step: float

    @property
    def values(self) -> Sequence[float] | None:
        """Of a uniform one: the multiples of the step between the limits."""
        if not isinstance(self.inner, Uniform):
            return None
        first, last = self._limits()
        if last - first >= _MAX_GRID_VALUES:
            return None
        return tuple(self._multiple(count) for count in range(first, last + 1))

    def at(self, u: float) -> float:
        count = round(self.inner.at(u) / self.step)
        if isinstance(self.inner, Uniform | LogUniform):
            first, last = self._limits()
            count = min(max(count, first), last)
        return self._multiple(count)

    def place(self, value: Any) -> float | None:
        if not _is_number(value):
            return None
        if isinstance(self.inner, Uniform | LogUniform):
            value = min(max(value, self.inner.low), self.inner.high)
        return self.inner.place(value)

    def _limits(self) -> tuple[int, int]:
        """The counts of steps between the limits; the one next to them when there is none between."""
        assert isinstance(self.inner, Uniform | LogUniform)  # noqa: S101 - callers checked
        first = math.ceil(round(self.inner.low / self.step, 9))
        last = math.floor(round(self.inner.high / self.step, 9))
        return (first, last) if first <= last else (last, last)

    def _multiple(self, count: int) -> float:
        # 3 * 0.1 is 0.30000000000000004: nobody who wrote q: 0.1 wants to read that.
        found = round(count * self.step, 12) if self.step >= 1e-6 else count * self.step
        return int(found) if isinstance(self.step, int) else found


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
