"""What feedback says of spans: taken apart, found by its values, and by the place of the span once that is there."""

from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from sqlalchemy import Connection, delete

import runlake.products.feedback as feedback_package
from runlake.errors import InvalidInput
from runlake.products.feedback import Feedback, FeedbackItem, JudgedSpans
from runlake.products.feedback.tables import sayings
from runlake.query import Compare
from runlake.storage.metadata import Metadata
from runlake.storage.migrate import migrate_metadata
from tests.stores.conftest import FakeClock

EVER = (0, 2**63 - 1)


def said(
    name: str, span: str, kind: str, clock: FakeClock, payload: dict[str, Any], project_id: int = 1
) -> FeedbackItem:
    clock.advance(seconds=1)
    target = f"weave:///ann/judged/call/{span}"
    return FeedbackItem(name, project_id, target, kind, clock.now, "ann", payload, {})


async def test_spans_are_found_by_what_was_said(metadata: Metadata, clock: FakeClock) -> None:
    await migrate_metadata(metadata, [feedback_package])
    feedback, judged = Feedback(metadata), JudgedSpans(metadata, clock)
    items = [
        said("1", "a", "quality", clock, {"value": 4}),
        said("2", "b", "quality", clock, {"value": "4"}),
        said("3", "b", "wandb.note.1", clock, {"note": "Zu LÄNGE\0"}),
        said("4", "c", "wandb.reaction.1", clock, {"emoji": "\N{THUMBS DOWN SIGN}", "detoned": "\N{THUMBS DOWN SIGN}"}),
        said("5", "c", "wandb.runnable.exact", clock, {"output": {"score": 0.25, "right": True}}),
        said("6", "a", "quality", clock, {"value": 9}, project_id=2),
        FeedbackItem("7", 1, "weave:///ann/judged/object/x:y", "quality", clock.now, "ann", {"value": 4}, {}),
    ]
    for _ in range(2):  # a retry
        await feedback.add(items)
    assert sorted(await judged.to_find(1)) == ["a", "b", "c"]
    await judged.put_found(1, ["a", "b", "c"], {"a": ("ta", 10), "b": ("tb", 20), "c": ("tc", 30)})
    assert await judged.to_find(1) == []

    async def found(field: str, op: str, value: object, times: tuple[int, int] = EVER) -> str:
        return "".join(sorted({span for _, span, _ in await judged.find(1, Compare(field, op, value), times, 99)}))

    assert {word for _, _, word in await judged.find(1, Compare("judgements", "exists", True), EVER, 99)} == {
        *("quality: 4", "comment", "thumb: down", "exact.score", "exact.right: true"),
    }
    assert await found("judgements", "exists", True, (15, 25)) == "b"
    assert await found("judgements", "eq", "quality: 4") == "ab"
    assert await found("judgements", "in", ["comment", "thumb: down"]) == "bc"
    assert await found("judgements", "contains", "länge") == "b"
    assert await found("judgements.quality", "exists", True) == "ab"
    assert await found("judgements.quality", "eq", 4) == "a"
    assert await found("judgements.quality", "in", ["4", 5]) == "ab"
    assert await found("judgements.quality", "ge", 3) == "a"
    assert await found("judgements.exact.score", "lt", 0.5) == "c"
    assert await found("judgements.exact.right", "eq", True) == "c"
    assert await found("judgements.comment", "contains", "%") == ""
    for field, op, value in (("judgements", "gt", 1), ("judgements.a", "regex", "."), ("judgements.a", "gt", "x")):
        with pytest.raises(InvalidInput):
            await found(field, op, value)
    assert await judged.said(1, span_ids=["b"]) == [("tb", "b", "comment", "Zu LÄNGE"), ("tb", "b", "quality", "4")]
    assert [name for _, _, name, _ in await judged.said(1, trace_ids=["tc"])] == ["exact.right", "exact.score", "thumb"]

    await feedback.replace("1", said("8", "a", "quality", clock, {"value": 5}))
    await judged.put_found(1, ["a"], {"a": ("ta", 10)})
    assert await found("judgements.quality", "gt", 4) == "a"
    await feedback.remove(1, ["8", "5"])
    assert await found("judgements", "exists", True) == "bc"
    await feedback.delete_of_projects([1])
    assert await found("judgements", "exists", True) == ""


async def test_a_span_that_is_not_there_is_looked_for_ever_later(metadata: Metadata, clock: FakeClock) -> None:
    await migrate_metadata(metadata, [feedback_package])
    feedback, judged = Feedback(metadata), JudgedSpans(metadata, clock)
    await feedback.add([said("1", "a", "quality", clock, {"value": 4})])
    for later in (timedelta(0), timedelta(seconds=5), timedelta(days=1), timedelta(days=2)):
        clock.now += later
        assert await judged.to_find(1) == ["a"]
        await judged.put_found(1, ["a"], {})
        clock.advance(seconds=4)
        assert await judged.to_find(1) == []


async def test_what_was_said_before_is_found_as_well(metadata: Metadata, clock: FakeClock) -> None:
    await migrate_metadata(metadata, [feedback_package])
    feedback, judged = Feedback(metadata), JudgedSpans(metadata, clock)
    await feedback.add([said(f"{n:04}", f"s{n}", "quality", clock, {"value": n}) for n in range(1001)])
    migration = import_module("runlake.products.feedback.migrations.metadata.0002_span_sayings")

    def as_before(connection: Connection) -> None:
        connection.execute(delete(sayings))
        migration._fill(connection)

    await metadata.write(as_before)
    assert len(await judged.to_find(1)) == 1001
