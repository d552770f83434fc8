"""What model requests cost, by prices that the server hands in: at storing, and again when prices have changed.

A cost that the client reported is never touched. A computed one names the price it was computed by.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol

from runlake.errors import LimitExceeded
from runlake.products.traces.reading import COUNTED
from runlake.products.traces.records import Span
from runlake.query import Parameters
from runlake.storage.columnar import Columnar

MOST_PRICES = 2000

COMPUTED = """project_id = {project_id:UInt32} AND hour BETWEEN {first_hour:UInt32} AND {last_hour:UInt32}
  AND kind IN {counted:Array(String)} AND NOT (has_cost AND price_id = '') AND input_tokens + output_tokens > 0"""

SELECT_MODELS = """
SELECT model, count() AS spans FROM spans WHERE {computed} AND model != '' GROUP BY model
"""

SELECT_HOURS = """
SELECT hour, count() AS requests FROM spans WHERE {computed} GROUP BY hour ORDER BY hour
"""

UPDATE_COSTS = """
ALTER TABLE spans UPDATE cost = {cost}, has_cost = {number} > 0, price_id = {ids}[{number}]
WHERE {computed}
SETTINGS mutations_sync = 1
"""

_COST = """ifNull(
    (toFloat64(input_tokens) - cache_read_tokens - cache_write_tokens) * {inputs}[{number}]
    + output_tokens * {outputs}[{number}] + cache_read_tokens * {reads}[{number}]
    + cache_write_tokens * {writes}[{number}], 0)"""


class PriceTerms(Protocol):
    """One price: US dollars per token from a time on."""

    @property
    def price_id(self) -> str: ...
    @property
    def effective_at(self) -> datetime: ...
    @property
    def created_at(self) -> datetime: ...
    @property
    def prompt_cost(self) -> float: ...
    @property
    def completion_cost(self) -> float: ...
    @property
    def cache_read_cost(self) -> float: ...
    @property
    def cache_write_cost(self) -> float: ...


class Book(Protocol):
    """The prices of one project."""

    def prices(self, model: str) -> Sequence[PriceTerms]:
        """All prices of a model."""

    def charge(self, model: str, start_ns: int, tokens: tuple[int, int, int, int]) -> tuple[float, str] | None:
        """(dollars, price id) of input, output, cache-read and cache-written tokens."""


class Pricing(Protocol):
    """Where the prices of projects are."""

    async def book(self, project_id: int) -> Book:
        """The prices of a project now."""


def put_cost(span: Span, book: Book) -> None:
    """Compute the cost of a model request whose client reported none."""
    usage = span.usage
    if span.cost is not None or span.kind not in COUNTED or not span.model or not usage.total:
        return
    tokens = (usage.input, usage.output, usage.cache_read, usage.cache_write)
    charged = book.charge(span.model, span.raw.start_ns, tokens)
    if charged is not None:
        span.cost, span.price_id = charged


async def count_computed(columnar: Columnar, project_id: int, first_hour: int, last_hour: int) -> list[tuple[int, int]]:
    """(hour, requests) of the requests whose costs no client reported, the earliest hour first."""
    values = _computed_values(project_id, first_hour, last_hour)
    found = (await columnar.query(SELECT_HOURS.format(computed=COMPUTED), values)).to_pylist()
    return [(row["hour"], row["requests"]) for row in found]


async def recompute(columnar: Columnar, project_id: int, book: Book, first_hour: int, last_hour: int) -> int:
    """Compute all costs of some hours again that were not reported; gives the number of requests with a price.

    Raises LimitExceeded when the models have more than 2,000 prices.
    """
    values = _computed_values(project_id, first_hour, last_hour)
    found = (await columnar.query(SELECT_MODELS.format(computed=COMPUTED), values)).to_pylist()
    terms = {row["model"]: _newest_first(book.prices(row["model"])) for row in found}
    sql, parameters = _update(terms)
    await columnar.execute(sql, {**values, **parameters.values})
    return sum(row["spans"] for row in found if terms[row["model"]])


def _computed_values(project_id: int, first_hour: int, last_hour: int) -> dict[str, Any]:
    return {"project_id": project_id, "first_hour": first_hour, "last_hour": last_hour, "counted": list(COUNTED)}


def _newest_first(prices: Sequence[PriceTerms]) -> list[PriceTerms]:
    return sorted(prices, key=lambda price: (price.effective_at, price.created_at), reverse=True)


def _update(terms: dict[str, list[PriceTerms]]) -> tuple[str, Parameters]:
    """The mutation: which number of the list of prices a row has, 0 for none, and the cost by that."""
    prices = [price for of_model in terms.values() for price in of_model]
    if len(prices) > MOST_PRICES:
        raise LimitExceeded(f"the models of these spans have {len(prices)} prices, more than {MOST_PRICES}")
    parameters = Parameters()
    number = _number(terms, parameters)
    parts = {
        "inputs": "prompt_cost",
        "outputs": "completion_cost",
        "reads": "cache_read_cost",
        "writes": "cache_write_cost",
    }
    lists = {
        name: f"{{{parameters.add([getattr(price, part) for price in prices], name)}:Array(Float64)}}"
        for name, part in parts.items()
    }
    ids = f"{{{parameters.add([price.price_id for price in prices], 'ids')}:Array(String)}}"
    return UPDATE_COSTS.format(
        computed=COMPUTED, cost=_COST.format(number=number, **lists), number=number, ids=ids
    ), parameters


def _number(terms: dict[str, list[PriceTerms]], parameters: Parameters) -> str:
    """Of a model the latest price before the start; when all are later, the newest."""
    branches: list[str] = []
    first = 1
    for model, prices in terms.items():
        if not prices:
            continue
        is_model = f"model = {{{parameters.add(model, 'model')}:String}}"
        for number, price in enumerate(prices, first):
            since = parameters.add(int(price.effective_at.timestamp() * 1e9), "since")
            branches.append(f"{is_model} AND start_time >= fromUnixTimestamp64Nano({{{since}:Int64}}), {number}")
        branches.append(f"{is_model}, {first}")
        first += len(prices)
    return f"multiIf({', '.join(branches)}, 0)" if branches else "toUInt8(0)"
