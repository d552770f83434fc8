"""How much each parameter had to do with a metric. Pure.

`importance` is the share of the metric's variance that a parameter explains by itself: for a category, the variance
between its groups; for a number of many values, that between up to ten quantile groups. What chance alone would explain is taken off. Shares
are then made to sum to 1. `correlation` is Spearman's, between ranks; None for categories.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_GROUPS = 10
_FEWEST_PER_GROUP = 3
_FEWEST_RUNS = 3


@dataclass(frozen=True, slots=True)
class Importance:
    """Of one parameter, by its field path."""

    path: str
    importance: float
    correlation: float | None


def importances(columns: Mapping[str, Sequence[Any]], target: Sequence[float]) -> list[Importance]:
    """One for each column, most important first. Columns are as long as the target; None is a missing value."""
    shares = {path: _explained(values, target) for path, values in columns.items()}
    total = math.fsum(shares.values())
    found = [
        Importance(path, shares[path] / total if total else 0.0, _correlation(values, target))
        for path, values in columns.items()
    ]
    return sorted(found, key=lambda each: (-each.importance, each.path))


def _explained(values: Sequence[Any], target: Sequence[float]) -> float:
    """The share of the variance between groups, corrected for how many groups there are (ε²)."""
    groups: dict[Any, list[float]] = {}
    for group, value in zip(_groups_of(values), target, strict=True):
        groups.setdefault(group, []).append(value)
    count, mean = len(target), math.fsum(target) / max(len(target), 1)
    total = math.fsum((value - mean) ** 2 for value in target)
    if count < _FEWEST_RUNS or len(groups) < 2 or count <= len(groups) or total == 0:
        return 0.0
    within = math.fsum(_spread(group) for group in groups.values())
    by_chance = (len(groups) - 1) * within / (count - len(groups))
    return max(0.0, (total - within - by_chance) / total)


def _groups_of(values: Sequence[Any]) -> list[Any]:
    distinct = len({value for value in values if _is_number(value)})
    if distinct <= min(_GROUPS, len(values) / 2) or not all(_is_number(value) or value is None for value in values):
        return [repr(value) for value in values]
    groups = max(2, min(_GROUPS, len(values) // _FEWEST_PER_GROUP))
    ranks = _ranks([value for value in values if value is not None])
    placed = iter(ranks)
    return [None if value is None else int(next(placed) * groups / len(ranks)) for value in values]


def _spread(group: Sequence[float]) -> float:
    mean = math.fsum(group) / len(group)
    return math.fsum((value - mean) ** 2 for value in group)


def _correlation(values: Sequence[Any], target: Sequence[float]) -> float | None:
    pairs = [(value, goal) for value, goal in zip(values, target, strict=True) if value is not None]
    if len(pairs) < _FEWEST_RUNS or not all(_is_number(value) for value, _ in pairs):
        return None
    ours, theirs = _ranks([pair[0] for pair in pairs]), _ranks([pair[1] for pair in pairs])
    middle = (len(pairs) - 1) / 2
    spreads = math.fsum((x - middle) ** 2 for x in ours) * math.fsum((y - middle) ** 2 for y in theirs)
    if spreads == 0:
        return None
    together = math.fsum((x - middle) * (y - middle) for x, y in zip(ours, theirs, strict=True))
    return max(-1.0, min(1.0, together / math.sqrt(spreads)))


def _ranks(values: Sequence[float]) -> list[float]:
    """From 0; equal values share the middle of their places."""
    order = sorted(range(len(values)), key=values.__getitem__)
    ranks = [0.0] * len(values)
    start = 0
    while start < len(order):
        end = start
        while end + 1 < len(order) and values[order[end + 1]] == values[order[start]]:
            end += 1
        for place in range(start, end + 1):
            ranks[order[place]] = (start + end) / 2
        start = end + 1
    return ranks


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
