"""Which price a call of a client has."""

from dataclasses import replace
from datetime import UTC, datetime

from runlake.products.prices import default_prices
from runlake.protocols.weave.call_prices import CallPrices

NOW = datetime(2030, 1, 1, tzinfo=UTC)


def test_the_projects_own_price_goes_before_the_list_in_any_currency() -> None:
    listed = next(price for price in default_prices().prices if price.model == "gpt-4")
    own = replace(listed, project_id=7, prompt_unit="EUR", completion_unit="EUR")
    assert CallPrices([own], [listed]).at("gpt-4", NOW) == own
    assert CallPrices([], [listed]).at("openai/gpt-4", NOW) == listed
    assert CallPrices([own], [listed]).at("unheard-of", NOW) is None
