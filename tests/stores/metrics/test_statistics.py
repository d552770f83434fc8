"""What a summary shows is exact: extremes of all finite points, and the ends by step."""

import json
import math

from runlake.model import BranchPart, Run
from tests.stores.metrics.conftest import Bench, make_run

STEPS = [3, 3, 900, -5, 1, 9, 900, 4, 130]  # steps repeat, and go back
VALUES = [2.0, -1.0, 7.5, math.nan, math.inf, 0.5, 4.0, -math.inf, 3.0]


def lines(metric: str, rows: list[tuple[int, float]]) -> list[str]:
    return [json.dumps({metric: value, "_step": step}) for step, value in rows]


async def statistics(bench: Bench, run: Run, metric: str, *, ends: bool = True) -> dict[str, float]:
    return (await bench.metrics.statistics(run, [metric, "absent"], ends=ends)).get(metric, {})


async def test_statistics_are_those_of_all_points(bench: Bench) -> None:
    run = make_run()
    rows = list(zip(STEPS, VALUES, strict=True))
    await bench.log(run, lines("a", rows))
    finite = [value for value in VALUES if math.isfinite(value)]
    of_finite = {"min": min(finite), "max": max(finite), "mean": sum(finite) / len(finite)}
    found = await statistics(bench, run, "a")
    assert math.isnan(found.pop("first"))
    assert found == {**of_finite, "last": 4.0}
    assert await statistics(bench, run, "a", ends=False) == of_finite
    await bench.log(run, lines("a", [(900, 9.0), (-6, 8.0)]), writer="rank-1")
    found = await statistics(bench, run, "a")
    assert (found["max"], found["first"], found["last"]) == (9.0, 8.0, 9.0)
    await bench.log(run, lines("b", [(0, math.nan)]), first_line=len(rows))
    assert list(await statistics(bench, run, "b")) == ["first", "last"]
    assert await bench.metrics.statistics(run, ["absent"]) == {}


async def test_of_a_fork_the_points_beyond_it_do_not_count(bench: Bench) -> None:
    await bench.log(make_run(1), lines("a", [(at, float(at)) for at in range(5)]))
    fork = make_run(2, branch=(BranchPart(1, 0, None, 2), BranchPart(2, None, 3, None)))
    await bench.log(fork, lines("a", [(3, -1.0)]), writer="own")
    assert await statistics(bench, fork, "a") == {"min": -1.0, "max": 2.0, "mean": 0.5, "first": 0.0, "last": -1.0}
