"""Finding runs by any field: one SQL over the mirror chooses a page and counts, then its rows are filled."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from runlake.products.runs.leaves import Leaf
from runlake.products.runs.order import Order
from runlake.products.runs.records import FieldInfo
from runlake.query import Filter, Parameters, Sort, check_filter, check_text, compile_filter
from runlake.storage.columnar import Columnar

_MATCHING_RUNS = """
SELECT run_number FROM run_fields FINAL
WHERE project_id = {{project_id:UInt32}} AND path = '_version' AND kind != 'removed' AND {condition}"""

_PAGE = """
SELECT * FROM (
    SELECT run_number, {columns}, count() OVER () AS total
    FROM ({runs}) AS matching {joins}
)
WHERE {after}
ORDER BY {by}
LIMIT {{limit:UInt32}}
"""

_COUNT = "SELECT count() AS total FROM ({runs})"

SELECT_COLUMNS = """
SELECT run_number, path, argMax((toString(kind), number, text), version) AS latest
FROM run_fields
WHERE project_id = {project_id:UInt32} AND path IN {paths:Array(String)} AND run_number IN {runs:Array(UInt32)}
GROUP BY run_number, path
HAVING latest.1 != 'removed'
"""

SELECT_FIELDS = """
SELECT path, groupUniqArray(toString(kind)) AS kinds, count() AS run_count
FROM run_fields FINAL
WHERE project_id = {project_id:UInt32} AND kind != 'removed' AND startsWith(path, {prefix:String})
  AND positionCaseInsensitiveUTF8(path, {search:String}) > 0
  AND path != '_version' AND NOT startsWith(path, 'tag:')
GROUP BY path
ORDER BY path
LIMIT {limit:UInt32}
"""


@dataclass(frozen=True, slots=True)
class FoundPage:
    """Run numbers in order, how many runs match in all, and where the next page begins (None: nowhere)."""

    run_numbers: list[int]
    total: int
    next_cursor: str | None


class RunSearch:
    """Searches of the runs of one project."""

    def __init__(self, columnar: Columnar, project_id: int) -> None:
        self._columnar = columnar
        self._project_id = project_id

    async def page(self, found: Filter | None, sort: Sequence[Sort], limit: int, cursor: str | None) -> FoundPage:
        """A page of the runs that match."""
        order, parameters = Order(sort), Parameters()
        runs = matching_runs(found, parameters)
        sql = _PAGE.format(
            columns=order.columns,
            runs=runs,
            joins=order.joins(parameters),
            after=order.after(cursor, parameters) if cursor else "1",
            by=order.by,
        )
        rows = (await self._query(sql, {**parameters.values, "limit": limit + 1})).to_pylist()
        page = rows[:limit]
        return FoundPage(
            run_numbers=[row["run_number"] for row in page],
            total=rows[0]["total"] if rows else (await self.count(found) if cursor else 0),
            next_cursor=order.cursor_of(page[-1]) if len(rows) > limit else None,
        )

    async def count(self, found: Filter | None) -> int:
        """How many runs match."""
        parameters = Parameters()
        sql = _COUNT.format(runs=matching_runs(found, parameters))
        rows = (await self._query(sql, parameters.values)).to_pylist()
        return int(rows[0]["total"]) if rows else 0

    async def values(self, run_numbers: Sequence[int], paths: Sequence[str]) -> dict[int, dict[str, Any]]:
        """Run number → path → value, for the runs of a page."""
        for path in paths:
            check_text("a column", path)
        if not run_numbers or not paths:
            return {}
        found: dict[int, dict[str, Any]] = {}
        rows = (await self._query(SELECT_COLUMNS, {"paths": list(paths), "runs": list(run_numbers)})).to_pylist()
        for row in rows:
            found.setdefault(row["run_number"], {})[row["path"]] = Leaf(*row["latest"].values()).value()
        return found

    async def fields(self, search: str, prefix: str, limit: int) -> list[FieldInfo]:
        """Field paths that contain `search`, in alphabetical order."""
        check_text("search", search)
        check_text("prefix", prefix)
        rows = (await self._query(SELECT_FIELDS, {"search": search, "prefix": prefix, "limit": limit})).to_pylist()
        return [FieldInfo(row["path"], tuple(sorted(row["kinds"])), row["run_count"]) for row in rows]

    async def _query(self, sql: str, parameters: dict[str, object]) -> Any:
        return await self._columnar.query(sql, {**parameters, "project_id": self._project_id})


def matching_runs(found: Filter | None, parameters: Parameters) -> str:
    if found is None:
        return _MATCHING_RUNS.format(condition="1")
    check_filter(found)
    return _MATCHING_RUNS.format(condition=compile_filter(found, parameters))
