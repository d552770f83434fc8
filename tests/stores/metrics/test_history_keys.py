"""What runs have logged: counts, last values, and which series never go down."""

import json
import math

import pytest

from runlake.model import BranchPart
from runlake.products.metrics import history_keys
from tests.stores.metrics.conftest import Bench, make_run


async def test_series_that_never_go_down_are_found_exactly(bench: Bench) -> None:
    rows = [
        {
            "_step": step,
            "up": step / 7,
            "flat": 3,
            "down": -step,
            "dips": step if step != 501 else 499,  # inside a bucket of 128 steps
            "dips_between": step if step != 512 else 500,  # at the border of two
            "nan": math.nan if step == 700 else step,
            "inf": math.inf if step == 999 else step,
        }
        for step in range(1000)
    ]
    await bench.log(make_run(), [json.dumps(row) for row in rows])
    await bench.log(make_run(2), [json.dumps({"_step": step, "up": -step}) for step in range(3)])
    keys = await bench.metrics.history_keys_of([make_run(), make_run(2)])
    assert keys[1].monotonic - {"_timestamp"} == {"up", "flat", "_step"}
    assert keys[2].monotonic - {"_timestamp"} == {"_step"}


async def test_what_a_branch_leaves_out_does_not_count(bench: Bench) -> None:
    await bench.log(make_run(), [json.dumps({"_step": step, "up": value}) for step, value in enumerate((1, 2, 0, 0))])
    cut = make_run(2, branch=(BranchPart(1, 0, None, 1),))
    keys = await bench.metrics.history_keys_of([make_run(), cut])
    assert "up" not in keys[1].monotonic
    assert "up" in keys[2].monotonic


async def test_last_values_of_long_runs_are_those_of_short_ones(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [json.dumps({"_step": step, "a": step}) for step in range(5)]
    lines += [json.dumps({"_step": 7, "b": math.inf}), json.dumps({"_step": 9, "a": 0.25, "c": {"d": 4}})]
    await bench.log(make_run(), lines)
    await bench.log(make_run(2), [json.dumps({"_step": 1, "a": -1}), json.dumps({"_step": 2, "b": 8})])
    runs = [make_run(), make_run(2)]
    short = {number: keys.last_values for number, keys in (await bench.metrics.history_keys_of(runs)).items()}
    assert {name: short[1][name] for name in ("a", "b", "c.d", "_step")} == {
        "a": 0.25,
        "b": math.inf,
        "c.d": 4,
        "_step": 9,
    }
    assert (short[2]["a"], short[2]["b"]) == (-1, 8)
    monkeypatch.setattr(history_keys, "_MOST_POINTS", 0)
    long = {number: keys.last_values for number, keys in (await bench.metrics.history_keys_of(runs)).items()}
    assert long == short


async def test_the_last_system_rows_of_many_runs_are_those_of_each(bench: Bench) -> None:
    for number in (1, 2, 3):
        rows = [{"_timestamp": 100.0 + at, "system.cpu": at * number, "gpu": {"0": at}} for at in range(number + 1)]
        await bench.log(make_run(number), [json.dumps(row) for row in rows], source="system")
    cut = make_run(3, branch=(BranchPart(3, 0, None, None),))
    runs = [make_run(1), make_run(2), cut, make_run(4)]
    tails = await bench.metrics.system_tails(runs)
    assert tails == {run.run_number: await bench.metrics.tail_row(run, "system") for run in runs}
    assert tails[2] is not None
    assert (tails[2]["system.cpu"], tails[2]["gpu"], tails[4]) == (4, {"0": 2}, None)
