"""Streams: rows are stored once, however often and by whomever they are sent."""

import asyncio
import json
from dataclasses import replace
from typing import Any

import pytest

from runlake.ingest import RunStreams
from runlake.model import BranchPart
from runlake.products.runs.branches import branch_after_rewind, branch_of_fork
from tests.stores.metrics.conftest import Bench, make_run


def lines(first: int, count: int, **more: object) -> list[str]:
    return [json.dumps({"n": index, "_step": index, **more}) for index in range(first, first + count)]


async def stored(bench: Bench, metric: str = "n") -> list[int]:
    table = await bench.columnar.query(
        "SELECT value FROM points WHERE metric = {metric:String} ORDER BY value", {"metric": metric}
    )
    return [int(value) for value in table["value"].to_pylist()]


async def test_a_retry_stores_nothing_twice(bench: Bench) -> None:
    run = make_run()
    assert await bench.log(run, lines(0, 5)) == 5
    assert await bench.log(run, lines(0, 5)) == 0
    assert await bench.log(run, lines(3, 5), first_line=3) == 3
    assert await stored(bench) == list(range(8))


async def test_after_a_crash_the_high_water_mark_comes_from_the_store(bench: Bench) -> None:
    run = make_run()
    await bench.log(run, lines(0, 5))
    restarted = bench.restarted()
    assert (await restarted.streams.line_counts(run)).history == 5
    assert await restarted.log(run, lines(2, 5), first_line=2) == 2
    assert await stored(bench) == list(range(7))


class Unread:
    """A store that nobody may ask."""

    async def query(self, sql: str, parameters: object = None) -> None:
        raise AssertionError(f"asked: {sql}")


async def test_a_run_that_begins_is_stored_without_asking_what_it_has(bench: Bench) -> None:
    run = make_run()
    new = replace(bench, streams=RunStreams(Unread(), bench.ingest))  # type: ignore[arg-type]
    new.streams.begin(run)
    assert await new.streams.history_line_counts([run]) == {1: 0}
    for source in ("history", "system"):
        assert await new.log(run, lines(0, 5), source=source) == 5
        assert await new.log(run, lines(3, 5), first_line=3, source=source) == 3
    assert await stored(bench) == list(range(8))
    assert (await bench.restarted().streams.history_line_counts([run])) == {1: 8}


async def test_a_fork_and_a_run_at_work_do_not_begin_at_nothing(bench: Bench) -> None:
    parent = make_run()
    await bench.log(parent, lines(0, 5))
    bench.streams.begin(parent)
    assert await bench.log(parent, lines(0, 5)) == 0
    fork = make_run(2, branch=(BranchPart(1, None, 0, 2), BranchPart(2, None, 3, None)))
    bench.streams.begin(fork)
    assert await bench.streams.history_line_counts([parent, fork]) == {1: 5, 2: 3}


async def test_a_new_attempt_goes_on_where_the_last_one_stopped(bench: Bench) -> None:
    await bench.log(make_run(), lines(0, 5))
    resumed = make_run(segment=1)
    assert (await bench.streams.line_counts(resumed)).history == 5
    assert await bench.log(resumed, lines(3, 4), first_line=3) == 2
    assert (await bench.restarted().streams.line_counts(make_run(segment=2))).history == 7


async def test_writers_of_a_shared_run_do_not_overwrite_each_other(bench: Bench) -> None:
    run = make_run()
    rows = [json.dumps({"rank": rank, "n": rank}) for rank in range(8)]
    await asyncio.gather(*(bench.log(run, [row] * 10, writer=f"writer-{rank}") for rank, row in enumerate(rows)))
    await asyncio.gather(
        *(bench.restarted().log(run, [row] * 10, writer=f"writer-{rank}") for rank, row in enumerate(rows))
    )
    assert sorted(await stored(bench)) == sorted(list(range(8)) * 10)
    steps = await bench.columnar.query("SELECT step FROM points WHERE metric = 'n' ORDER BY step")
    assert steps["step"].to_pylist() == list(range(80))


async def test_system_rows_have_a_numbering_of_their_own(bench: Bench) -> None:
    run = make_run()
    await bench.log(run, lines(0, 3))
    await bench.log(run, ['{"system.cpu":1}'] * 2, source="system")
    counts = await bench.restarted().streams.line_counts(run)
    assert (counts.history, counts.system, counts.console) == (3, 2, 0)


