"""Sessions and users of traces on a real store."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from runlake.errors import InvalidInput
from runlake.live import LiveBus
from runlake.products.traces import ConversationsQuery, Traces
from tests.stores.conftest import FakeClock
from tests.stores.traces_world import SECOND, START, opened_traces, span

REQUEST = {
    "gen_ai.operation.name": "chat",
    "gen_ai.request.model": "gpt",
    "gen_ai.usage.input_tokens": 10,
    "gen_ai.usage.output_tokens": 2,
    "gen_ai.usage.cost": 0.5,
}


@pytest.fixture
async def traces(tmp_path: Path, clock: FakeClock) -> AsyncIterator[Traces]:
    async with opened_traces(tmp_path, LiveBus(), clock) as made:
        yield made


async def test_a_session_sums_up_all_spans_of_its_traces(traces: Traces) -> None:
    turn = {"session.id": "chat'1", "user.id": "ada"}
    await traces.append(
        1,
        [
            span(1, attributes=turn | {"input.value": "hello"}),
            span(2, parent=1, at_s=1, attributes=REQUEST),  # names no session: it is that of its root
            span(3, trace=2, at_s=7200, attributes=turn | {"user.id": "bob", "output.value": "bye"}),
            span(4, trace=2, parent=3, at_s=7201, attributes=REQUEST, status="error"),
            span(5, trace=3, attributes=REQUEST),  # of no session
        ],
    )
    await traces.append(2, [span(1, attributes=turn)])
    (row,) = (await traces.lists.conversations(1, ConversationsQuery())).rows
    assert (row["key"], row["traces"], row["spans"], row["errors"]) == ("chat'1", 2, 4, 1)
    assert (row["input_tokens"], row["output_tokens"], row["cost"]) == (20, 4, 1.0)
    assert (row["start_ns"], row["end_ns"]) == (START, START + int(7201.5 * SECOND))
    assert (row["first_trace"], row["last_trace"]) == (f"{1:032x}", f"{2:032x}")
    assert (row["first_input"], row["last_output"]) == ("hello", "bye")
    assert (row["models"], row["others"], row["other_count"]) == (["gpt"], ["ada", "bob"], 2)
    users = (await traces.lists.conversations(1, ConversationsQuery(by="user_id"))).rows
    assert [(user["key"], user["traces"], user["others"]) for user in users] == [
        ("bob", 1, ["chat'1"]),
        ("ada", 1, ["chat'1"]),
    ]


async def test_a_trace_of_two_sessions_counts_each_span_once(traces: Traces) -> None:
    own = [span(number, parent=1, at_s=number, attributes={"session.id": f"s{number % 2}"}) for number in range(2, 6)]
    await traces.append(1, [span(1), *own])
    rows = (await traces.lists.conversations(1, ConversationsQuery())).rows
    assert {row["key"]: row["spans"] for row in rows} == {"s0": 3, "s1": 2}  # the root goes with the first


async def test_pages_are_by_last_work_and_do_not_overlap(traces: Traces) -> None:
    await traces.append(
        1, [span(n, trace=n, at_s=n // 2 * 86_400, attributes={"session.id": f"s{n:02}"}) for n in range(20)]
    )
    seen, cursor = [], None
    while True:
        page = await traces.lists.conversations(1, ConversationsQuery(limit=6, cursor=cursor))
        seen += [row["key"] for row in page.rows]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert seen == [f"s{n:02}" for n in range(19, -1, -1)]
    since, until = START + 2 * 86_400 * SECOND, START + 3 * 86_400 * SECOND
    within = await traces.lists.conversations(1, ConversationsQuery(since_ns=since, until_ns=until))
    assert [row["key"] for row in within.rows] == ["s05", "s04"]
    some = await traces.lists.conversations(1, ConversationsQuery(contains="S1"))
    assert len(some.rows) == 10
    for wrong in ("x", "é", "LTEuYQ==", ""):
        with pytest.raises(InvalidInput, match="cursor"):
            await traces.lists.conversations(1, ConversationsQuery(cursor=wrong))


async def test_sessions_that_go_on_for_days_are_where_they_were_last_at_work(traces: Traces) -> None:
    at_h = {f"s{number:02}": (number * 3 % 40, number * 7 % 90, 50) for number in range(12)}  # all of them at hour 50
    spans = [
        span(100 * place + number, trace=100 * place + number, at_s=3600 * hour, attributes={"session.id": key})
        for place, (key, hours) in enumerate(at_h.items(), 1)
        for number, hour in enumerate(hours)
    ]
    await traces.append(1, spans)
    keys, cursor = list[str](), None
    while True:
        page = await traces.lists.conversations(1, ConversationsQuery(limit=5, cursor=cursor))
        keys += [row["key"] for row in page.rows]
        if (cursor := page.next_cursor) is None:
            break
    assert keys == sorted(at_h, key=lambda key: (max(at_h[key]), key), reverse=True)


async def test_a_session_is_read_turn_by_turn_with_its_tools(traces: Traces) -> None:
    chat = {"session.id": "c/1"}
    tool = {"gen_ai.operation.name": "execute_tool"}
    await traces.append(
        1,
        [
            span(1, trace=1, at_s=9, attributes=chat),
            span(2, trace=2, at_s=5),  # its request names the session
            span(3, trace=2, at_s=6, parent=2, attributes=chat | REQUEST),
            span(4, trace=2, at_s=7, parent=2, attributes=tool),
            span(5, trace=3, attributes={"session.id": "other"}),
        ],
    )
    seen = []
    cursor = None
    while True:
        page = await traces.lists.turns(1, "c/1", cursor=cursor, limit=1)
        seen += [
            (row["span_id"][-1], [tool["span_id"][-1] for tool in page.tools.get(row["trace_id"], [])])
            for row in page.turns
        ]
        if (cursor := page.next_cursor) is None:
            break
    assert seen == [("2", ["4"]), ("1", [])]
    assert (await traces.lists.turns(2, "c/1", cursor=None, limit=1)).turns == []
    with pytest.raises(InvalidInput, match="cursor"):
        await traces.lists.turns(1, "c/1", cursor="x", limit=1)
