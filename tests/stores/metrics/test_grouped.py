"""Group charts are statistics over every point of every run, on every axis and at every zoom."""

import json
from collections.abc import Mapping, Sequence

import numpy as np
import pytest

from runlake.errors import InvalidInput
from runlake.model import BranchPart, Run
from runlake.products.metrics import Axis, AxisKind, GroupedQuery, GroupEnvelope, SeriesQuery
from runlake.products.runs.branches import branch_of_fork
from tests.stores.metrics.conftest import Bench, make_run

START_S = 1_700_000_000
Points = Mapping[int, float]
"""step → value"""


async def log(bench: Bench, run: Run, points: Points, *, first_line: int = 0, delay_s: float = 0) -> None:
    lines = [
        json.dumps({"loss": value, "epoch": step // 10, "_step": step, "_timestamp": START_S + delay_s + step / 10})
        for step, value in points.items()
    ]
    await bench.log(run, lines, first_line=first_line)


def noise(seed: int, steps: Sequence[int]) -> dict[int, float]:
    values = np.random.default_rng(seed).normal(size=len(steps))
    return dict(zip(steps, values.tolist(), strict=True))


async def sample(bench: Bench, *groups: Sequence[int], branched: Sequence[Run] = (), **query: object) -> GroupEnvelope:
    found = await bench.metrics.sample_groups(GroupedQuery(1, groups, branched, ["loss"], **query))  # type: ignore[arg-type]
    return found.series[0]


def expect_bucket(series: GroupEnvelope, at: int, runs: Sequence[Points], first: int, end: int) -> None:
    """The bucket of steps first ≤ step < end is what these runs have there, each counted once."""
    parts = [np.array([v for step, v in run.items() if first <= step < end]) for run in runs]
    finite = [part[np.isfinite(part)] for part in parts]
    means = np.array([part.mean() for part in finite if len(part)])
    everything = np.concatenate(finite)
    assert series.runs[at] == len(means)
    assert series.count[at] == len(everything)
    assert (series.low[at], series.high[at]) == (everything.min(), everything.max())
    assert series.mean[at] == pytest.approx(means.mean())
    assert series.std[at] == pytest.approx(means.std(ddof=1), nan_ok=True)


async def test_of_few_steps_every_one_is_a_bucket(bench: Bench) -> None:
    runs = [noise(seed, range(0, 50, 5)) for seed in range(4)]
    for number, points in enumerate(runs, 1):
        await log(bench, make_run(number), points)
    found = await bench.metrics.sample_groups(GroupedQuery(1, [[1, 2, 3, 4]], [], ["loss"]))
    series = found.series[0]
    assert found.bucket_width is None
    assert list(series.x) == list(range(0, 50, 5))
    for at, step in enumerate(range(0, 50, 5)):
        expect_bucket(series, at, runs, step, step + 1)
    assert (series.run_count, series.points) == (4, 40)


@pytest.mark.parametrize("buckets", [4, 40])
async def test_a_run_counts_once_in_a_bucket_however_densely_it_logs(bench: Bench, buckets: int) -> None:
    """4 buckets of 3,000 steps are made of the projection, 40 of the points."""
    runs = [noise(1, range(3000)), noise(2, range(0, 3000, 10)), noise(3, range(1000))]
    for number, points in enumerate(runs, 1):
        await log(bench, make_run(number), points)
    found = await bench.metrics.sample_groups(GroupedQuery(1, [[1, 2, 3]], [], ["loss"], buckets=buckets))
    series, width = found.series[0], int(found.bucket_width or 0)
    assert len(series.x) == -(-3000 // width)
    for at, first in enumerate(range(0, 3000, width)):
        expect_bucket(series, at, runs, first, first + width)
    assert series.count.sum() == series.points == 3000 + 300 + 1000


async def test_groups_are_apart_and_share_their_grid(bench: Bench) -> None:
    for number in range(1, 5):
        await log(bench, make_run(number), dict.fromkeys(range(1000), float(number)))
    found = await bench.metrics.sample_groups(GroupedQuery(1, [[1, 3], [2, 4]], [], ["loss", "epoch"], buckets=20))
    by_key = {(item.group, item.metric): item for item in found.series}
    assert by_key.keys() == {(group, metric) for group in (0, 1) for metric in ("loss", "epoch")}
    assert set(by_key[0, "loss"].mean) == {2.0}
    assert set(by_key[1, "loss"].mean) == {3.0}
    assert len({item.x.tobytes() for item in found.series}) == 1


async def test_numbers_that_are_none_are_counted_and_left_out_of_the_mean(bench: Bench) -> None:
    await log(bench, make_run(1), {0: 1.0, 1: float("nan"), 2: float("inf")})
    await log(bench, make_run(2), {0: 3.0, 1: 5.0, 2: float("-inf")})
    series = await sample(bench, [1, 2])
    assert series.mean.tolist()[:2] == [2.0, 5.0]
    assert np.isnan(series.mean[2])
    assert series.runs.tolist() == [2, 1, 0]
    assert np.isnan(series.std[1:]).all()
    assert (series.nan, series.pos_inf, series.neg_inf) == ([(1.0, 1)], [(2.0, 1)], [(2.0, 1)])
    assert series.points == 6


@pytest.mark.parametrize("buckets", [2, 300])
async def test_a_fork_brings_what_it_inherited(bench: Bench, buckets: int) -> None:
    parent, own = dict.fromkeys(range(400), 1.0), dict.fromkeys(range(100, 400), 3.0)
    await log(bench, make_run(1), parent)
    fork = make_run(2, branch=(BranchPart(1, 0, None, 99), BranchPart(2, None, None, None)))
    await log(bench, fork, own, first_line=100)
    seen = {step: value for step, value in parent.items() if step < 100} | own
    found = await bench.metrics.sample_groups(GroupedQuery(1, [[1, 2]], [fork], ["loss"], buckets=buckets))
    series, width = found.series[0], int(found.bucket_width or 1)
    for at, first in enumerate(range(0, 400, width)):
        expect_bucket(series, at, [parent, seen], first, first + width)
    assert series.points == 800


async def test_a_rewound_tail_is_in_no_group(bench: Bench) -> None:
    await log(bench, make_run(), dict.fromkeys(range(100), 1.0))
    rewound = make_run(segment=1, branch=(BranchPart(1, 0, None, 49), BranchPart(1, None, 50, None)))
    assert (await bench.streams.line_counts(rewound)).history == 50
    await log(bench, rewound, dict.fromkeys(range(50, 60), 2.0), first_line=50)
    series = await sample(bench, [1], branched=[rewound])
    assert series.mean.tolist() == [1.0] * 50 + [2.0] * 10


async def test_a_fork_of_a_shared_run_brings_what_all_its_writers_wrote(bench: Bench) -> None:
    """Its line in a group of its own is its own line."""
    await log(bench, make_run(1), dict.fromkeys(range(100), 1.0))
    second = [json.dumps({"loss": 5.0, "_step": step, "_timestamp": START_S}) for step in range(100)]
    await bench.log(make_run(1), second, writer="rank-1")
    fork = make_run(2, branch=branch_of_fork(make_run(1), 2, 49))
    known = (await bench.streams.line_counts(fork)).history
    await log(bench, fork, dict.fromkeys(range(50, 60), 3.0), first_line=known)
    (alone,) = (await bench.metrics.sample(SeriesQuery(1, [fork], ["loss"], buckets=10))).series
    grouped = await sample(bench, [2], branched=[fork], buckets=10)
    assert grouped.count.tolist() == alone.count.tolist() == [12] * 8 + [8, 6]
    assert (grouped.mean.tolist(), grouped.high.tolist()) == (alone.mean.tolist(), alone.high.tolist())


@pytest.mark.parametrize("kind", [AxisKind.TIME, AxisKind.RELATIVE])
async def test_times_hold_every_point(bench: Bench, kind: AxisKind) -> None:
    runs = [noise(seed, range(500)) for seed in (1, 2)]
    for number, points in enumerate(runs, 1):
        await log(bench, make_run(number), points, delay_s=1000 * number)
    fork = make_run(3, branch=(BranchPart(1, 0, None, 250), BranchPart(3, None, None, None)))
    series = await sample(bench, [1, 2, 3], branched=[fork], axis=Axis(kind), buckets=50)
    assert series.count.sum() == 500 + 500 + 251
    together = 3 if kind is AxisKind.RELATIVE else 2  # wall times of the first run and of the second are far apart
    assert series.runs.max() == together
    if kind is AxisKind.RELATIVE:
        assert series.x.min() >= 0
        assert series.x.max() <= 50


async def test_another_metric_as_x(bench: Bench) -> None:
    runs = [noise(seed, range(200)) for seed in (1, 2)]
    for number, points in enumerate(runs, 1):
        await log(bench, make_run(number), points)
    fork = make_run(3, branch=(BranchPart(1, 0, None, 99), BranchPart(3, None, None, None)))
    await log(bench, fork, dict.fromkeys(range(100, 200), 7.0), first_line=100)
    series = await sample(bench, [1, 2, 3], branched=[fork], axis=Axis(AxisKind.METRIC, "epoch"), buckets=20)
    assert series.count.tolist() == [30] * 20
    assert series.runs.tolist() == [3] * 20
    inherited = {step: value for step, value in runs[0].items() if step < 100} | dict.fromkeys(range(100, 200), 7.0)
    expect_bucket(series, 3, [*runs, inherited], 30, 40)
    expect_bucket(series, 15, [*runs, inherited], 150, 160)


async def test_a_zoom_ends_at_the_steps_themselves(bench: Bench) -> None:
    runs = [noise(seed, range(5000)) for seed in (1, 2)]
    for number, points in enumerate(runs, 1):
        await log(bench, make_run(number), points)
    series = await sample(bench, [1, 2], bounds=(1000, 1099))
    assert list(series.x) == list(range(1000, 1100))
    for at, step in enumerate(range(1000, 1100)):
        expect_bucket(series, at, runs, step, step + 1)
    assert series.points == 200


async def test_nothing_logged_is_no_series(bench: Bench) -> None:
    found = await bench.metrics.sample_groups(GroupedQuery(1, [[1, 2], []], [], ["loss"]))
    assert (found.series, found.bucket_width) == ([], None)
    await log(bench, make_run(), {0: 1.0})
    other = await bench.metrics.sample_groups(GroupedQuery(2, [[1]], [], ["loss"]))
    assert other.series == []


@pytest.mark.parametrize(
    "wrong", [{"buckets": 0}, {"bounds": (2, 1)}, {"groups": [[1]] * 101}, {"groups": [range(100_001)]}]
)
async def test_wrong_queries_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(InvalidInput):
        GroupedQuery(**({"project_id": 1, "groups": [[1]], "branched": [], "metrics": ["loss"]} | wrong))  # type: ignore[arg-type]
