"""The list prices that come with Runlake, read from `default.toml`."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from importlib.resources import files
from typing import Any

from runlake.products.prices.costing import Price

_TOKENS = 1_000_000
_BEGINNING = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class DefaultPrices:
    """All list prices of one version of the file; `sources` names the page of each provider."""

    version: str
    sources: Mapping[str, str]
    prices: Sequence[Price]


@cache
def default_prices() -> DefaultPrices:
    """The list prices of this release."""
    document = tomllib.loads((files(__package__) / "default.toml").read_text("utf-8"))
    version = document.pop("version")
    sources = {provider: listed["source"] for provider, listed in document.items()}
    prices = [
        price
        for provider, listed in document.items()
        for row in listed["prices"]
        for price in _prices(version, provider, row)
    ]
    return DefaultPrices(version, sources, prices)


def _prices(version: str, provider: str, row: Sequence[Any]) -> Iterator[Price]:
    models, since, given_in, given_out, *cached = row
    read, written = (*cached, given_in, given_in)[:2] if len(cached) != 1 else (cached[0], given_in)
    first_day = date.fromisoformat(since) if since else _BEGINNING
    at = datetime.combine(first_day, time(), UTC)
    for model in models:
        yield Price(
            price_id=f"list-{version}/{model}/{first_day}",
            project_id=0,
            model=model,
            provider=provider,
            effective_at=at,
            created_at=at,
            created_by="",
            prompt_cost=given_in / _TOKENS,
            completion_cost=given_out / _TOKENS,
            cache_read_cost=read / _TOKENS,
            cache_write_cost=written / _TOKENS,
            prompt_unit="USD",
            completion_unit="USD",
        )
