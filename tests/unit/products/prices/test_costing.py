"""Tokens cost what the price said that held when they were spent."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from runlake.products.prices import Price, cost_of, price_at, tokens_of

DAY = [datetime(2030, 1, day, tzinfo=UTC) for day in range(1, 30)]
PRICE = Price("1", 1, "gpt", "default", DAY[5], DAY[5], "a", 0.1, 1.0, 0.01, 0.2, "USD", "USD")


def test_the_price_that_held_then_counts() -> None:
    later = replace(PRICE, price_id="2", effective_at=DAY[10])
    corrected = replace(PRICE, price_id="3", created_at=DAY[6])
    prices = [later, PRICE, corrected]
    assert price_at(prices, DAY[7]) is corrected
    assert price_at(prices, DAY[10]) is later
    assert price_at(prices, DAY[0]) is later  # none held yet: the newest is the best guess
    assert price_at([], DAY[0]) is None


def test_cached_tokens_have_prices_of_their_own() -> None:
    usage = {"prompt_tokens": 60, "input_tokens": 40, "output_tokens": 5, "cache_read_input_tokens": 30, "other": {}}
    assert cost_of(usage, PRICE) == pytest.approx(
        {
            "prompt_tokens_total_cost": 7.0,
            "completion_tokens_total_cost": 5.0,
            "cache_read_input_tokens_total_cost": 0.3,
            "cache_creation_input_tokens_total_cost": 0.0,
        }
    )


def test_gross_input_has_the_cached_tokens_in_it() -> None:
    net = {"input_tokens": 10, "cache_read_input_tokens": 100, "cache_creation_input_tokens": 20}
    assert tokens_of({**net, "gross_input_tokens": 130})["prompt_tokens"] == 130
    assert tokens_of(net)["prompt_tokens"] == 10
