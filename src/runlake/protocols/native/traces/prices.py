"""`…/prices`: what models cost in a project, in US dollars per million tokens, and costs computed again by it."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import uuid4

from fastapi import APIRouter, Path
from pydantic import BaseModel, ConfigDict, Field
from typing_extensions import TypedDict

from runlake.model.clock import Clock
from runlake.products.prices import Price, Prices, default_prices, price_at
from runlake.products.traces import ModelSpending, Recosting, Traces
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
    """One price, in US dollars per million tokens. Of the list that comes with Runlake `created_by` is ""."""

    price_id: str
    model: str
    provider: str
    effective_at: datetime
    created_at: datetime
    created_by: str
    removed_at: datetime | None
    removed_by: str | None
    input: float
    output: float
    cache_read: float
    cache_write: float


class RecomputeJob(TypedDict):
    """How far costs are computed anew; `requests_priced` of those read have a computed cost now."""

    requests_total: int
    requests_read: int
    requests_priced: int
    asked_at: datetime
    asked_by: str
    finished_at: datetime | None
    problem: str


class PriceList(TypedDict):
    """A project's own prices, and the list prices that hold for models without one; `sources` by provider.

    `removed` are own ones that hold no more, the latest 1,000; `job` the last order to compute costs anew.
    """

    prices: list[PriceRow]
    removed: list[PriceRow]
    job: RecomputeJob | None
    list_version: str
    list_prices: list[PriceRow]
    sources: dict[str, str]


class ModelRow(TypedDict):
    """A model that requests went to, and the price that holds for it now, null without one.

    Of its `requests` clients reported the cost of `reported`, `priced` have a computed one; `cost` sums up both.
    """

    model: str
    requests: int
    reported: int
    priced: int
    cost: float
    last_at: datetime
    price: PriceRow | None


class ModelList(TypedDict):
    """The models of a project, those with the most requests first, at most 500."""

    models: list[ModelRow]


def price_routes(prices: Prices, traces: Traces, clock: Clock) -> APIRouter:
    """The endpoints of prices."""
    router = APIRouter(tags=["traces"])

    @router.get(_PLACE)
    async def list_prices(target: ReadProject) -> PriceList:
        """The project's own prices and the list's, by the dates from which they hold."""
        project_id = target.project.project_id
        listed = default_prices()
        job = await traces.costs.job(project_id)
        return {
            "prices": [_row(price) for price in await prices.list(project_id)],
            "removed": [_row(price) for price in await prices.list_removed(project_id)],
            "job": _job(job) if job else None,
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
        await prices.remove(target.project.project_id, [price_id], target.principal.username, clock())

    @router.post(_PLACE + "/recompute", status_code=202)
    async def recompute(target: WriteProject, body: RecomputeBody) -> RecomputeJob:
        """Compute the costs again that no client reported, by the prices of now, in the background."""
        until = {} if body.until is None else {"until_ns": body.until * _NS_PER_MS}
        since_ns = body.since * _NS_PER_MS
        by = target.principal.username
        return _job(await traces.costs.ask(target.project.project_id, by, since_ns=since_ns, **until))

    @router.get(_PLACE + "/models")
    async def list_models(target: ReadProject) -> ModelList:
        """The models that requests went to, with what they cost and the prices that hold now."""
        project_id, now = target.project.project_id, clock()
        book = await prices.book(project_id)
        found = await traces.costs.by_model(project_id)
        return {"models": [_model(spent, price_at(book.prices(spent.model), now)) for spent in found]}

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
        "created_at": price.created_at,
        "created_by": price.created_by,
        "removed_at": price.removed_at,
        "removed_by": price.removed_by,
        "input": _per_million(price.prompt_cost),
        "output": _per_million(price.completion_cost),
        "cache_read": _per_million(price.cache_read_cost),
        "cache_write": _per_million(price.cache_write_cost),
    }


def _job(job: Recosting) -> RecomputeJob:
    return {
        "requests_total": job.requests_total,
        "requests_read": min(job.requests_read, job.requests_total),
        "requests_priced": job.requests_priced,
        "asked_at": job.asked_at,
        "asked_by": job.asked_by,
        "finished_at": job.finished_at,
        "problem": job.problem,
    }


def _model(spent: ModelSpending, price: Price | None) -> ModelRow:
    return {
        "model": spent.model,
        "requests": spent.requests,
        "reported": spent.reported,
        "priced": spent.priced,
        "cost": spent.cost,
        "last_at": datetime.fromtimestamp(spent.last_ns / 1e9, UTC),
        "price": _row(price) if price else None,
    }


def _per_million(dollars: float) -> float:
    return round(dollars * _TOKENS, 9)
