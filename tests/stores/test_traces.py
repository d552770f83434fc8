"""Spans on a real store: each once, found by any field, newest first, whole as a tree."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from runlake.errors import InvalidInput, NotFound
from runlake.live import LiveBus
from runlake.products.traces import SpansAppended, SpansQuery, Traces, spans_topic
from runlake.query import parse_filter
from tests.stores.conftest import FakeClock
from tests.stores.traces_world import SECOND, START, opened_traces, span


@pytest.fixture
async def traces(tmp_path: Path, clock: FakeClock) -> AsyncIterator[Traces]:
    async with opened_traces(tmp_path, LiveBus(), clock) as made:
        yield made


async def found(traces: Traces, project_id: int = 1, **query: Any) -> list[str]:
    document = query.pop("filter", None)
    page = await traces.lists.search(
        project_id, SpansQuery(filter=None if document is None else parse_filter(document), **query)
    )
    return [row["name"] for row in page.spans]


async def test_a_trace_is_read_whole_by_its_start(traces: Traces) -> None:
    await traces.append(1, [span(2, parent=1, at_s=1), span(1)])  # the child comes first
    await traces.append(1, [span(3, parent=2, at_s=7200), span(9, trace=2)])  # one starts two hours later
    rows = await traces.trace(1, f"{1:032x}")
    assert [row["name"] for row in rows] == ["span 1", "span 2", "span 3"]
    assert [row["is_root"] for row in rows] == [True, False, False]
    assert rows[0]["start_ns"] == START
    with pytest.raises(NotFound):
        await traces.trace(2, f"{1:032x}")
    with pytest.raises(NotFound):
        await traces.trace(1, "missing")


async def test_what_was_sent_is_kept_to_the_last_byte(traces: Traces) -> None:
    long = "ünïcode " * 300_000  # 3 MB
    attributes = {"input.value": long, "big": 2**63 - 1, "list": [1, None, {"a": "ß"}]}
    await traces.append(1, [span(1, attributes=attributes, resource={"service.name": "s"})])
    payload = await traces.payload(1, f"{1:032x}", f"{1:016x}")
    assert payload["input"] == long
    assert payload["output"] is None
    assert payload["raw"]["attributes"] == attributes
    (row,) = await traces.trace(1, f"{1:032x}")
    assert len(row["input_preview"]) == 300
    with pytest.raises(NotFound):
        await traces.payload(1, f"{1:032x}", "missing")


async def test_a_span_that_comes_again_is_there_once_as_it_was_sent_last(traces: Traces, clock: FakeClock) -> None:
    await traces.append(1, [span(1), span(1), span(2, parent=1)])
    for _ in range(2):  # a retry after a lost answer
        clock.advance(seconds=1)
        await traces.append(1, [span(1), span(2, parent=1)])
    assert await found(traces, roots_only=False) == ["span 2", "span 1"]
    clock.advance(seconds=1)
    await traces.append(1, [span(1, name="renamed", attributes={"input.value": "new"})])
    assert await found(traces, roots_only=False) == ["span 2", "renamed"]
    assert (await traces.payload(1, f"{1:032x}", f"{1:016x}"))["input"] == "new"


async def test_in_an_hour_that_is_written_to_often_what_comes_again_is_known_and_what_is_new_is_stored(
    traces: Traces, clock: FakeClock
) -> None:
    for number in range(1, 12):
        await traces.append(1, [span(number, trace=number, at_s=number)])
    clock.advance(seconds=1)
    again = [span(2, trace=2, at_s=2, name="renamed"), span(11, trace=11, at_s=11), span(12, trace=12, at_s=12)]
    await traces.append(1, again)
    names = [f"span {number}" for number in range(12, 0, -1)]
    assert await found(traces) == [*names[:10], "renamed", names[11]]


async def test_of_spans_whose_ids_read_alike_only_the_one_that_changed_is_replaced(
    traces: Traces, clock: FakeClock
) -> None:
    first, second = span(1, trace_id="é ", span_id="b c"), span(2, at_s=1, trace_id="é", span_id=" b c")
    await traces.append(1, [first, second])
    clock.advance(seconds=1)
    await traces.append(1, [replace(first, name="renamed")])
    assert await found(traces, roots_only=False) == ["span 2", "renamed"]
    assert (await traces.payload(1, "é", " b c"))["raw"]["name"] == "span 2"


async def test_the_same_ids_in_two_projects_are_two_spans(traces: Traces) -> None:
    await traces.append(1, [span(1, name="one")])
    await traces.append(2, [span(1, name="two")])
    assert await found(traces, 1) == ["one"]
    assert await found(traces, 2) == ["two"]


async def test_pages_are_newest_first_and_do_not_overlap(traces: Traces) -> None:
    days = [span(number, trace=number, at_s=number * 86_400 / 4) for number in range(1, 41)]
    await traces.append(1, [*days, span(41, trace=41, at_s=10 * 86_400)])  # two start at the same time
    seen: list[str] = []
    cursor = None
    while True:
        page = await traces.lists.search(1, SpansQuery(limit=7, cursor=cursor))
        seen += [row["name"] for row in page.spans]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert seen == ["span 41", *(f"span {number}" for number in range(40, 0, -1))]
    since, until = START + 5 * 86_400 * SECOND, START + 6 * 86_400 * SECOND
    assert await found(traces, since_ns=since, until_ns=until) == ["span 23", "span 22", "span 21", "span 20"]
    for wrong in ("x", "1e9.a", "-1.a"):
        with pytest.raises(InvalidInput, match="cursor"):
            await traces.lists.search(1, SpansQuery(cursor=wrong))


FILTERS = [
    ({"field": "kind", "op": "eq", "value": "llm"}, ["llm"]),
    ({"field": "kind", "op": "ne", "value": "llm"}, ["failed", "plain"]),
    ({"field": "model", "op": "in", "value": ["gpt", "other"]}, ["llm"]),
    ({"field": "total_tokens", "op": "gt", "value": 10}, ["llm"]),
    ({"field": "duration_ms", "op": "le", "value": 500}, ["failed", "llm", "plain"]),
    ({"field": "status", "op": "eq", "value": "error"}, ["failed"]),
    ({"field": "error_type", "op": "exists", "value": True}, ["failed"]),
    ({"field": "attributes.http.status", "op": "ge", "value": 500}, ["failed"]),
    ({"field": "attributes.http.status", "op": "exists", "value": False}, ["llm", "plain"]),
    ({"field": "attributes.region", "op": "eq", "value": "eu'\\"}, ["plain"]),
    ({"field": "name", "op": "contains", "value": "PLA"}, ["plain"]),
    ({"field": "name", "op": "regex", "value": "^(llm|plain)$"}, ["llm", "plain"]),
    ({"field": "tags", "op": "eq", "value": "prod"}, ["plain"]),
    ({"field": "tags", "op": "exists", "value": False}, ["failed", "llm"]),
    ({"or": [{"field": "kind", "op": "eq", "value": "llm"}, {"field": "tags", "op": "eq", "value": "prod"}]}, ["llm", "plain"]),
    ({"not": {"field": "cost", "op": "gt", "value": 0}}, ["failed", "plain"]),
]  # fmt: skip


@pytest.mark.parametrize(("document", "names"), FILTERS)
async def test_filters(traces: Traces, document: dict[str, Any], names: list[str]) -> None:
    llm = {"gen_ai.operation.name": "chat", "gen_ai.request.model": "gpt", "gen_ai.usage.input_tokens": 11}
    await traces.append(
        1,
        [
            span(1, name="llm", attributes=llm | {"gen_ai.usage.cost": 0.5}),
            span(2, trace=2, name="plain", attributes={"region": "eu'\\", "tag.tags": ["prod", "a"]}),
            span(3, trace=3, name="failed", status="error", attributes={"http.status": 503, "error.type": "E"}),
        ],
    )
    assert sorted(await found(traces, filter=document)) == names


async def test_filters_that_cannot_be_are_refused(traces: Traces) -> None:
    for document in (
        {"field": "modell", "op": "eq", "value": 1},
        {"field": "cost", "op": "contains", "value": "x"},
        {"field": "cost", "op": "eq", "value": "x"},
    ):
        with pytest.raises(InvalidInput):
            await found(traces, filter=document)


async def test_totals_count_each_model_request_once(traces: Traces) -> None:
    request = {"gen_ai.operation.name": "chat", "gen_ai.usage.input_tokens": 10, "gen_ai.usage.output_tokens": 2}
    agent = {"gen_ai.operation.name": "invoke_agent", "gen_ai.usage.input_tokens": 20, "gen_ai.usage.output_tokens": 4}
    await traces.append(
        1,
        [
            span(1, attributes=agent),
            span(2, parent=1, attributes=request),
            span(3, parent=1, at_s=3600, attributes=request | {"gen_ai.usage.cost": 0.25}, status="error"),
        ],
    )
    totals = await traces.lists.totals(1, [f"{1:032x}", "missing"])
    assert totals == {f"{1:032x}": {"spans": 3, "errors": 1, "input_tokens": 20, "output_tokens": 4, "cost": 0.25}}
    assert await traces.lists.totals(1, []) == {}


@pytest.mark.parametrize("start_ns", [0, 2**63 - 1, 2**64 - 1], ids=["1970", "2262", "beyond"])
async def test_clocks_that_are_years_off_harm_nobody(traces: Traces, start_ns: int) -> None:
    await traces.append(1, [span(1, start_ns=start_ns, end_ns=0), span(2, trace=2)])
    assert len(await traces.trace(1, f"{1:032x}")) == 1
    assert "span 2" in await found(traces)


async def test_live_views_are_told_which_traces_grew(tmp_path: Path, clock: FakeClock) -> None:
    bus = LiveBus()
    subscription = bus.subscribe([spans_topic(1)])
    async with opened_traces(tmp_path, bus, clock) as made:
        await made.append(1, [span(1), span(2, parent=1)])
        event = await subscription.next(5)
    assert event is not None
    assert event.payload == SpansAppended(1, (f"{1:032x}",))
