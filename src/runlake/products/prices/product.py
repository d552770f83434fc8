"""`class Prices`: the price table of each project."""

from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import Connection, Delete, delete, func, insert, select

from runlake.errors import LimitExceeded
from runlake.products.prices.book import PriceBook
from runlake.products.prices.costing import Price
from runlake.products.prices.defaults import default_prices
from runlake.products.prices.tables import model_prices
from runlake.storage.metadata import Metadata, Remembered

MOST_PRICES = 10_000
_p = model_prices.c


class Prices:
    """The prices of all projects. Callers have checked the caller's rights on the project."""

    def __init__(self, metadata: Metadata) -> None:
        self._metadata = metadata
        self._books = Remembered(self._read_book)

    async def add(self, project_id: int, prices: Sequence[Price]) -> None:
        """Store prices; durable on return. Earlier ones stay. Raises LimitExceeded past 10,000 in a project."""

        def work(connection: Connection) -> None:
            counted = select(func.count()).select_from(model_prices).where(_p.project_id == project_id)
            if connection.execute(counted).scalar_one() + len(prices) > MOST_PRICES:
                raise LimitExceeded(f"a project has at most {MOST_PRICES} prices: purge some")
            if prices:
                connection.execute(insert(model_prices), [asdict(price) for price in prices])

        await self._books.change(self._metadata.write(work))

    async def list(self, project_id: int) -> Sequence[Price]:
        """All prices of a project, by the dates from which they hold."""
        statement = select(model_prices).where(_p.project_id == project_id).order_by(_p.effective_at, _p.price_id)
        rows = await self._metadata.read(lambda connection: connection.execute(statement).all())
        return [Price(**row._mapping) for row in rows]

    async def book(self, project_id: int) -> PriceBook:
        """What models cost in a project now: by its own prices, else by the list's."""
        return await self._books.get(project_id)

    async def remove(self, project_id: int, price_ids: Sequence[str]) -> None:
        """Delete prices; those that are not there do not matter."""
        statement = delete(model_prices).where(_p.project_id == project_id, _p.price_id.in_(price_ids))
        await self._change(statement)

    async def delete_of_projects(self, project_ids: Sequence[int]) -> None:
        """Delete the price tables of deleted projects. May be repeated."""
        statement = delete(model_prices).where(_p.project_id.in_(project_ids))
        await self._change(statement)

    async def _read_book(self, project_id: int) -> PriceBook:
        return PriceBook(await self.list(project_id), default_prices().prices)

    async def _change(self, statement: Delete) -> None:
        await self._books.change(self._metadata.write(lambda connection: connection.execute(statement).rowcount))
