"""What the tokens of models cost: prices with the dates from which they hold."""

from runlake.products.prices.costing import Price, cost_of, price_at, tokens_of
from runlake.products.prices.product import Prices

__all__ = ["Price", "Prices", "cost_of", "price_at", "tokens_of"]
