"""What the models of calls cost: the project's own prices, in any currency, else those of the list."""

from collections.abc import Sequence
from datetime import datetime
from typing import Self

from runlake.products.prices import Price, PriceBook, Prices, default_prices, price_at


class CallPrices:
    """The prices for the calls of one project at one moment."""

    def __init__(self, own: Sequence[Price], listed: Sequence[Price]) -> None:
        self._own = own
        self._listed = PriceBook((), listed)

    @classmethod
    async def read(cls, prices: Prices, project_id: int) -> Self:
        """The prices of a project as they are now."""
        return cls(await prices.list(project_id), default_prices().prices)

    def at(self, model: str, started_at: datetime) -> Price | None:
        """The price that held when a call began; None for a model that has none."""
        own = [price for price in self._own if price.model == model]
        return price_at(own or self._listed.prices(model), started_at)
