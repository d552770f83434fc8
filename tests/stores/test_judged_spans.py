"""Lists of spans by what was said of them since."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from runlake.errors import LimitExceeded
from runlake.live import LiveBus
from runlake.products.feedback import FeedbackItem
from runlake.products.traces import SpansMatch, SpansQuery
from runlake.query import And, Compare, Not, Or
from tests.stores.conftest import FakeClock
from tests.stores.traces_world import SECOND, START, TracesWorld, opened_world, span

HOUR_S = 3600
SCORED = {"runlake.scores": '[{"name": "tone", "label": "kind", "score": 0.5}]'}


@pytest.fixture
async def world(tmp_path: Path, clock: FakeClock) -> AsyncIterator[TracesWorld]:
    async with opened_world(tmp_path, LiveBus(), clock) as made:
        yield made


def said(number: int, span_number: int, name: str, value: object, clock: FakeClock) -> FeedbackItem:
    target = f"weave:///ann/judged/call/{span_number:016x}"
    return FeedbackItem(f"f{number}", 1, target, name, clock.now, "ann", {"value": value}, {"creator": "ann"})


async def test_spans_are_listed_and_counted_by_what_was_said(world: TracesWorld, clock: FakeClock) -> None:
    """Four traces of a root and a child, an hour apart; judged are a child, a root, and a span that comes later."""
    spans = [span(trace * 10, trace=trace, at_s=trace * HOUR_S) for trace in range(1, 5)]
    spans += [span(trace * 10 + 1, trace=trace, parent=trace * 10, at_s=trace * HOUR_S + 1) for trace in range(1, 5)]
    await world.traces.append(1, [*spans, span(60, trace=6, at_s=6 * HOUR_S, attributes=SCORED)])
    items = [
        said(1, 11, "quality", 2, clock),
        said(2, 20, "quality", 5, clock),
        said(3, 20, "topic", "billing", clock),
        said(4, 50, "quality", 2, clock),
    ]
    await world.feedback.add(items)

    async def names(found: Any, *, roots_only: bool = False, **more: Any) -> list[str]:
        page = await world.traces.lists.search(1, SpansQuery(filter=found, roots_only=roots_only, **more))
        return [row["name"] for row in page.spans]

    low = Compare("judgements.quality", "lt", 4)
    assert await names(low) == ["span 11"]
    assert await names(low, order="duration") == ["span 11"]
    assert await names(Compare("trace.judgements.quality", "lt", 4), roots_only=True) == ["span 10"]
    assert await names(Compare("judgements", "ne", "quality: 5"), roots_only=True) == [
        *("span 60", "span 40", "span 30", "span 10"),
    ]
    assert await names(Not(Compare("trace.judgements", "exists", True)), roots_only=True) == [
        *("span 60", "span 40", "span 30"),
    ]
    assert (
        await names(And((Or((low, Compare("judgements.topic", "eq", "billing"))), Compare("kind", "eq", "llm")))) == []
    )
    assert await names(low, since_ns=START + 2 * HOUR_S * SECOND) == []

    async def facet(**match: Any) -> dict[str, int]:
        found = await world.traces.lists.facets(1, SpansMatch(**match), ["judgements", "status"], limit=10)
        assert found["status"]
        return {row["value"]: row["spans"] for row in found["judgements"]}

    assert await facet() == {"quality: 2": 1, "quality: 5": 1, "topic: billing": 1, "": 3}
    assert await facet(roots_only=False) == {"quality: 2": 1, "quality: 5": 1, "topic: billing": 1, "": 7}
    assert await facet(filter=Compare("trace.judgements", "eq", "topic: billing")) == {
        "quality: 5": 1,
        "topic: billing": 1,
    }
    assert await facet(since_ns=START + 2 * HOUR_S * SECOND) == {"quality: 5": 1, "topic: billing": 1, "": 3}
    assert (await world.traces.lists.series(1, SpansMatch(filter=low, roots_only=False), 10)).rows[0]["spans"] == 1

    page = await world.traces.lists.search(1, SpansQuery())
    shown = await world.traces.lists.judgements(1, page.spans, of_traces=True)
    assert {trace[-1]: list(words) for (trace, _), words in shown.items()} == {
        "1": [("quality", "2")],
        "2": [("quality", "5"), ("topic", "billing")],
        "6": [("tone", "kind")],
    }
    page = await world.traces.lists.search(1, SpansQuery(roots_only=False))
    assert len(await world.traces.lists.judgements(1, page.spans, of_traces=False)) == 3

    await world.traces.append(1, [span(50, trace=5, at_s=5 * HOUR_S)])  # said before it came
    clock.advance(seconds=10)
    assert await names(low) == ["span 50", "span 11"]


async def test_too_many_judged_spans_are_refused(
    world: TracesWorld, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("runlake.products.traces.judged.MOST_JUDGED", 2)
    await world.traces.append(1, [span(number, trace=number, at_s=number * HOUR_S * 30) for number in range(3)])
    await world.feedback.add([said(number, number, "quality", number, clock) for number in range(3)])
    query = SpansQuery(filter=Compare("judgements.quality", "ge", 0))
    with pytest.raises(LimitExceeded, match="more than 2 spans"):
        await world.traces.lists.search(1, query)
    many = SpansQuery(filter=Or(tuple(Compare("judgements", "eq", str(number)) for number in range(11))))
    with pytest.raises(LimitExceeded, match="11 times"):
        await world.traces.lists.search(1, many)
    page = await world.traces.lists.search(1, SpansQuery(filter=query.filter, since_ns=START + 50 * HOUR_S * SECOND))
    assert [row["name"] for row in page.spans] == ["span 2"]
    counts = await world.traces.lists.facets(1, SpansMatch(), ["judgements"], limit=2)
    assert [row["spans"] for row in counts["judgements"]] == [1, 1]
