"""Feedback and prices on both dialects."""

from dataclasses import replace

import runlake.products.feedback as feedback_package
import runlake.products.prices as prices_package
from runlake.products.feedback import Feedback, FeedbackItem, FeedbackQuery
from runlake.products.prices import Price, Prices
from runlake.storage.metadata import Metadata
from runlake.storage.migrate import migrate_metadata
from tests.stores.conftest import FakeClock


def item(name: str, clock: FakeClock, **changes: object) -> FeedbackItem:
    clock.advance(seconds=1)
    made = FeedbackItem(name, 1, "ref-1", "note", clock.now, "ann", {"note": "ä", "n": 1.5}, {"creator": None})
    return replace(made, **changes)  # type: ignore[arg-type]


async def test_feedback_is_stored_once_and_found(metadata: Metadata, clock: FakeClock) -> None:
    await migrate_metadata(metadata, [feedback_package])
    feedback = Feedback(metadata)
    items = [item("a", clock), item("b", clock, target="ref-2"), item("c", clock, kind="score")]
    for _ in range(2):  # a retry
        await feedback.add([*items, item("other", clock, project_id=2)])

    async def found(**query: list[str]) -> str:
        return "".join(one.feedback_id for one in await feedback.list(1, FeedbackQuery(**query)))

    assert list(await feedback.list(1, FeedbackQuery())) == items
    assert await found(targets=["ref-1", "nothing"]) == "ac"
    assert await found(targets=["ref-1"], kinds=["score"]) == "c"
    assert await found(feedback_ids=["b", "c"], targets=["ref-1"]) == "c"
    assert await found(targets=[]) == ""
    await feedback.replace("a", item("d", clock))
    await feedback.remove(1, ["c", "other", "nothing"])
    assert await found() == "bd"
    assert len(await feedback.list(2, FeedbackQuery())) == 1


async def test_prices_are_kept_with_their_dates(metadata: Metadata, clock: FakeClock) -> None:
    await migrate_metadata(metadata, [prices_package])
    prices = Prices(metadata)
    first = Price("1", 1, "gpt", "default", clock.now, clock.now, "ann", 1e-7, 2e-7, 0.0, 0.0, "USD", "USD")
    clock.advance(days=1)
    second = replace(first, price_id="2", effective_at=clock.now, prompt_cost=3e-7)
    await prices.add(1, [second, first])
    assert list(await prices.list(1)) == [first, second]
    assert list(await prices.list(2)) == []
    await prices.remove(2, ["1"], "bob", clock.now)
    for by in ("bob", "eve"):  # once is enough
        await prices.remove(1, ["2", "nothing"], by, clock.now)
    assert list(await prices.list(1)) == [first]
    assert list(await prices.list_removed(1)) == [replace(second, removed_at=clock.now, removed_by="bob")]
