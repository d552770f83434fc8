"""Messages of agents are stored once, and come back, are found and are deleted with the spans that hold them."""

import json
import random
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from runlake.live import LiveBus
from runlake.products.traces import RawSpan, SpanSelection, SpansQuery, Traces
from tests.stores.conftest import FakeClock
from tests.stores.traces_world import opened_traces, span

TURNS = 200


@pytest.fixture
async def traces(tmp_path: Path, clock: FakeClock) -> AsyncIterator[Traces]:
    async with opened_traces(tmp_path, LiveBus(), clock) as made:
        yield made


def conversation(turns: int, *, trace: int = 1, seed: int = 1) -> list[RawSpan]:
    """The requests of an agent: each sends all messages before it, as JSON in a text."""
    words = random.Random(seed)
    said: list[dict[str, Any]] = [{"role": "system", "content": sentence(words, 300)}]
    spans = [span(trace * 1000, trace=trace, name="agent")]
    for turn in range(1, turns + 1):
        said.append({"role": "user", "content": f"turn{turn}of{trace} {sentence(words, 80)}"})
        answer = [{"role": "assistant", "content": sentence(words, 60)}]
        attributes = {"gen_ai.input.messages": json.dumps(said), "gen_ai.output.messages": json.dumps(answer)}
        number = trace * 1000 + turn
        spans.append(
            span(number, trace=trace, parent=trace * 1000, at_s=turn, name=f"turn {turn}", attributes=attributes)
        )
        said += answer
    return spans


def sentence(words: random.Random, count: int) -> str:
    return " ".join(f"{words.randrange(16**5):x}" for _ in range(count))


def sent_bytes(spans: list[RawSpan]) -> int:
    return sum(len(text) for sent in spans for text in sent.attributes.values())


def stored_bytes(folder: Path) -> int:
    """What the columns of all tables take on disk, parts that were merged away included."""
    return sum(file.stat().st_size for file in (folder / "store").glob("**/*.bin"))


async def stored(traces: Traces, spans: list[RawSpan]) -> dict[str, dict[str, Any]]:
    return {sent.span_id: await traces.payload(1, sent.trace_id, sent.span_id) for sent in spans}


async def test_an_agent_of_200_turns_takes_a_tenth_of_what_it_sends(traces: Traces, tmp_path: Path) -> None:
    spans = conversation(TURNS)
    for first in range(0, len(spans), 20):
        await traces.append(1, spans[first : first + 20])
    assert 0 < stored_bytes(tmp_path) < sent_bytes(spans) / 10
    found = await stored(traces, [spans[1], spans[100], spans[200]])
    for sent in (spans[1], spans[100], spans[200]):
        held = found[sent.span_id]
        assert held["raw"]["attributes"] == sent.attributes
        assert held["input"] == json.loads(sent.attributes["gen_ai.input.messages"])
        assert held["output"] == json.loads(sent.attributes["gen_ai.output.messages"])
    whole = [one async for batch in traces.stream(1, SpanSelection()) for one in batch]
    assert [one.raw["attributes"] for one in whole] == [sent.attributes for sent in spans]
    assert json.loads(whole[200].input_json) == found[spans[200].span_id]["input"]
    page = await traces.lists.search(1, SpansQuery(roots_only=False, limit=1))
    assert page.spans[0]["output_preview"] in spans[200].attributes["gen_ai.output.messages"]


async def test_messages_are_searched_in_every_request_that_holds_them(traces: Traces) -> None:
    await traces.append(1, conversation(40))
    page = await traces.lists.search(1, SpansQuery(roots_only=False, search="turn38of1"))
    assert [row["name"] for row in page.spans] == ["turn 40", "turn 39", "turn 38"]
    both = await traces.lists.search(1, SpansQuery(roots_only=False, search='turn38of1 "turn 39"'))
    assert [row["name"] for row in both.spans] == ["turn 39"]
    roots = await traces.lists.search(1, SpansQuery(search="turn38of1"))
    assert [row["name"] for row in roots.spans] == ["agent"]
    assert (await traces.lists.search(2, SpansQuery(search="turn38of1"))).spans == []


async def test_deleting_spans_deletes_what_nobody_else_holds(traces: Traces) -> None:
    one, same = conversation(30), conversation(30, trace=2)
    for sent in same:
        sent.attributes = one[int(sent.span_id, 16) % 1000].attributes  # the same messages in another trace
    await traces.append(1, one)
    await traces.append(1, same)
    await traces.append(1, conversation(30, trace=3, seed=3))
    await traces.delete(1, [f"{3000:016x}"])
    assert (await traces.lists.search(1, SpansQuery(roots_only=False, search="turn29of3"))).spans == []
    await traces.delete(1, [one[0].span_id])
    held = await stored(traces, same[-1:])
    assert held[same[-1].span_id]["raw"]["attributes"] == same[-1].attributes
    await traces.append(1, conversation(30, trace=4, seed=3))  # what was deleted is stored again
    last = conversation(30, trace=4, seed=3)[-1]
    assert (await traces.payload(1, last.trace_id, last.span_id))["raw"]["attributes"] == last.attributes
