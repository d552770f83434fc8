"""Rows of a run, put together again from points and rich values, with their original nesting."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import pyarrow as pa

from runlake.model import Run
from runlake.products.metrics.lines import encode_plain_rows
from runlake.products.metrics.rows import Paths, Row, RowId, assemble_rows
from runlake.products.metrics.series import read_nested_paths
from runlake.products.metrics.tables import POINTS_TABLE, ROW_SERIES
from runlake.storage.columnar import Columnar, branch_condition

# In the order in which points are stored, so that nothing is sorted.
SELECT_POINTS = """
SELECT run_number, metric, segment, step, line, value
FROM {table}
WHERE project_id = {{project_id:UInt32}} AND {condition}
  AND step >= {{min_step:Int64}} AND step < {{max_step:Int64}} {only}
ORDER BY run_number, metric, segment, step
"""

# The step at which the page after this one begins.
SELECT_STEP_AFTER = """
SELECT step
FROM {table}
WHERE project_id = {{project_id:UInt32}} AND {condition} AND metric = '_timestamp'
  AND step >= {{min_step:Int64}} AND step < {{max_step:Int64}}
ORDER BY step
LIMIT 1 OFFSET {{limit:UInt64}}
"""

SELECT_RICH_OF_ROWS = """
SELECT run_number, segment, line, step, metric, value
FROM rich_values
WHERE project_id = {{project_id:UInt32}} AND {condition}
  AND step >= {{min_step:Int64}} AND step < {{max_step:Int64}} {only}
