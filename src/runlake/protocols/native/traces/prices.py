"""`…/prices`: what models cost in a project, in US dollars per million tokens, and costs computed again by it."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import uuid4

from fastapi import APIRouter, Path
from pydantic import BaseModel, ConfigDict, Field
from typing_extensions import TypedDict

from runlake.model.clock import Clock
from runlake.products.prices import Price, Prices, default_prices
from runlake.products.traces import Traces
from runlake.protocols.native.deps import ReadProject, WriteProject

_TOKENS = 1_000_000
_NS_PER_MS = 1_000_000
_LATEST_MS = 2**63 // _NS_PER_MS
_PLACE = "/projects/{entity}/{project}/prices"

Dollars = Annotated[float, Field(ge=0, le=1_000_000, allow_inf_nan=False)]


class NewPriceBody(BaseModel):
    """A price from a date on (from now). Cached tokens without a price of their own cost what input costs."""

    model_config = ConfigDict(extra="forbid")
    model: str = Field(min_length=1, max_length=256)
    provider: str = Field("", max_length=256)
    effective_at: datetime | None = None
    input: Dollars
    output: Dollars
    cache_read: Dollars | None = None
    cache_write: Dollars | None = None


class RecomputeBody(BaseModel):
    """Which spans, by their start in ms since the epoch; all of them when nothing is said."""

    model_config = ConfigDict(extra="forbid")
    since: int = Field(0, ge=0, lt=_LATEST_MS)
    until: int | None = Field(None, ge=0, lt=_LATEST_MS)


class PriceRow(TypedDict):
    """One price, in US dollars per million tokens."""

    price_id: str
    model: str
    provider: str
    effective_at: datetime
    created_by: str
    input: float
    output: float
    cache_read: float
    cache_write: float


class PriceList(TypedDict):
    """A project's own prices, and the list prices that hold for models without one; `sources` by provider."""

    prices: list[PriceRow]
    list_version: str
    list_prices: list[PriceRow]
    sources: dict[str, str]


class Recomputed(TypedDict):
    """How many requests have a computed cost now."""

    requests: int


def price_routes(prices: Prices, traces: Traces, clock: Clock) -> APIRouter:
    """The endpoints of prices."""
    router = APIRouter(tags=["traces"])

    @router.get(_PLACE)
    async def list_prices(target: ReadProject) -> PriceList:
        """The project's own prices and the list's, by the dates from which they hold."""
        own = await prices.list(target.project.project_id)
        listed = default_prices()
        return {
            "prices": [_row(price) for price in own],
            "list_version": listed.version,
            "list_prices": [_row(price) for price in listed.prices],
            "sources": dict(listed.sources),
        }

    @router.post(_PLACE, status_code=201)
    async def add_price(target: WriteProject, body: NewPriceBody) -> PriceRow:
        """A new price of a model; the ones before stay for what began before it."""
        price = _price(target.project.project_id, target.principal.username, body, clock())
        await prices.add(target.project.project_id, [price])
        return _row(price)

    @router.delete(_PLACE + "/{price_id}", status_code=204)
    async def remove_price(target: WriteProject, price_id: Annotated[str, Path(max_length=300)]) -> None:
        """Remove one of the project's own prices; may be repeated."""
        await prices.remove(target.project.project_id, [price_id])

    @router.post(_PLACE + "/recompute")
    async def recompute(target: WriteProject, body: RecomputeBody) -> Recomputed:
        """Compute the costs again that no client reported, by the prices of now."""
        until = {} if body.until is None else {"until_ns": body.until * _NS_PER_MS}
        since_ns = body.since * _NS_PER_MS
        requests = await traces.recompute_costs(target.project.project_id, since_ns=since_ns, **until)
        return {"requests": requests}

    return router


def _price(project_id: int, created_by: str, body: NewPriceBody, now: datetime) -> Price:
    since = body.effective_at or now
    return Price(
        price_id=str(uuid4()),
        project_id=project_id,
        model=body.model,
        provider=body.provider or "default",
        effective_at=since if since.tzinfo else since.replace(tzinfo=UTC),
        created_at=now,
        created_by=created_by,
        prompt_cost=body.input / _TOKENS,
        completion_cost=body.output / _TOKENS,
        cache_read_cost=(body.input if body.cache_read is None else body.cache_read) / _TOKENS,
        cache_write_cost=(body.input if body.cache_write is None else body.cache_write) / _TOKENS,
        prompt_unit="USD",
        completion_unit="USD",
    )


def _row(price: Price) -> PriceRow:
    return {
        "price_id": price.price_id,
        "model": price.model,
        "provider": price.provider,
        "effective_at": price.effective_at,
        "created_by": price.created_by,
        "input": _per_million(price.prompt_cost),
        "output": _per_million(price.completion_cost),
        "cache_read": _per_million(price.cache_read_cost),
        "cache_write": _per_million(price.cache_write_cost),
    }


def _per_million(dollars: float) -> float:
    return round(dollars * _TOKENS, 9)
