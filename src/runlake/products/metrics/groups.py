"""What a chart of groups asks for, and what it gets: statistics over all runs of every group."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from runlake.errors import InvalidInput
from runlake.model import Run
from runlake.products.metrics.envelopes import MAX_BUCKETS, Axis, Floats

MAX_CHART_GROUPS = 100
MAX_GROUPED_RUNS = 100_000
_MAX_SERIES = 2000


@dataclass(frozen=True, slots=True)
class GroupedQuery:
    """Every metric of `metrics` in every group, in at most `buckets` buckets over `bounds` (inclusive).

    `groups` are run numbers; a run is in one group. `branched` are those of the runs that are forks or were rewound.
    """

    project_id: int
    groups: Sequence[Sequence[int]]
    branched: Sequence[Run]
    metrics: Sequence[str]
    axis: Axis = field(default_factory=Axis)
    bounds: tuple[float, float] | None = None
    buckets: int = 400
    source: str = "history"

    def __post_init__(self) -> None:
        if not 1 <= self.buckets <= MAX_BUCKETS:
            raise InvalidInput(f"buckets is {self.buckets}; it must be from 1 to {MAX_BUCKETS}")
        if len(self.groups) > MAX_CHART_GROUPS or len(self.groups) * len(self.metrics) > _MAX_SERIES:
            raise InvalidInput(
                f"{len(self.groups)} groups × {len(self.metrics)} metrics is too much for one request: "
                f"at most {MAX_CHART_GROUPS} groups and {_MAX_SERIES} series"
            )
        runs = sum(map(len, self.groups))
        if runs > MAX_GROUPED_RUNS:
            raise InvalidInput(f"the groups hold {runs} runs; at most {MAX_GROUPED_RUNS}: filter the runs first")
        if self.bounds is not None and not self.bounds[0] <= self.bounds[1]:
            raise InvalidInput(f"range is {list(self.bounds)}; its first number must not be above its second")


@dataclass(frozen=True, slots=True)
class GroupEnvelope:
    """One metric of one group (its index in the query), as columns of equal length n, ordered by x.

    In a bucket every run counts once, by its own mean: `mean` and `std` (of the sample, NaN for a single run) are over
    the `runs` runs that have finite values there. `low` and `high` are over all points, `count` is their number.
    `run_count` runs of the group have the metric, `points` are the points behind it, non-finite ones included.
    """

    group: int
    metric: str
    x: Floats
    low: Floats
    high: Floats
    mean: Floats
    std: Floats
    runs: NDArray[np.int64]
    count: NDArray[np.int64]
    run_count: int
    points: int
    nan: list[tuple[float, int]] = field(default_factory=list)
    pos_inf: list[tuple[float, int]] = field(default_factory=list)
    neg_inf: list[tuple[float, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class GroupEnvelopes:
    """The answer to a GroupedQuery. `bucket_width` is None when every bucket is one step."""

    series: list[GroupEnvelope]
    bucket_width: float | None
