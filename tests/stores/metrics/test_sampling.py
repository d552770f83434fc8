"""Envelopes hold every point and every spike, on every axis and at every zoom."""

import json
from collections.abc import Sequence

import numpy as np
import pytest

from runlake.errors import InvalidInput
from runlake.model import BranchPart
from runlake.products.metrics import Axis, AxisKind, SeriesEnvelope, SeriesQuery
from runlake.products.runs.branches import branch_after_rewind, branch_of_fork
from tests.stores.metrics.conftest import Bench, make_run

ROWS = 6000
START_S = 1_700_000_000


def rows_of(values: Sequence[float], *, first: int = 0, stride: int = 1) -> list[str]:
    return [
        json.dumps(
            {"loss": value, "epoch": index // 10, "_step": (first + index) * stride, "_timestamp": START_S + index / 10}
        )
        for index, value in enumerate(values)
    ]


def spiky(seed: int = 0) -> np.ndarray:
    values = np.random.default_rng(seed).normal(size=ROWS)
    values[[17, 3000, ROWS - 1]] = [1e6, -1e6, 5e5]
    values[[40, 41]] = np.nan
    values[50], values[60] = np.inf, -np.inf
    return values


async def one(bench: Bench, **query: object) -> SeriesEnvelope:
    envelopes = await bench.metrics.sample(SeriesQuery(1, [make_run()], ["loss"], **query))  # type: ignore[arg-type]
    (series,) = envelopes.series
    return series


@pytest.mark.parametrize("kind", [AxisKind.STEP, AxisKind.TIME, AxisKind.RELATIVE])
@pytest.mark.parametrize("buckets", [3, 20, 100, 1000])
async def test_buckets_hold_every_point_and_every_spike(bench: Bench, kind: AxisKind, buckets: int) -> None:
    values = spiky()
    await bench.log(make_run(), rows_of(values))
    series = await one(bench, axis=Axis(kind), buckets=buckets)
    finite = values[np.isfinite(values)]
    assert not series.exact
    assert len(series.x) <= buckets
    assert np.all(np.diff(series.x) > 0)
    assert series.count.sum() == len(finite)
    assert (np.nanmin(series.low), np.nanmax(series.high)) == (-1e6, 1e6)
    assert np.nansum(series.mean * series.count) == pytest.approx(finite.sum())
    assert sum(count for _, count in series.nan) == 2
    assert sum(count for _, count in series.pos_inf) == sum(count for _, count in series.neg_inf) == 1
    assert (series.points, series.last_line) == (ROWS, ROWS - 1)


async def test_every_bucket_is_the_envelope_of_its_own_points(bench: Bench) -> None:
    values = spiky(1)
    await bench.log(make_run(), rows_of(values))
    envelopes = await bench.metrics.sample(SeriesQuery(1, [make_run()], ["loss"], buckets=40))
    width = int(envelopes.bucket_width or 0)
    series = envelopes.series[0]
    for index, start in enumerate(range(0, ROWS, width)):
        part = values[start : start + width]
        part = part[np.isfinite(part)]
        assert (series.low[index], series.high[index]) == (part.min(), part.max())
        assert series.mean[index] == pytest.approx(part.mean())


async def test_few_points_come_back_one_by_one(bench: Bench) -> None:
    await bench.log(make_run(), rows_of([1.0, float("nan"), 3.0], stride=5))
    series = await one(bench)
    assert series.exact
    assert list(series.x) == [0, 5, 10]
    assert series.mean.tolist()[::2] == [1.0, 3.0]
    assert series.nan == [(5.0, 1)]


async def test_zooming_in_ends_at_the_points_themselves(bench: Bench) -> None:
    values = spiky()
    await bench.log(make_run(), rows_of(values))
    series = await one(bench, bounds=(100, 300), buckets=1000)
    assert series.exact
    assert series.points == 201
    assert list(series.x) == list(range(100, 301))
    assert series.mean.tolist() == values[100:301].tolist()


async def test_zooming_halfway_stays_inside_the_range(bench: Bench) -> None:
    await bench.log(make_run(), rows_of(spiky()))
    series = await one(bench, bounds=(1000, 2999), buckets=50)
    assert series.count.sum() == series.points == 2000
    assert series.x.min() >= 1000
    assert series.x.max() <= 2999


async def test_another_metric_as_x(bench: Bench) -> None:
    values = np.arange(200, dtype=float)
    await bench.log(make_run(), rows_of(values))
    series = await one(bench, axis=Axis(AxisKind.METRIC, "epoch"), buckets=20)
    assert series.count.tolist() == [10] * 20
    assert series.low.tolist() == list(range(0, 200, 10))


async def test_many_runs_and_metrics_at_once_share_their_buckets(bench: Bench) -> None:
    runs = [make_run(number) for number in range(1, 5)]
    for run in runs:
        await bench.log(run, rows_of(spiky(run.run_number)))
    envelopes = await bench.metrics.sample(
        SeriesQuery(1, [*runs, make_run(99)], ["loss", "epoch", "unknown"], buckets=30)
    )
    assert {(item.run_id, item.metric) for item in envelopes.series} == {
        (run.run_id, metric) for run in runs for metric in ("loss", "epoch")
    }
    assert len({item.x.tobytes() for item in envelopes.series}) == 1


async def test_other_projects_are_not_seen(bench: Bench) -> None:
    await bench.log(make_run(), rows_of([1.0]))
    envelopes = await bench.metrics.sample(SeriesQuery(2, [make_run(project_id=2)], ["loss"]))
    assert envelopes.series == []


async def test_a_fork_shows_its_parent_up_to_the_fork_and_itself_after(bench: Bench) -> None:
    await bench.log(make_run(1), rows_of([1.0] * 500))
    child = make_run(2, branch=(BranchPart(1, None, None, 99), BranchPart(2, None, None, None)))
    await bench.log(child, rows_of([2.0] * 50, first=100), first_line=100)
    envelopes = await bench.metrics.sample(SeriesQuery(1, [child, make_run(1)], ["loss"]))
    by_run = {item.run_id: item for item in envelopes.series}
    assert by_run["run-2"].mean.tolist() == [1.0] * 100 + [2.0] * 50
    assert by_run["run-1"].count.sum() == 500


async def test_a_rewound_tail_is_kept_but_not_shown(bench: Bench) -> None:
    await bench.log(make_run(), rows_of([1.0] * 300))
    branch = (BranchPart(1, 0, None, 49), BranchPart(1, None, 50, None))
    rewound = make_run(segment=1, branch=branch)
    assert (await bench.streams.line_counts(rewound)).history == 50
    await bench.log(rewound, rows_of([2.0] * 10, first=50), first_line=50)
    envelopes = await bench.metrics.sample(SeriesQuery(1, [rewound], ["loss"]))
    assert envelopes.series[0].mean.tolist() == [1.0] * 50 + [2.0] * 10
    everything = await bench.columnar.query("SELECT count() AS n FROM points WHERE metric = 'loss'")
    assert everything.to_pylist() == [{"n": 310}]


async def test_rewinds_and_forks_of_a_shared_run_keep_its_further_writers(bench: Bench) -> None:
    run = make_run()
    await bench.log(run, rows_of([1.0] * 10))
    await bench.log(run, rows_of([2.0] * 10), writer="rank 1")
    fork = make_run(2, branch=branch_of_fork(run, 2, 4))
    rewound = make_run(segment=1, branch=branch_after_rewind(run, 6))
    await bench.log(rewound, rows_of([3.0] * 2, first=7), writer="rank 1")
    envelopes = await bench.metrics.sample(SeriesQuery(1, [rewound, fork], ["loss"]))
    points = {item.run_id: sorted(item.mean.tolist()) for item in envelopes.series}
    assert points == {"run-1": [1.0] * 7 + [2.0] * 7 + [3.0] * 2, "run-2": [1.0] * 5 + [2.0] * 5}


async def test_negative_steps_have_a_place_too(bench: Bench) -> None:
    await bench.log(make_run(), rows_of(np.ones(2000), first=-1000))
    series = await one(bench, buckets=10)
    assert series.count.sum() == 2000


@pytest.mark.parametrize(
    "wrong", [{"buckets": 0}, {"buckets": 2001}, {"bounds": (2, 1)}, {"bounds": (float("nan"), 1)}]
)
async def test_wrong_queries_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(InvalidInput):
        SeriesQuery(1, [make_run()], ["loss"], **wrong)  # type: ignore[arg-type]
