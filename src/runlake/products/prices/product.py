"""`class Prices`: the price table of each project."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, delete, func, insert, select, update

from runlake.errors import LimitExceeded
from runlake.products.prices.book import PriceBook
from runlake.products.prices.costing import Price
from runlake.products.prices.defaults import default_prices
from runlake.products.prices.tables import model_prices
from runlake.storage.metadata import Metadata, Remembered

MOST_PRICES = 10_000
_MOST_REMOVED = 1_000
_p = model_prices.c
_HOLDS = _p.removed_at.is_(None)


class Prices:
    """The prices of all projects. Callers have checked the caller's rights on the project."""

    def __init__(self, metadata: Metadata) -> None:
        self._metadata = metadata
        self._books = Remembered(self._read_book)

    async def add(self, project_id: int, prices: Sequence[Price]) -> None:
        """Store prices; durable on return. Earlier ones stay. Raises LimitExceeded past 10,000 in a project."""

        def work(connection: Connection) -> None:
            counted = select(func.count()).select_from(model_prices).where(_p.project_id == project_id, _HOLDS)
            if connection.execute(counted).scalar_one() + len(prices) > MOST_PRICES:
                raise LimitExceeded(f"a project has at most {MOST_PRICES} prices: purge some")
            if prices:
                connection.execute(insert(model_prices), [asdict(price) for price in prices])

        await self._books.change(self._metadata.write(work))

    async def list(self, project_id: int) -> Sequence[Price]:
        """All prices of a project, by the dates from which they hold."""
        mine = select(model_prices).where(_p.project_id == project_id, _HOLDS)
        return await self._read(mine.order_by(_p.effective_at, _p.price_id))

    async def list_removed(self, project_id: int) -> Sequence[Price]:
        """The prices that were removed, the last 1,000, the latest first."""
        mine = select(model_prices).where(_p.project_id == project_id, _p.removed_at.is_not(None))
        return await self._read(mine.order_by(_p.removed_at.desc(), _p.price_id).limit(_MOST_REMOVED))

    async def book(self, project_id: int) -> PriceBook:
        """What models cost in a project now: by its own prices, else by the list's."""
        return await self._books.get(project_id)

    async def remove(self, project_id: int, price_ids: Sequence[str], by: str, at: datetime) -> None:
        """Let prices hold no more, for the record: who and when. Those that are not there do not matter."""

        def work(connection: Connection) -> None:
            gone = update(model_prices).where(_p.project_id == project_id, _p.price_id.in_(price_ids), _HOLDS)
            connection.execute(gone.values(removed_at=at, removed_by=by))
            _forget_oldest(connection, project_id)

        await self._books.change(self._metadata.write(work))

    async def delete_of_projects(self, project_ids: Sequence[int]) -> None:
        """Delete the price tables of deleted projects. May be repeated."""
        statement = delete(model_prices).where(_p.project_id.in_(project_ids))
        await self._books.change(self._metadata.write(lambda connection: connection.execute(statement).rowcount))

    async def _read_book(self, project_id: int) -> PriceBook:
        return PriceBook(await self.list(project_id), default_prices().prices)

    async def _read(self, statement: Select[Any]) -> Sequence[Price]:
        rows = await self._metadata.read(lambda connection: connection.execute(statement).all())
        return [Price(**row._mapping) for row in rows]


def _forget_oldest(connection: Connection, project_id: int) -> None:
    """The record of what was removed is bounded."""
    removed = (_p.project_id == project_id, _p.removed_at.is_not(None))
    latest = select(_p.price_id).where(*removed).order_by(_p.removed_at.desc(), _p.price_id).limit(_MOST_REMOVED)
    kept = set(connection.execute(latest).scalars())
    if len(kept) == _MOST_REMOVED:
        connection.execute(delete(model_prices).where(*removed, _p.price_id.not_in(kept)))