ORDER BY run_number, metric, segment, line
LIMIT 1 BY run_number, segment, line, metric
"""

SELECT_ROW_STEPS = """
SELECT run_number, segment, line, step
FROM {table}
WHERE project_id = {{project_id:UInt32}} AND {condition} AND metric = '_timestamp'
ORDER BY step, segment, line
"""

SELECT_LAST_STEP = """
SELECT max(step) AS last_step, count() AS rows
FROM {table}
WHERE project_id = {{project_id:UInt32}} AND {condition} AND metric = '_timestamp'
"""

SELECT_FIRST_STEP = """
SELECT min(step) AS first_step, count() AS rows
FROM {table}
WHERE project_id = {{project_id:UInt32}} AND {condition} AND metric = '_timestamp'
"""


EncodeRows = Callable[[list[Row]], list[str]]
"""Rows → a JSON line for each; runs in a thread."""


class HistoryReader:
    """Reads the rows of one run's live branch from one source."""

    def __init__(self, columnar: Columnar, run: Run, source: str = "history") -> None:
        self._columnar = columnar
        self._run = run
        self._source = source
        self._table = POINTS_TABLE[source]
        self._condition, parameters = branch_condition(run)
        self._parameters = {**parameters, "project_id": run.project_id}

    async def rows(self, min_step: int, max_step: int, limit: int, keys: Sequence[str] | None = None) -> list[Row]:
        """Rows with min_step ≤ step < max_step, in step order; with `keys` only those names of them."""
        bounds = await self._page(min_step, max_step, limit)
        only = ""
        if keys is not None:
            only, bounds["keys"] = "AND metric IN {keys:Array(String)}", [*keys, ROW_SERIES]
        return (await self._rows(bounds, only))[:limit]

    async def lines(self, min_step: int, max_step: int, limit: int, encode: EncodeRows) -> list[str]:
        """The same whole rows as JSON lines; `encode` writes those that cannot be written straight from columns."""
        points, rich, paths = await self._read(await self._page(min_step, max_step, limit), "")

        def lines() -> list[str]:
            plain = None if paths or (rich is not None and rich.num_rows) else encode_plain_rows(points)
            if plain is not None:
                return plain[:limit]
            return encode(list(assemble_rows(points, rich, paths, with_step=True).values())[:limit])

        return await asyncio.to_thread(lines)

    async def sampled_rows(self, samples: int) -> list[Row]:
        """At most `samples` whole rows, evenly spread over all, the first and the last among them."""
        chosen = _spread(await self._row_ids(), samples)
        if not chosen:
            return []
        steps = [step for _, step in chosen]
        bounds: dict[str, object] = {"min_step": steps[0], "max_step": steps[-1] + 1, "steps": steps}
        rows = await self._rows(bounds, "AND step IN {steps:Array(Int64)}")
        return rows if len(rows) <= samples else [rows[index] for index in even_indices(len(rows), samples)]

    async def tail(self) -> Row | None:
        """The last row."""
        last = await self.last_step()
        rows = await self.rows(last, last + 1, 1000) if last is not None else []
        return rows[-1] if rows else None

    async def last_step(self) -> int | None:
        """The highest step; None for a run without rows."""
        found = (await self._query(SELECT_LAST_STEP, {})).to_pylist()
        return int(found[0]["last_step"]) if found and found[0]["rows"] else None

    async def first_step(self) -> int | None:
        """The lowest step; None for a run without rows."""
        found = (await self._query(SELECT_FIRST_STEP, {})).to_pylist()
        return int(found[0]["first_step"]) if found and found[0]["rows"] else None

    async def _rows(self, bounds: dict[str, object], only: str) -> list[Row]:
        points, rich, paths = await self._read(bounds, only)
        found = await asyncio.to_thread(assemble_rows, points, rich, paths, with_step=self._source == "history")
        return list(found.values())

    async def _read(self, bounds: dict[str, object], only: str) -> tuple[pa.Table, pa.Table | None, Paths]:
        points, rich, paths = await asyncio.gather(
            self._query(SELECT_POINTS, bounds, only), self._rich(bounds, only), self._paths()
        )
        return points, rich, paths

    async def _page(self, min_step: int, max_step: int, limit: int) -> dict[str, object]:
        if max_step - min_step > limit:  # else there are hardly more rows than steps
            max_step = await self._end_of_page(min_step, max_step, limit)
        return {"min_step": min_step, "max_step": max_step}

    async def _end_of_page(self, min_step: int, max_step: int, limit: int) -> int:
        bounds: dict[str, object] = {"min_step": min_step, "max_step": max_step, "limit": limit}
        found = (await self._query(SELECT_STEP_AFTER, bounds)).to_pylist()
        return int(found[0]["step"]) + 1 if found else max_step

    async def _row_ids(self) -> list[tuple[RowId, int]]:
        table = await self._query(SELECT_ROW_STEPS, {})
        columns = [table[name].to_pylist() for name in ("run_number", "segment", "line", "step")]
        return [((run, segment, line), step) for run, segment, line, step in zip(*columns, strict=True)]

    async def _rich(self, bounds: dict[str, object], only: str) -> pa.Table | None:
        return await self._query(SELECT_RICH_OF_ROWS, bounds, only) if self._source == "history" else None

    async def _paths(self) -> Paths:
        return await read_nested_paths(self._columnar, self._run, self._source)

    async def _query(self, sql: str, parameters: dict[str, object], only: str = "") -> pa.Table:
        text = sql.format(table=self._table, condition=self._condition, only=only)
        return await self._columnar.query(text, {**self._parameters, **parameters})


def rows_with_all(rows: Iterable[Row], keys: Sequence[str]) -> list[Row]:
    """Rows cut down to `keys` (flattened names), without those that lack one of them."""
    found = []
    for row in rows:
        cut = {key: _lookup(row, key) for key in keys}
        if all(value is not _ABSENT for value in cut.values()):
            found.append(cut)
    return found


_ABSENT = object()


def _lookup(row: Row, key: str) -> Any:
    """The value under a flattened name: a literal key, or the way through nested objects."""
    if key in row:
        return row[key]
    head, dot, rest = key.partition(".")
    while dot:
        if isinstance(row.get(head), dict):
            found = _lookup(row[head], rest)
            if found is not _ABSENT:
                return found
        more, dot, rest = rest.partition(".")
        head = f"{head}.{more}"
    return _ABSENT


def _spread(rows: list[tuple[RowId, int]], samples: int) -> list[tuple[RowId, int]]:
    return rows if len(rows) <= samples else [rows[index] for index in even_indices(len(rows), samples)]


def even_indices(total: int, samples: int) -> list[int]:
    """Indices of `samples` of `total` things, evenly spread, first and last among them."""
    if samples <= 1:
        return [total - 1] if samples == 1 else []
    return [round(index * (total - 1) / (samples - 1)) for index in range(samples)]
