"""Which prices hold for the models that spans name: a project's own, else the list's. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

from runlake.products.prices.costing import Price, price_at

_DOLLARS = "USD"
_VERSION_OF_BEDROCK = re.compile(r"-v\d+(:\d+)?$")
_DAY = re.compile(r"[-@](\d{8}|\d{4}-\d{2}-\d{2})$")
_MAKER = re.compile(r"^((us|eu|apac|global)\.)?(anthropic|mistral|meta|amazon|cohere|deepseek)\.")
_LATEST_NS = 253_402_300_799 * 10**9  # the last second that datetime knows


class PriceBook:
    """The prices of one project at one moment."""

    def __init__(self, own: Iterable[Price], listed: Iterable[Price]) -> None:
        self._own = _by_model(price for price in own if price.prompt_unit == price.completion_unit == _DOLLARS)
        self._listed = _by_model(listed)

    def prices(self, model: str) -> Sequence[Price]:
        """All prices of a model, of any date; empty for a model that has none.

        The name as it is goes before the name without what providers put around it, a project's own before the list.
        """
        for name in names_of(model):
            found = self._own.get(name) or self._listed.get(name)
            if found:
                return found
        return ()

    def charge(self, model: str, start_ns: int, tokens: tuple[int, int, int, int]) -> tuple[float, str] | None:
        """(dollars, id of the price) of a request at that time, None when the model has no price.

        `tokens` are input, output, and of the input those read from and written to a cache.
        """
        prices = self.prices(model)
        price = price_at(prices, datetime.fromtimestamp(min(start_ns, _LATEST_NS) / 1e9, UTC)) if prices else None
        if price is None:
            return None
        given, written, cache_read, cache_write = tokens
        dollars = (
            (given - cache_read - cache_write) * price.prompt_cost
            + written * price.completion_cost
            + cache_read * price.cache_read_cost
            + cache_write * price.cache_write_cost
        )
        return dollars, price.price_id


def names_of(model: str) -> list[str]:
    """Names under which a model may have a price, the most exact first."""
    name = model.strip().lower()
    short = _MAKER.sub("", name.rpartition("/")[2])
    plain = _DAY.sub("", _VERSION_OF_BEDROCK.sub("", short)).removesuffix("-latest")
    return list(dict.fromkeys((name, short, _VERSION_OF_BEDROCK.sub("", short), plain)))


def _by_model(prices: Iterable[Price]) -> Mapping[str, Sequence[Price]]:
    found: dict[str, list[Price]] = {}
    for price in prices:
        found.setdefault(price.model.strip().lower(), []).append(price)
    return found
