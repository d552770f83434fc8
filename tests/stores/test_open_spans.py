"""Spans that come in two halves, and what is changed of spans later."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

import runlake.products.prices as prices_package
import runlake.products.traces as traces_package
from runlake.live import LiveBus
from runlake.products.feedback import JudgedSpans
from runlake.products.prices import Prices
from runlake.products.traces import RawSpan, SpanEnd, SpanSelection, SpansQuery, Traces
from runlake.query import Compare
from runlake.storage.columnar import ChdbColumnar
from runlake.storage.metadata import Metadata
from runlake.storage.migrate import migrate_metadata
from tests.prepared import copy_tables
from tests.stores.conftest import FakeClock
from tests.stores.traces_world import SECOND, START, span


@pytest.fixture
async def traces(metadata: Metadata, tmp_path: Path, clock: FakeClock) -> AsyncIterator[Traces]:
    copy_tables(tmp_path / "columnar")
    columnar = await ChdbColumnar.open(tmp_path / "columnar", readers=2)
    await migrate_metadata(metadata, [traces_package, prices_package])
    made = Traces(columnar, metadata, LiveBus(), clock, Prices(metadata), JudgedSpans(metadata, clock))
    yield made
    await made.close()
    await columnar.close()


def begun(number: int, **changes: object) -> RawSpan:
    return span(number, end_ns=0, **changes)  # type: ignore[arg-type]


def end(number: int, at_s: float = 5) -> SpanEnd:
    return SpanEnd(f"{number:016x}", START + int(at_s * SECOND), {"weave.output": number}, "ok")


async def names(traces: Traces, **query: object) -> list[str]:
    page = await traces.lists.search(1, SpansQuery(roots_only=False, **query))  # type: ignore[arg-type]
    return [row["name"] for row in page.spans if "is_open" not in row]


async def open_ids(traces: Traces) -> list[int]:
    return sorted(int(found.span_id, 16) for found in await traces.open_spans(1))


async def test_ends_meet_their_starts_in_any_order(traces: Traces) -> None:
    await traces.record(1, [begun(1), begun(2, attributes={"a": 1})], [end(3)])
    assert await open_ids(traces) == [1, 2]
    assert await names(traces) == []
    await traces.record(1, [begun(3)], [end(2)])
    assert await open_ids(traces) == [1]
    assert await names(traces) == ["span 3", "span 2"]
    payload = await traces.payload(1, f"{1:032x}", f"{2:016x}")
    assert payload["raw"]["attributes"] == {"a": 1, "weave.output": 2}
    assert payload["output"] == 2


async def test_halves_that_come_again_change_nothing(traces: Traces) -> None:
    for _ in range(2):
        await traces.record(1, [begun(1), begun(2)], [end(1)])
        await traces.record(1, [begun(1)], [])
        await traces.record(1, [], [end(1)])
    assert await names(traces) == ["span 1"]
    assert await open_ids(traces) == [2]
    await traces.put(1, [span(2, name="whole")])  # and as a whole, after its start
    assert await names(traces) == ["whole", "span 1"]
    assert await open_ids(traces) == []


async def test_a_name_is_changed_before_or_after_the_span_comes(traces: Traces) -> None:
    await traces.rename(1, f"{1:016x}", "renamed")
    await traces.put(1, [span(1), span(2)])
    assert await names(traces) == ["span 2", "renamed"]
    assert [row["name"] for row in await traces.trace(1, f"{1:032x}")] == ["renamed", "span 2"]
    await traces.rename(1, f"{1:016x}", "")
    assert await names(traces) == ["span 2", "span 1"]


async def test_deleting_takes_all_below_and_lasts(traces: Traces) -> None:
    tree = [span(1), span(2, parent=1), span(3, parent=2, at_s=7200), span(4), span(9, trace=9)]
    await traces.put(1, tree)
    await traces.put(2, [span(2, parent=1)])
    await traces.record(1, [begun(5, parent=3)], [])
    await traces.delete(1, [f"{2:016x}", "not there"])
    assert await names(traces) == ["span 9", "span 4", "span 1"]
    assert await open_ids(traces) == []
    await traces.put(1, tree)  # the client sends it all again
    await traces.record(1, [begun(5, parent=3)], [end(5)])
    assert await names(traces) == ["span 9", "span 4", "span 1"]
    assert len((await traces.lists.search(2, SpansQuery(roots_only=False))).spans) == 1


async def test_spans_are_streamed_whole_in_their_order(traces: Traces) -> None:
    await traces.put(1, [span(number, trace=number % 3, at_s=number // 2) for number in range(1, 1203)])

    async def ids(selection: SpanSelection) -> list[int]:
        return [int(found.span_id, 16) async for batch in traces.stream(1, selection) for found in batch]

    assert await ids(SpanSelection()) == list(range(1, 1203))
    assert await ids(SpanSelection(descending=True)) == list(range(1202, 0, -1))
    of_one = SpanSelection(trace_ids=[f"{2:032x}"])
    assert await ids(of_one) == list(range(2, 1203, 3))
    assert await traces.count(1, of_one) == 401
    few = SpanSelection(Compare("span_id", "in", [f"{7:016x}", f"{700:016x}", "x"]))
    assert await ids(few) == [7, 700]
    assert await traces.count(1, few) == 2
    assert await traces.count(2, few) == 0


async def test_open_spans_are_shown_beside_the_others(traces: Traces, clock: FakeClock) -> None:
    await traces.put(1, [span(1)])
    await traces.record(1, [begun(2, parent=1, attributes={"weave.inputs": {"q": 1}}), begun(3, trace=3)], [])
    everything, roots = (
        await traces.lists.search(1, SpansQuery(roots_only=False)),
        await traces.lists.search(1, SpansQuery()),
    )
    assert sorted(row["name"] for row in everything.spans) == ["span 1", "span 2", "span 3"]
    assert [row["name"] for row in roots.spans] == ["span 3", "span 1"]
    rows = await traces.trace(1, f"{1:032x}")
    assert [(row["name"], row.get("is_open", False)) for row in rows] == [("span 1", False), ("span 2", True)]
    assert rows[1]["duration_ns"] == int(clock.now.timestamp()) * SECOND - START
    assert [row["name"] for row in await traces.trace(1, f"{3:032x}")] == ["span 3"]
    payload = await traces.payload(1, f"{1:032x}", f"{2:016x}")
    assert (payload["input"], payload["output"]) == ({"q": 1}, None)
    assert (await traces.lists.search(1, SpansQuery(filter=Compare("status", "eq", "ok")))).spans == []
