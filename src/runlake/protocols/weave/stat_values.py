"""Statistics in buckets of time, as clients name them: `sum_input_tokens`, `p95_latency_ms`. Pure.

Source: the schemas of weave 0.54.0's generated client; percentiles are interpolated linearly.
"""

import math
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from msgspec import Struct

from runlake.errors import InvalidInput

_MOST_BUCKETS = 10_000
_STEPS_S = ((2, 300), (12, 3600), (72, 21_600), (336, 43_200))
"""(hours of a range at most, seconds of a bucket)."""
_DAY_S = 86_400
_EPOCH = datetime(1970, 1, 1)  # of wall clocks, in no zone

Aggregation = Literal["sum", "avg", "min", "max", "count", "count_true", "count_false"]


class Statistics(Struct):
    """What to compute of a series of values."""

    aggregations: list[Aggregation] | None = None
    percentiles: list[float] | None = None


class Buckets:
    """Equal steps of time from `start` to `end`, which is exclusive. In a time zone they begin at even local times."""

    def __init__(self, start: datetime, end: datetime, step_s: int | None, zone: tzinfo | None = None) -> None:
        if end < start:
            raise InvalidInput("end must not be before start")
        span_s = (end - start).total_seconds()
        chosen = step_s if step_s is not None and step_s > 0 else _step_of(span_s)
        self.start, self.end = start, end
        self.step_s = max(chosen, math.ceil(span_s / _MOST_BUCKETS), 1)
        self._zone = zone

    def of(self, at: datetime) -> datetime:
        """The start of the bucket that has this time."""
        if self._zone is None:
            return _floored(at, self.start, self.step_s)
        shown = at.astimezone(self._zone).replace(tzinfo=None)
        return _floored(shown, _EPOCH, self.step_s).replace(tzinfo=self._zone).astimezone(UTC)

    def all(self) -> list[datetime]:
        """The starts of all buckets."""
        count = math.ceil((self.end - self.start).total_seconds() / self.step_s)
        return [self.start + timedelta(seconds=number * self.step_s) for number in range(count)]


def zone_of(name: str) -> tzinfo:
    """The time zone of an IANA name. Raises InvalidInput."""
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, ZoneInfoNotFoundError) as error:
        raise InvalidInput(f"timezone {name[:100]!r} is none: use a name like Europe/Berlin") from error


def _floored(at: datetime, origin: datetime, step_s: int) -> datetime:
    return origin + timedelta(seconds=math.floor((at - origin).total_seconds()) // step_s * step_s)


def statistics_of(
    values: Sequence[float], wanted: Statistics, default: Sequence[Aggregation]
) -> dict[str, float | None]:
    """Name (`avg`, `p95`) → value; null where there are no values to compute it of."""
    found: dict[str, float | None] = {}
    for name in wanted.aggregations if wanted.aggregations is not None else default:
        found[name] = _aggregate(values, name)
    ordered = sorted(values)
    for percentile in wanted.percentiles or ():
        if not 0 <= percentile <= 100:
            raise InvalidInput(f"a percentile of {percentile:g} is none: they go from 0 to 100")
        found[f"p{percentile:g}"] = _percentile(ordered, percentile)
    return found


def named(found: Mapping[str, float | None], metric: str) -> dict[str, Any]:
    """The statistics of a metric as members of a bucket."""
    return {f"{name}_{metric}": value for name, value in found.items()}


def _step_of(span_s: float) -> int:
    return next((step_s for hours, step_s in _STEPS_S if span_s <= hours * 3600), _DAY_S)


def _aggregate(values: Sequence[float], name: Aggregation) -> float | None:
    match name:
        case "count":
            return len(values)
        case "count_true":
            return sum(1 for value in values if value)
        case "count_false":
            return sum(1 for value in values if not value)
    if not values:
        return None
    match name:
        case "sum":
            return math.fsum(values)
        case "avg":
            return math.fsum(values) / len(values)
        case "min":
            return min(values)
    return max(values)


def _percentile(ordered: Sequence[float], percentile: float) -> float | None:
    if not ordered:
        return None
    place = percentile / 100 * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])
