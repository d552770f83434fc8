"""What the tokens of models cost: prices with the dates from which they hold."""

from runlake.products.prices.book import PriceBook
from runlake.products.prices.costing import Price, cost_of, price_at, tokens_of
from runlake.products.prices.defaults import DefaultPrices, default_prices
from runlake.products.prices.product import Prices

__all__ = ["DefaultPrices", "Price", "PriceBook", "Prices", "cost_of", "default_prices", "price_at", "tokens_of"]