async def test_rich_values_that_were_stored_without_their_points_are_shown_once(bench: Bench) -> None:
    """As after a crash between the two inserts: the client sends the row again."""
    run = make_run()
    row = '{"text":"hi","n":1,"_step":0}'
    await bench.log(run, [row])
    await bench.columnar.execute("TRUNCATE TABLE points")
    assert await bench.restarted().log(run, [row]) == 1
    (found,) = await bench.metrics.history_rows(run)
    assert (found["text"], found["n"]) == ("hi", 1)


async def test_rows_come_back_as_they_were_logged(bench: Bench) -> None:
    run = make_run()
    row = {
        "loss": 0.1, "whole": 3, "nested": {"a": {"b": 1.5}, "text": "x"}, "a.b": 2, "flag": True, "none": None,
        "list": [1, {"k": None}], "img": {"_type": "image-file", "path": "media/x.png"}, "big": 2**60 + 1,
        "_step": 4, "_timestamp": 1700000000.123456, "_runtime": 0.121259625,
    }  # fmt: skip
    await bench.log(run, [json.dumps(row)])
    assert await bench.metrics.history_rows(run) == [row]
    assert await bench.metrics.tail_row(run) == row
    assert await bench.metrics.sampled_rows(run, 5) == [row]


async def test_what_the_machine_says_stays_out_of_the_history(bench: Bench) -> None:
    """Clients mark the rows of their system metrics with `"_wandb": true`."""
    run = make_run()
    await bench.log(run, ['{"loss": 1, "_step": 0, "_timestamp": 1.5}'])
    await bench.log(run, ['{"system.cpu": 2, "_wandb": true, "_timestamp": 1.5}'], source="system")
    assert await bench.metrics.history_rows(run) == [{"loss": 1, "_step": 0, "_timestamp": 1.5}]
    assert "_wandb" not in (await bench.metrics.history_keys_of([run]))[run.run_number].counts
    assert await bench.metrics.tail_row(run, "system") == {"system.cpu": 2, "_wandb": 1, "_timestamp": 1.5}


async def test_the_last_value_of_each_metric_on_the_live_branch(bench: Bench) -> None:
    run = make_run()
    rows = [{"a": step, "nested": {"deep": step / 2}, "_step": step, "_timestamp": 1.5 * step} for step in range(6)]
    early = {
        "early": 7,
        "phase": "warm-up",
        "on": True,
        "image": {"_type": "image-file", "path": "media/x.png"},
        "n": 5,
    }
    late = {"phase": "main", "on": 0, "n": "many"}
    await bench.log(
        run, [json.dumps({**rows[0], **early}), *map(json.dumps, rows[1:5]), json.dumps({**rows[5], **late})]
    )
    assert await bench.metrics.last_values(run) == {**rows[5], "early": 7, **late}
    rewound = make_run(segment=1, branch=branch_after_rewind(run, 2))
    del early["image"]
    assert await bench.metrics.last_values(rewound) == {**rows[2], **early}
    assert await bench.metrics.last_values(make_run(2, branch=branch_of_fork(run, 2, 2))) == {**rows[2], **early}
    assert await bench.metrics.last_values(make_run(run_number=99)) == {}


async def test_sampled_rows_are_spread_and_keep_both_ends(bench: Bench) -> None:
    run = make_run()
    await bench.log(run, lines(0, 1000))
    rows = await bench.metrics.sampled_rows(run, 11)
    assert [row["n"] for row in rows][::10] == [0, 999]
    assert len(rows) == 11


async def test_sampled_history_has_only_rows_with_all_keys(bench: Bench) -> None:
    run = make_run()
    await bench.log(run, [*lines(0, 3, other={"x": 1}), *lines(3, 3)])
    rows = await bench.metrics.sampled_history(run, ["_step", "other.x"], samples=10)
    assert rows == [{"_step": step, "other.x": 1} for step in range(3)]
    bounded = await bench.metrics.sampled_history(run, ["n"], samples=10, min_step=1, max_step=4)
    assert [row["n"] for row in bounded] == [1, 2, 3, 4]


async def test_history_pages_are_half_open(bench: Bench) -> None:
    run = make_run()
    await bench.log(run, lines(0, 10))
    rows = await bench.metrics.history_rows(run, min_step=2, max_step=5)
    assert [row["_step"] for row in rows] == [2, 3, 4]


async def test_lines_are_the_rows_in_json(bench: Bench) -> None:
    run = make_run()
    await bench.log(run, [*lines(0, 5), *lines(5, 5, other={"x": 1})])

    async def read(first: int, last: int) -> list[dict[str, Any]]:
        found = await bench.metrics.history_lines(
            run, min_step=first, max_step=last, limit=3, encode=lambda rows: [json.dumps(row) for row in rows]
        )
        return [json.loads(line) for line in found]

    for first in (0, 3, 6):  # all plain, mixed, all nested
        assert await read(first, first + 5) == await bench.metrics.history_rows(run, min_step=first, limit=3)


