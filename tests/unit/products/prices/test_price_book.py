"""Which price a model has, under the names that providers and clients give it."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from runlake.products.prices import Price, PriceBook, default_prices

DAY_1 = datetime(2026, 1, 1, tzinfo=UTC)
OWN = Price("own", 1, "GPT-4o", "default", DAY_1, DAY_1, "a", 1.0, 2.0, 0.5, 0.5, "USD", "USD")


def listed(model: str) -> str | None:
    found = PriceBook([], default_prices().prices).prices(model)
    return found[0].model if found else None


@pytest.mark.parametrize(
    ("sent", "known"),
    [
        ("gpt-4o", "gpt-4o"),
        ("openai/gpt-4o-2024-08-06", "gpt-4o"),
        ("gpt-4o-2024-05-13", "gpt-4o-2024-05-13"),
        ("claude-3-5-sonnet-20241022", "claude-3-5-sonnet"),
        ("claude-sonnet-4-5@20250929", "claude-sonnet-4-5"),
        ("us.anthropic.claude-3-5-sonnet-20240620-v1:0", "claude-3-5-sonnet"),
        ("models/gemini-2.5-pro", "gemini-2.5-pro"),
        ("mistral-large-latest", "mistral-large"),
        ("my-own-model", None),
        ("", None),
    ],
)
def test_names_lead_to_the_price_of_the_list(sent: str, known: str | None) -> None:
    assert listed(sent) == known


def test_a_projects_own_price_comes_first_and_only_in_dollars() -> None:
    start_ns = int(DAY_1.timestamp() * 1e9)
    book = PriceBook([OWN], default_prices().prices)
    assert book.charge("gpt-4o-2024-08-06", start_ns, (10, 1, 4, 2)) == (4 + 2 + 2 + 1, "own")
    euros = PriceBook([replace(OWN, prompt_unit="EUR")], default_prices().prices)
    charged = euros.charge("gpt-4o", start_ns, (1_000_000, 0, 0, 0))
    assert charged is not None
    assert charged[0] == pytest.approx(2.5)


@pytest.mark.parametrize("start_ns", [-1, 0, 2**64 - 1])
def test_clocks_that_are_years_off_have_a_price(start_ns: int) -> None:
    assert PriceBook([], default_prices().prices).charge("o3", start_ns, (1, 1, 0, 0)) is not None


def test_the_list_is_whole() -> None:
    found = default_prices()
    assert len({price.price_id for price in found.prices}) == len(found.prices)
    assert all(price.price_id.startswith(f"list-{found.version}/") for price in found.prices)
    assert all(
        0 <= price.cache_read_cost <= price.prompt_cost <= price.cache_write_cost
        for price in found.prices
        if price.model.startswith("claude-3")
    )
    assert set(found.sources) == {price.provider for price in found.prices}
