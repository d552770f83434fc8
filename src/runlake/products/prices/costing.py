"""Tokens × prices. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

_COUNTS = ("prompt_tokens", "completion_tokens", "cache_read_input_tokens", "cache_creation_input_tokens")


@dataclass(frozen=True, slots=True)
class Price:
    """What one token of a model costs from a date on. `price_id` names this version of the price.

    `removed_at` None: it holds.
    """

    price_id: str
    project_id: int
    model: str
    provider: str
    effective_at: datetime
    created_at: datetime
    created_by: str
    prompt_cost: float
    completion_cost: float
    cache_read_cost: float
    cache_write_cost: float
    prompt_unit: str
    completion_unit: str
    removed_at: datetime | None = None
    removed_by: str | None = None


def price_at(prices: Sequence[Price], at: datetime) -> Price | None:
    """Of the prices of one model the one that held then: the latest before, else the latest of those that came after."""
    return max(prices, key=lambda price: (price.effective_at <= at, price.effective_at, price.created_at), default=None)


def tokens_of(usage: Mapping[str, Any]) -> dict[str, int]:
    """The counts of a usage record; providers call prompt and completion also input and output."""
    counts = {name: _count(usage.get(name)) for name in (*_COUNTS, "requests", "total_tokens")}
    counts["prompt_tokens"] += _count(usage.get("input_tokens"))
    if "gross_input_tokens" in usage:  # says that `input_tokens` leaves the cached ones out
        counts["prompt_tokens"] = _count(usage["gross_input_tokens"])
    counts["completion_tokens"] += _count(usage.get("output_tokens"))
    return counts


def cost_of(usage: Mapping[str, Any], price: Price) -> dict[str, float]:
    """What a usage record cost, part by part."""
    tokens = tokens_of(usage)
    cached = tokens["cache_read_input_tokens"] + tokens["cache_creation_input_tokens"]
    return {
        "prompt_tokens_total_cost": (tokens["prompt_tokens"] - cached) * price.prompt_cost,
        "completion_tokens_total_cost": tokens["completion_tokens"] * price.completion_cost,
        "cache_read_input_tokens_total_cost": tokens["cache_read_input_tokens"] * price.cache_read_cost,
        "cache_creation_input_tokens_total_cost": tokens["cache_creation_input_tokens"] * price.cache_write_cost,
    }


def _count(value: Any) -> int:
    return int(value) if isinstance(value, int | float) and not isinstance(value, bool) else 0
