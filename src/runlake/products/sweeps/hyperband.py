"""Hyperband: which runs are stopped early. Pure.

A run is judged when it has logged the metric often enough to reach a bracket. It must then be among the best 1/eta of the
runs that have reached the bracket, each with its best value up to there.

Source: sweep configuration of wandb 0.28.2 (protocol notes 11.4); Li et al., "Hyperband", 2018.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from runlake.errors import InvalidInput

_MOST_BRACKETS = 100
_LARGEST_BRACKET = 2**53


@dataclass(frozen=True, slots=True)
class Hyperband:
    """`brackets` are numbers of logged values, ascending. `strict` forgives nothing: without it, a run that was behind
    at its last bracket but has caught up since goes on."""

    brackets: tuple[int, ...]
    eta: float
    strict: bool

    def course(self, values: Sequence[float]) -> "Course":
        """What counts of a run's values; smaller is better."""
        passed = {bracket: min(values[:bracket]) for bracket in self.brackets if len(values) >= bracket}
        return Course(passed, min(values, default=math.inf))

    def to_stop(self, courses: Mapping[str, "Course"], judged: Sequence[str]) -> list[str]:
        """Which of the `judged` runs are behind the others. `courses` has all runs of the sweep."""
        thresholds = self._thresholds(courses)
        return [run_id for run_id in judged if run_id in courses and self._is_behind(courses[run_id], thresholds)]

    def _thresholds(self, courses: Mapping[str, "Course"]) -> dict[int, float]:
        found: dict[int, float] = {}
        for bracket in self.brackets:
            reached = sorted(course.at_bracket[bracket] for course in courses.values() if bracket in course.at_bracket)
            if not reached:
                break
            found[bracket] = reached[max(int(len(reached) / self.eta), 1) - 1]
        return found

    def _is_behind(self, course: "Course", thresholds: Mapping[int, float]) -> bool:
        if not course.at_bracket:
            return False
        if self.strict:
            return any(value > thresholds[bracket] for bracket, value in course.at_bracket.items())
        return course.best > thresholds[max(course.at_bracket)]


@dataclass(frozen=True, slots=True)
class Course:
    """How a run did: its best value up to each bracket that it has reached, and its best so far."""

    at_bracket: Mapping[int, float]
    best: float


def parse_hyperband(spec: Mapping[str, Any]) -> Hyperband:
    """The rule that `early_terminate` of a config states. Raises InvalidInput."""
    eta = _number(spec, "eta", 3)
    if eta <= 1:
        raise InvalidInput(f"early_terminate: eta must be greater than 1, found {eta}")
    strict = spec.get("strict", False)
    if not isinstance(strict, bool):
        raise InvalidInput("early_terminate: strict must be true or false")
    if spec.get("min_iter") is not None:
        return Hyperband(_upwards(_count(spec, "min_iter"), eta), eta, strict)
    if spec.get("max_iter") is None:
        raise InvalidInput("early_terminate: hyperband needs min_iter, or max_iter and s")
    if spec.get("s") is None:
        raise InvalidInput("early_terminate: with max_iter comes s, the number of brackets")
    return Hyperband(_downwards(_count(spec, "max_iter"), eta, _count(spec, "s")), eta, strict)


def _upwards(first: int, eta: float) -> tuple[int, ...]:
    """min_iter, min_iter·eta, min_iter·eta², …"""
    found: list[int] = []
    while len(found) < _MOST_BRACKETS:
        bracket = first * eta ** len(found)
        if bracket > _LARGEST_BRACKET:
            break
        found.append(int(bracket))
    return tuple(dict.fromkeys(found))


def _downwards(last: int, eta: float, count: int) -> tuple[int, ...]:
    """max_iter/eta, max_iter/eta², …: `count` of them, none below 1."""
    found = [int(last / eta**power) for power in range(1, min(count, _MOST_BRACKETS) + 1)]
    brackets = tuple(sorted({bracket for bracket in found if bracket >= 1}))
    if not brackets:
        raise InvalidInput(f"early_terminate: max_iter {last} divided by eta {eta} leaves no bracket")
    return brackets


def _count(spec: Mapping[str, Any], key: str) -> int:
    number = _number(spec, key, None)
    if number != int(number) or number < 1:
        raise InvalidInput(f"early_terminate: {key} must be a whole number from 1, found {number}")
    return int(number)


def _number(spec: Mapping[str, Any], key: str, default: float | None) -> float:
    value = spec.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InvalidInput(f"early_terminate: {key} must be a number, found {value!r:.40}")
    return value
