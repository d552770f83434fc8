"""Costs of model requests: computed once, kept, and computed again when prices change."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from runlake.live import LiveBus
from runlake.products.prices import Price, Prices
from runlake.products.traces import SpansQuery, Traces
from tests.stores.conftest import FakeClock
from tests.stores.traces_world import SECOND, START, opened_with_prices, span

MOMENT = datetime.fromtimestamp(START / 1e9, UTC)

World = tuple[Traces, Prices]


@pytest.fixture
async def world(tmp_path: Path, clock: FakeClock) -> AsyncIterator[World]:
    async with opened_with_prices(tmp_path, LiveBus(), clock) as made:
        yield made


def request(model: str, **more: Any) -> dict[str, Any]:
    tokens = {"gen_ai.usage.input_tokens": 1000, "gen_ai.usage.output_tokens": 100}
    cached = {"gen_ai.usage.cache_read.input_tokens": 400}
    return {"gen_ai.operation.name": "chat", "gen_ai.request.model": model, **tokens, **cached, **more}


def price(price_id: str, model: str, dollars: float, since: datetime) -> Price:
    return Price(price_id, 1, model, "x", since, since, "a", dollars, dollars * 2, dollars / 2, 0.0, "USD", "USD")


async def recompute(traces: Traces, *, since_ns: int = 0) -> int:
    """How many requests have a computed cost then."""
    await traces.costs.run(await traces.costs.ask(1, "ann", since_ns=since_ns))
    job = await traces.costs.job(1)
    assert job is not None
    assert job.finished_at is not None
    assert job.requests_read == job.requests_total
    return job.requests_priced


async def costs(traces: Traces) -> dict[str, tuple[float | None, str]]:
    page = await traces.lists.search(1, SpansQuery(roots_only=False))
    return {row["name"]: (row["cost"] if row["has_cost"] else None, row["price_id"]) for row in page.spans}


async def test_costs_are_computed_where_none_was_reported(world: World) -> None:
    traces, _ = world
    await traces.append(
        1,
        [
            span(1, name="listed", attributes=request("gpt-4o-2024-08-06")),
            span(2, name="reported", attributes=request("gpt-4o", **{"gen_ai.usage.cost": 9.0})),
            span(3, name="unknown", attributes=request("my-own")),
            span(4, name="agent", attributes=request("gpt-4o", **{"gen_ai.operation.name": "invoke_agent"})),
        ],
    )
    found = await costs(traces)
    listed, price_id = found.pop("listed")
    assert listed == pytest.approx((600 * 2.5 + 100 * 10 + 400 * 1.25) / 1e6)
    assert price_id.startswith("list-")
    assert found == {"reported": (9.0, ""), "unknown": (None, ""), "agent": (None, "")}
    totals = (await traces.lists.totals(1, [f"{1:032x}"]))[f"{1:032x}"]
    assert totals["cost"] == pytest.approx(9.0 + listed)


async def test_costs_are_computed_again_by_the_prices_of_then(world: World) -> None:
    traces, prices = world
    models = ["own'\\", "late", "gpt-4o"]
    spans = [span(n, name=model, attributes=request(model)) for n, model in enumerate(models, 1)]
    spans += [
        span(n + 10, name=f"{model} later", at_s=86_400, attributes=request(model)) for n, model in enumerate(models)
    ]
    spans += [span(20, name="reported", attributes=request("late", **{"gen_ai.usage.cost": 9.0}))]
    await traces.append(1, spans)
    await traces.append(2, [span(1, name="other", attributes=request("late"))])
    before = await costs(traces)
    assert before["late"] == (None, "")
    hour = timedelta(hours=1)
    new = [price("first", "own'\\", 1.0, MOMENT - hour), price("second", "own'\\", 2.0, MOMENT + hour)]
    await prices.add(1, [*new, price("future", "late", 3.0, MOMENT + 900 * hour)])
    assert await recompute(traces) == 6
    per_dollar = 600 + 2 * 100 + 400 / 2
    assert await costs(traces) == {
        **before,
        "own'\\": (per_dollar, "first"),
        "own'\\ later": (2 * per_dollar, "second"),
        "late": (3 * per_dollar, "future"),
        "late later": (3 * per_dollar, "future"),
        "reported": (9.0, ""),
    }
    await prices.remove(1, ["first", "second", "future"], "ann", MOMENT)
    assert await recompute(traces, since_ns=START + 2 * 86_400 * 10**9) == 0
    assert (await costs(traces))["late"] == (3 * per_dollar, "future")  # outside of the range
    await recompute(traces)
    assert await costs(traces) == before


async def test_a_stored_cost_is_the_same_as_a_recomputed_one(world: World) -> None:
    traces, _ = world
    await traces.append(
        1, [span(n, name=model, attributes=request(model)) for n, model in enumerate(["o3", "gpt-5"], 1)]
    )
    before = await costs(traces)
    await recompute(traces)
    after = await costs(traces)
    assert {name: price_id for name, (_, price_id) in after.items()} == {
        name: price_id for name, (_, price_id) in before.items()
    }
    assert [cost for cost, _ in after.values()] == pytest.approx([cost for cost, _ in before.values()])


async def test_costs_are_computed_part_by_part_and_go_on_after_a_stop(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    traces, prices = world
    monkeypatch.setattr("runlake.products.traces.recosting._LEAST_AT_ONCE", 1)
    await traces.append(1, [span(n, name="x", at_s=n * 3600, attributes=request("own")) for n in range(4)])
    await prices.add(1, [price("first", "own", 1.0, MOMENT)])
    job = await traces.costs.ask(1, "ann")
    assert (job.requests_total, job.requests_read) == (4, 0)
    await traces.costs.run(replace(job, next_hour=job.next_hour + START // (3600 * SECOND) + 2, requests_read=2))
    found = await traces.costs.job(1)
    assert found is not None
    assert (found.requests_read, found.requests_priced) == (4, 2)
    (spent,) = await traces.costs.by_model(1)
    assert spent.last_ns == START + 3 * 3600 * SECOND
    assert (spent.model, spent.requests, spent.reported, spent.priced) == ("own", 4, 0, 2)
    stale = await traces.costs.ask(1, "ann")
    await traces.costs.ask(1, "bob")
    await traces.costs.run(stale)  # another has taken its place
    found = await traces.costs.job(1)
    assert found is not None
    assert (found.asked_by, found.requests_read) == ("bob", 0)
