"""Every point of a run is read, once, however small the slices are."""

import json

import pytest

from runlake.errors import LimitExceeded
from runlake.model import BranchPart, Run
from runlake.model.streams import segment_of_writer
from runlake.products.metrics import whole_points
from tests.stores.metrics.conftest import Bench, make_run


async def read(bench: Bench, run: Run, **asked: object) -> list[tuple[str, int, int, float]]:
    """(metric, segment, step, value) of all points, in the order in which they come."""
    plan = await bench.metrics.plan_whole(run, **asked)  # type: ignore[arg-type]
    rows = [row async for batch in bench.metrics.read_whole(plan) for row in batch.to_pylist()]
    return [(plan.metrics[row["metric"]], plan.sources[row["source"]][1], row["step"], row["value"]) for row in rows]


@pytest.mark.parametrize("at_once", [4, 1000])
async def test_slices_lose_nothing_and_repeat_nothing(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(whole_points, "_AT_ONCE", at_once)
    run = make_run()
    steps = [3, 3, 3, 1, 2, 9, 9, 4]  # a step repeats, and goes back
    await bench.log(run, [json.dumps({"a": at, "b": -at, "_step": step}) for at, step in enumerate(steps)])
    await bench.log(run, [json.dumps({"a": 100 + at, "_step": at}) for at in range(3)], writer="rank-1")
    other = segment_of_writer("rank-1", run)
    expected = [("a", 0, step, float(at)) for step, at in sorted((step, at) for at, step in enumerate(steps))]
    expected += [("a", other, at, 100.0 + at) for at in range(3)]
    expected += [("b", 0, step, -float(at)) for step, at in sorted((step, at) for at, step in enumerate(steps))]
    assert await read(bench, run) == expected
    within = await read(bench, run, metrics=["a"], first_step=3, last_step=4)
    assert [(step, value) for _, _, step, value in within] == [(3, 0.0), (3, 1.0), (3, 2.0), (4, 7.0)]
    assert await read(bench, run, metrics=["absent"]) == []
    plan = (await bench.metrics.plan_whole(run)).only({(run.run_number, other)})
    of_one = [row async for batch in bench.metrics.read_whole(plan) for row in batch.to_pylist()]
    assert [(row["metric"], row["value"]) for row in of_one] == [(0, 100.0), (0, 101.0), (0, 102.0)]
    assert len((await bench.metrics.plan_whole(run, most_series=3)).series) == 3
    with pytest.raises(LimitExceeded, match="fewer runs"):
        await bench.metrics.plan_whole(run, most_series=2)


async def test_a_fork_has_the_points_that_it_inherited(bench: Bench) -> None:
    parent = make_run(1)
    await bench.log(parent, [json.dumps({"a": at, "_step": at}) for at in range(5)])
    fork = make_run(2, branch=(BranchPart(1, 0, None, 2), BranchPart(2, None, 3, None)))
    await bench.log(fork, [json.dumps({"a": 10 * at, "_step": at}) for at in (3, 4)], writer="own")
    assert [(step, value) for _, _, step, value in await read(bench, fork)] == [
        (0, 0.0),
        (1, 1.0),
        (2, 2.0),
        (3, 30.0),
        (4, 40.0),
    ]
