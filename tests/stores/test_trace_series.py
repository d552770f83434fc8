"""Spans over time and by what they took, on a real store."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from runlake.errors import InvalidInput
from runlake.live import LiveBus
from runlake.products.traces import NO_END_NS, Order, SpansMatch, SpansQuery, Traces
from runlake.query import parse_filter
from tests.stores.conftest import FakeClock
from tests.stores.traces_world import SECOND, START, opened_traces, span

HOUR = 3600
NAMED_A = parse_filter({"field": "name", "op": "eq", "value": "a"})


def request(cost: float) -> dict[str, object]:
    tokens = {"gen_ai.usage.input_tokens": 10, "gen_ai.usage.output_tokens": int(cost * 10)}
    return {"gen_ai.operation.name": "chat", "gen_ai.usage.cost": cost, **tokens}


@pytest.fixture
async def traces(tmp_path: Path, clock: FakeClock) -> AsyncIterator[Traces]:
    async with opened_traces(tmp_path, LiveBus(), clock) as made:
        await made.append(
            1,
            [
                span(1, name="a", end_ns=START + SECOND),
                span(2, parent=1, at_s=1, attributes=request(0.5)),
                span(3, trace=2, name="b", status="error", at_s=1, end_ns=START + 4 * SECOND),
                span(4, trace=2, parent=3, at_s=2, attributes=request(2.0)),
                span(5, trace=3, name="a", at_s=5 * HOUR, end_ns=START + 5 * HOUR * SECOND + SECOND),
                span(6, trace=3, parent=5, at_s=5 * HOUR + 1, attributes=request(1.0)),
            ],
        )
        await made.append(2, [span(1, at_s=9)])
        yield made


async def test_buckets_sum_up_what_began_in_them(traces: Traces) -> None:
    series = await traces.lists.series(1, SpansMatch(), 10)
    assert series.width_ns == HOUR * SECOND
    assert [(row["start_ns"] - START) // (HOUR * SECOND) for row in series.rows] == [-1, 4]  # hours on the clock
    first, last = series.rows
    assert (first["spans"], first["errors"], last["spans"], last["errors"]) == (2, 1, 1, 0)
    assert (first["input_tokens"], first["output_tokens"], first["cost"]) == (20, 25, 2.5)
    assert SECOND <= first["p50_ns"] <= first["p95_ns"] <= 3 * SECOND
    assert last["p50_ns"] == SECOND


async def test_a_filter_of_roots_counts_the_requests_of_their_traces_alone(traces: Traces) -> None:
    series = await traces.lists.series(1, SpansMatch(filter=NAMED_A), 10)
    assert [(row["spans"], row["cost"]) for row in series.rows] == [(1, 0.5), (1, 1.0)]
    own = await traces.lists.series(1, SpansMatch(filter=NAMED_A, roots_only=False), 10)
    assert [(row["spans"], row["cost"]) for row in own.rows] == [(1, 0.0), (1, 0.0)]


async def test_a_range_is_cut_finer(traces: Traces) -> None:
    series = await traces.lists.series(1, SpansMatch(since_ns=START, until_ns=START + 10 * SECOND), 11)
    assert (series.since_ns, series.until_ns, series.width_ns) == (START, START + 10 * SECOND, SECOND)
    assert [((row["start_ns"] - START) // SECOND, row["spans"], row["cost"]) for row in series.rows] == [
        (0, 1, 0.0),
        (1, 1, 0.5),
        (2, 0, 2.0),
    ]
    assert series.rows[2]["p95_ns"] is None


async def test_buckets_of_hours_begin_and_end_at_the_second(traces: Traces) -> None:
    match = SpansMatch(since_ns=START + SECOND, until_ns=START + (5 * HOUR + 1) * SECOND)
    series = await traces.lists.series(1, match, 3)
    assert series.width_ns == 3 * HOUR * SECOND
    assert [(row["spans"], row["errors"], row["cost"]) for row in series.rows] == [(1, 1, 2.5), (1, 0, 0.0)]
    own = await traces.lists.series(1, replace(match, roots_only=False), 3)
    assert [row["spans"] for row in own.rows] == [3, 1]


async def test_a_project_without_spans_has_no_buckets(traces: Traces) -> None:
    assert (await traces.lists.series(3, SpansMatch(), 60)).rows == []
    with pytest.raises(InvalidInput, match="buckets"):
        await traces.lists.series(1, SpansMatch(), 501)


@pytest.mark.parametrize(
    ("order", "ids"), [("duration", [3, 5, 1]), ("cost", [3, 5, 1]), ("tokens", [3, 5, 1]), ("start", [5, 3, 1])]
)
async def test_roots_come_in_the_order_that_is_asked_for(traces: Traces, order: Order, ids: list[int]) -> None:
    seen: list[str] = []
    cursor = None
    while True:
        page = await traces.lists.search(1, SpansQuery(order=order, limit=1, cursor=cursor))
        seen += [row["span_id"] for row in page.spans]
        if (cursor := page.next_cursor) is None:
            break
    assert seen == [f"{number:016x}" for number in ids]


async def test_spans_are_ranked_by_their_own_amounts(traces: Traces) -> None:
    query = SpansQuery(order="cost", roots_only=False, limit=3, until_ns=NO_END_NS)
    assert [row["cost"] for row in (await traces.lists.search(1, query)).spans] == [2.0, 1.0, 0.5]
    for wrong in ("x", "cost.zz.1.a", "cost.0x1p0.-1.a", f"cost.0x1p999999.{START}.a"):
        with pytest.raises(InvalidInput, match="cursor"):
            await traces.lists.search(1, SpansQuery(order="cost", cursor=wrong))
