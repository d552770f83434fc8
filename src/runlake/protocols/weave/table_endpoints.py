"""Tables: the rows of data sets."""

from typing import Any

from starlette.routing import Route

from runlake.errors import InvalidInput, LimitExceeded
from runlake.products.objects import RowChange, RowsPage, RowTables, TableRow
from runlake.protocols.weave.call_wire import SortBy
from runlake.protocols.weave.door import Asked, Door
from runlake.protocols.weave.object_wire import (
    CreateTable,
    JoinTable,
    QueryTable,
    RowUpdate,
    TablesStats,
    UpdateTable,
)
from runlake.protocols.weave.query import RowFields, check_order, in_order

_MOST_SORTED = 100_000
_MOST_TABLES = 1000
_FIELDS = RowFields((), json=("val",))


class TableEndpoints:
    """The endpoints of tables."""

    def __init__(self, tables: RowTables) -> None:
        self._tables = tables

    def routes(self, door: Door) -> list[Route]:
        return [
            *door.routes("/table/create", self.create, CreateTable, access="write"),
            *door.routes("/table/create_from_digests", self.join, JoinTable, access="write"),
            *door.routes("/table/update", self.update, UpdateTable, access="write"),
            *door.routes("/table/query", self.query, QueryTable),
            *door.routes("/table/query_stats", self.stats, QueryTable),
            *door.routes("/table/query_stats_batch", self.stats_batch, TablesStats),
        ]

    async def create(self, asked: Asked) -> dict[str, Any]:
        """A table of rows; clients need the digest of each."""
        table = asked.body.table
        digest, rows = await self._tables.create(asked.project.project_id, table.rows, table.expected_digest)
        return {"digest": digest, "row_digests": rows}

    async def join(self, asked: Asked) -> dict[str, str]:
        """A table of rows that came in other tables."""
        body: JoinTable = asked.body
        digest = await self._tables.join(asked.project.project_id, body.row_digests, body.expected_digest)
        return {"digest": digest}

    async def update(self, asked: Asked) -> dict[str, Any]:
        """A new table that differs from another."""
        body: UpdateTable = asked.body
        changes = [_change(update) for update in body.updates]
        digest, rows = await self._tables.change(asked.project.project_id, body.base_digest, changes)
        return {"digest": digest, "updated_row_digests": rows}

    async def query(self, asked: Asked) -> dict[str, Any]:
        """A page of rows; an empty one beyond the end."""
        body: QueryTable = asked.body
        digests = body.filter.row_digests if body.filter is not None else None
        limit = None if body.limit is None else max(body.limit, 0)
        offset = max(body.offset or 0, 0)
        if not body.sort_by:
            rows = await self._tables.page(asked.project.project_id, body.digest, RowsPage(limit, offset, digests))
        else:
            page = RowsPage(_MOST_SORTED + 1, 0, digests)
            rows = _sorted(await self._tables.page(asked.project.project_id, body.digest, page), body.sort_by)
            rows = rows[offset : None if limit is None else offset + limit]
        return {"rows": [{"digest": row.digest, "val": row.value, "original_index": row.index} for row in rows]}

    async def stats(self, asked: Asked) -> dict[str, int]:
        """The number of rows; 0 of a table that is not there."""
        body: QueryTable = asked.body
        sizes = await self._tables.sizes(asked.project.project_id, [body.digest])
        return {"count": sizes.get(body.digest, (0, 0))[0]}

    async def stats_batch(self, asked: Asked) -> dict[str, Any]:
        """The number of rows of each table that is there."""
        digests = asked.body.digests or []
        if len(digests) > _MOST_TABLES:
            raise LimitExceeded(f"{len(digests)} tables at once: ask for at most {_MOST_TABLES}")
        sizes = await self._tables.sizes(asked.project.project_id, digests)
        rows = [
            {"digest": digest, "count": count, "storage_size_bytes": size} for digest, (count, size) in sizes.items()
        ]
        return {"tables": rows}


def _change(update: RowUpdate) -> RowChange:
    if update.append is not None:
        return RowChange(None, update.append.row)
    if update.insert is not None:
        return RowChange(update.insert.index, update.insert.row)
    if update.pop is not None:
        return RowChange(update.pop.index, removes=True)
    raise InvalidInput("an update of a table is append, insert or pop")


def _sorted(rows: list[TableRow], keys: list[SortBy]) -> list[TableRow]:
    if len(rows) > _MOST_SORTED:
        raise LimitExceeded(f"the table has more than {_MOST_SORTED} rows: read it in its own order")
    if any("" in key.field.split(".") for key in keys):
        raise InvalidInput("a field of sort_by is a path of names with dots between: none of them is empty")
    inside = [SortBy(f"val.{key.field}", key.direction) for key in keys]
    documents = [{"val": row.value, "row": row} for row in rows]
    return [document["row"] for document in in_order(documents, check_order(inside, _FIELDS))]
