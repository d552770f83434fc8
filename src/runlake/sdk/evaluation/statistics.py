"""What scores sum up to, with 95 % confidence. Pure.

Trials of one row are not independent of each other, so rows count, not trials: an interval is that of the mean of the
rows' means, that of a share is Wilson's for as many rows.
Source: E. B. Wilson 1927; the unbiased estimate of pass^k is that of "τ-bench", Yao and others 2024.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from math import comb
from typing import Any

_Z = 1.959964
Leaf = str


def leaves_of(value: Any, path: str = "") -> Iterator[tuple[Leaf, float | bool | str]]:
    """Dotted name → value, of the numbers, truths and labels in what a scorer gave; "" is the name of a plain one."""
    if isinstance(value, bool | int | float | str):
        yield path, value
    elif isinstance(value, Mapping):
        for name, item in value.items():
            yield from leaves_of(item, f"{path}.{name}" if path else str(name))


def summary_of(by_row: Sequence[Sequence[float | bool]]) -> dict[str, Any]:
    """What the values of one score sum up to; `by_row` has the trials of each row that was scored."""
    rows = [list(row) for row in by_row if row]
    values = [value for row in rows for value in row]
    if not values:
        return {"count": 0}
    mean = sum(values) / len(values)
    means = [sum(row) / len(row) for row in rows]
    is_share = all(isinstance(value, bool) for value in values)
    trials = max(len(row) for row in rows)
    low, high = _wilson(mean, len(rows)) if is_share else _normal(means)
    found: dict[str, Any] = {"count": len(values), "low": low, "high": high}
    if is_share:
        found |= {"true_count": sum(values), "true_fraction": mean}
        if trials > 1:
            found["pass_hat"] = {str(k): _pass_hat(rows, k) for k in range(1, trials + 1)}
    else:
        found |= {"mean": mean, "min": min(values), "max": max(values)}
    if trials > 1:
        found["trial_spread"] = sum(_spread(row) for row in rows) / len(rows)
    return found


def paired(before: Sequence[float], after: Sequence[float]) -> tuple[float, float, float]:
    """Mean difference of pairs, after minus before, and its interval."""
    differences = [b - a for a, b in zip(before, after, strict=True)]
    low, high = _normal(differences)
    return sum(differences) / len(differences), low, high


def _pass_hat(rows: Sequence[Sequence[float | bool]], k: int) -> float | None:
    """How likely all of k trials of a row pass; None when no row has so many."""
    found = [comb(int(sum(row)), k) / comb(len(row), k) for row in rows if len(row) >= k]
    return sum(found) / len(found) if found else None


def _wilson(share: float, count: int) -> tuple[float, float]:
    middle = share + _Z**2 / (2 * count)
    half = _Z * math.sqrt(share * (1 - share) / count + _Z**2 / (4 * count**2))
    scale = 1 + _Z**2 / count
    return max(0.0, (middle - half) / scale), min(1.0, (middle + half) / scale)


def _normal(means: Sequence[float]) -> tuple[float, float]:
    mean = sum(means) / len(means)
    half = _Z * _spread(means) / math.sqrt(len(means))
    return mean - half, mean + half


def _spread(values: Sequence[float]) -> float:
    """The standard deviation of a sample; 0 for one value."""
    if len(values) < 2:
        return 0.0
    mean = sum(values) / len(values)
    return math.sqrt(sum((value - mean) ** 2 for value in values) / (len(values) - 1))
