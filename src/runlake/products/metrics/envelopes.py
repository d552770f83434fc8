"""What a chart asks for, and what it gets: exact envelopes over all points, never a sample."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from runlake.errors import InvalidInput
from runlake.model import Run

MAX_BUCKETS = 2000
MAX_RUNS = 1000
MAX_SERIES = 20_000

Floats = NDArray[np.float64]


class AxisKind(StrEnum):
    """What stands on the x-axis."""

    STEP = "step"
    TIME = "time"
    RELATIVE = "relative"
    METRIC = "metric"


@dataclass(frozen=True, slots=True)
class Axis:
    """The x-axis: steps, wall time (ms since the epoch), seconds since the run's first row, or another metric."""

    kind: AxisKind = AxisKind.STEP
    metric: str | None = None

    def __post_init__(self) -> None:
        if (self.kind is AxisKind.METRIC) != (self.metric is not None):
            raise InvalidInput("x: `metric` goes with the kind `metric`, and only with that")


@dataclass(frozen=True, slots=True)
class SeriesQuery:
    """Every metric of `metrics` in every run of `runs`, in at most `buckets` buckets over `bounds` (inclusive)."""

    project_id: int
    runs: Sequence[Run]
    metrics: Sequence[str]
    axis: Axis = Axis()
    bounds: tuple[float, float] | None = None
    buckets: int = 1000
    source: str = "history"

    def __post_init__(self) -> None:
        if not 1 <= self.buckets <= MAX_BUCKETS:
            raise InvalidInput(f"buckets is {self.buckets}; it must be from 1 to {MAX_BUCKETS}")
        if len(self.runs) > MAX_RUNS or len(self.runs) * len(self.metrics) > MAX_SERIES:
            raise InvalidInput(
                f"{len(self.runs)} runs × {len(self.metrics)} metrics is too much for one request: "
                f"at most {MAX_RUNS} runs and {MAX_SERIES} series"
            )
        if self.bounds is not None and not self.bounds[0] <= self.bounds[1]:
            raise InvalidInput(f"range is {list(self.bounds)}; its first number must not be above its second")


@dataclass(frozen=True, slots=True)
class SeriesEnvelope:
    """One series as columns of equal length n, ordered by x.

    `low`, `high`, `mean` are over the finite values of a bucket (NaN where it has none), `count` their number.
    `exact`: every bucket is one point. `nan`, `pos_inf`, `neg_inf`: (x, how many) where there are such values.
    `points` is the number of points behind it, `last_line` the highest row number, for joining with live rows.
    """

    run_id: str
    metric: str
    x: Floats
    low: Floats
    high: Floats
    mean: Floats
    count: NDArray[np.int64]
    exact: bool
    points: int
    last_line: int
    nan: list[tuple[float, int]] = field(default_factory=list)
    pos_inf: list[tuple[float, int]] = field(default_factory=list)
    neg_inf: list[tuple[float, int]] = field(default_factory=list)

    @property
    def total(self) -> int:
        """The points in the buckets, non-finite ones included."""
        marks = (*self.nan, *self.pos_inf, *self.neg_inf)
        return int(self.count.sum()) + sum(count for _, count in marks)


@dataclass(frozen=True, slots=True)
class Envelopes:
    """The answer to a SeriesQuery. `bucket_width` is None when every series is exact."""

    series: list[SeriesEnvelope]
    bucket_width: float | None