async def test_history_keys_count_by_kind(bench: Bench) -> None:
    run = make_run()
    await bench.log(run, ['{"a":1,"b":{"c":2},"_step":0}', '{"a":"text","_step":7}'])
    keys = (await bench.metrics.history_keys_of([run]))[run.run_number]
    assert keys.last_step == 7
    assert keys.counts["a"] == {"number": 1, "string": 1}
    assert keys.last_values["b.c"] == 2


async def test_a_fork_reads_its_parents_rows(bench: Bench) -> None:
    await bench.log(make_run(1), lines(0, 10, nested={"x": 1}))
    child = make_run(2, branch=(BranchPart(1, None, None, 3), BranchPart(2, None, None, None)))
    await bench.log(child, lines(4, 2), first_line=4)
    rows = await bench.metrics.history_rows(child)
    assert [row["_step"] for row in rows] == [0, 1, 2, 3, 4, 5]
    assert rows[0]["nested"] == {"x": 1}


async def test_names_are_listed_for_a_project_and_for_runs(bench: Bench) -> None:
    await bench.log(make_run(1), lines(0, 2, img={"_type": "image-file"}))
    await bench.log(make_run(2), lines(0, 2))
    names = await bench.metrics.names(1)
    assert [(name.name, name.kind, name.run_count) for name in names] == [("img", "image-file", 1), ("n", "number", 2)]
    of_second = await bench.metrics.names(1, runs=[2], search="N")
    assert [(name.name, name.run_count) for name in of_second] == [("n", 1)]


def timed(first: int, count: int, start_s: float = 1_700_000_000.0) -> list[str]:
    return [line for index in range(first, first + count) for line in lines(index, 1, _timestamp=start_s + index / 7)]


async def test_rows_that_come_again_under_other_numbers_are_stored_once(bench: Bench) -> None:
    assert await bench.log(make_run(), timed(0, 20)) == 20
    again = make_run(segment=1)  # a folder that is sent a second time: numbered after what is there
    assert await bench.log(again, timed(0, 10), first_line=20) == 0
    assert await bench.log(again, timed(10, 15), first_line=30) == 5
    assert await bench.log(again, timed(25, 5), first_line=45) == 5
    assert await stored(bench) == list(range(30))
    assert (await bench.streams.line_counts(again)).history == 50


async def test_system_rows_that_come_again_are_known_by_their_time(bench: Bench) -> None:
    rows = [json.dumps({"cpu": index, "_timestamp": 1_700_000_000.5 + index}) for index in range(5)]
    assert await bench.log(make_run(), rows, source="system") == 5
    assert await bench.log(make_run(segment=1), rows, first_line=5, source="system") == 0


async def test_rows_of_the_same_steps_at_another_time_or_of_another_writer_are_kept(bench: Bench) -> None:
    await bench.log(make_run(), timed(0, 5))
    assert await bench.log(make_run(segment=1), timed(0, 5, start_s=1_800_000_000.0), first_line=5) == 5
    assert await bench.log(make_run(), timed(0, 5), writer="rank 1") == 5


async def test_a_stream_without_rows_is_not_searched_for_rows_that_come_again(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The look-up costs a query in the first post of each stream of each run, hence at every start."""
    looked_up: list[str] = []
    query = bench.columnar.query

    async def counting(sql: str, *rest: Any) -> Any:
        looked_up.extend(["resent"] if "value BETWEEN" in sql else [])
        return await query(sql, *rest)

    monkeypatch.setattr(bench.columnar, "query", counting)
    await bench.log(make_run(), timed(0, 5))
    await bench.log(make_run(), timed(5, 5), first_line=5)
    await bench.log(make_run(), timed(0, 5), writer="rank 1")
    assert looked_up == []
    await bench.restarted().log(make_run(), timed(5, 10), first_line=10)
    assert looked_up == ["resent"]
    assert await stored(bench) == sorted([*range(15), *range(5)])


async def test_writers_have_turns_of_their_own(bench: Bench) -> None:
    run, met = make_run(), asyncio.Barrier(3)

    async def meet(writer: str) -> None:
        async with bench.streams.writing_beside(run, writer):
            await met.wait()

    async with asyncio.timeout(10):
        await asyncio.gather(*(meet(writer) for writer in "abc"))


async def test_a_writer_waits_for_itself(bench: Bench) -> None:
    run = make_run()
    async with bench.streams.writing_beside(run, "a"):
        for turn in (bench.streams.writing_beside, bench.streams.writing):
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0), turn(run, "a"):
                    pass
