"""Costs: what the tokens of models cost in a project."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from starlette.routing import Route

from runlake.errors import InvalidInput, LimitExceeded
from runlake.model.clock import Clock
from runlake.products.prices import Price, Prices
from runlake.protocols.weave.door import Asked, Door
from runlake.protocols.weave.feedback_endpoints import purged_ids
from runlake.protocols.weave.feedback_wire import CreateCosts, NewCost, PurgeBody, RowsQuery
from runlake.protocols.weave.query import RowFields
from runlake.protocols.weave.row_query import Row, answer_rows

_MOST_AT_ONCE = 1000
_FIELDS = RowFields(
    (
        "id",
        "llm_id",
        "provider_id",
        "prompt_token_cost",
        "completion_token_cost",
        "cache_read_input_token_cost",
        "cache_creation_input_token_cost",
        "prompt_token_cost_unit",
        "completion_token_cost_unit",
    ),
    times=("effective_date",),
)


class CostEndpoints:
    """The endpoints of prices."""

    def __init__(self, prices: Prices, clock: Clock) -> None:
        self._prices = prices
        self._clock = clock

    def routes(self, door: Door) -> list[Route]:
        return [
            *door.routes("/cost/create", self.create, CreateCosts, access="write"),
            *door.routes("/cost/query", self.query, RowsQuery),
            *door.routes("/cost/purge", self.purge, PurgeBody, access="write"),
        ]

    async def create(self, asked: Asked) -> dict[str, Any]:
        """New prices; those before stay, for what was called before."""
        costs: dict[str, NewCost] = asked.body.costs
        if len(costs) > _MOST_AT_ONCE:
            raise LimitExceeded(f"{len(costs)} prices at once: send at most {_MOST_AT_ONCE}")
        prices = [self._price(asked, model, cost) for model, cost in costs.items()]
        await self._prices.add(asked.project.project_id, prices)
        return {"ids": [[price.price_id, price.model] for price in prices]}

    async def query(self, asked: Asked) -> dict[str, Any]:
        """The prices that match."""
        rows = [_row(price) for price in await self._prices.list(asked.project.project_id)]
        return {"results": answer_rows(rows, asked.body, _FIELDS)[0]}

    async def purge(self, asked: Asked) -> None:
        """Delete prices, named by their ids."""
        price_ids = purged_ids(asked.body)[:_MOST_AT_ONCE]
        await self._prices.remove(asked.project.project_id, price_ids, asked.principal.username, self._clock())

    def _price(self, asked: Asked, model: str, cost: NewCost) -> Price:
        if not 0 < len(model) <= 256:
            raise InvalidInput("the name of a model has 1 to 256 characters")
        now = self._clock()
        since = cost.effective_date or now
        return Price(
            price_id=str(uuid4()),
            project_id=asked.project.project_id,
            model=model,
            provider=(cost.provider_id or "default")[:256],
            effective_at=since if since.tzinfo else since.replace(tzinfo=UTC),
            created_at=now,
            created_by=asked.principal.username,
            prompt_cost=cost.prompt_token_cost,
            completion_cost=cost.completion_token_cost,
            cache_read_cost=cost.cache_read_input_token_cost or 0.0,
            cache_write_cost=cost.cache_creation_input_token_cost or 0.0,
            prompt_unit=(cost.prompt_token_cost_unit or "USD")[:32],
            completion_unit=(cost.completion_token_cost_unit or "USD")[:32],
        )


def price_terms(price: Price) -> dict[str, Any]:
    """The terms of a price in the client's words."""
    return {
        "prompt_token_cost": price.prompt_cost,
        "completion_token_cost": price.completion_cost,
        "cache_read_input_token_cost": price.cache_read_cost,
        "cache_creation_input_token_cost": price.cache_write_cost,
        "prompt_token_cost_unit": price.prompt_unit,
        "completion_token_cost_unit": price.completion_unit,
        "effective_date": _iso(price.effective_at),
        "provider_id": price.provider,
    }


def _row(price: Price) -> Row:
    return {"id": price.price_id, "llm_id": price.model, **price_terms(price)}


def _iso(at: datetime) -> str:
    return at.isoformat(timespec="microseconds")
