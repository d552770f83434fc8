"""Finding runs by any field: one SQL over the mirror chooses a page, then its rows are filled."""

import base64
import binascii
from collections.abc import Sequence
from typing import Any

import orjson

from runlake.errors import InvalidInput
from runlake.products.runs.documents import Leaf
from runlake.products.runs.records import FieldInfo
from runlake.query import Filter, Parameters, Sort, check_filter, compile_filter
from runlake.storage.columnar import Columnar

MAX_SORTS = 5
NEWEST_FIRST = (Sort("created_at", descending=True),)

_RUNS = """
SELECT run_number FROM run_fields
WHERE project_id = {project_id:UInt32} AND path = '_version'
GROUP BY run_number
HAVING argMax(kind, version) != 'removed'
"""

_SORT_JOIN = """
LEFT JOIN (
    SELECT run_number,
        multiIf(kind IN ('number', 'bool') AND isNaN(number), 1, kind IN ('number', 'bool'), 0,
                kind IN ('string', 'json'), 2, 3) AS rank_{index},
        if(isNaN(number), 0, number) AS number_{index}, text AS text_{index}
    FROM (
        SELECT run_number, latest.1 AS kind, latest.2 AS number, latest.3 AS text
        FROM (
            SELECT run_number, argMax((toString(kind), number, text), version) AS latest FROM run_fields
            WHERE project_id = {{project_id:UInt32}} AND path = {{{path}:String}}
            GROUP BY run_number
        )
        WHERE kind NOT IN ('removed', 'null')
    )
) AS sort_{index} USING (run_number)
"""

_PAGE = """
SELECT run_number, {columns}
FROM ({runs}) AS all_runs {joins}
WHERE {condition} {after}
ORDER BY {order}
LIMIT {{limit:UInt32}}
SETTINGS join_use_nulls = 1
"""

_COUNT = "SELECT count() AS total FROM ({runs}) AS all_runs WHERE {condition}"

SELECT_COLUMNS = """
SELECT run_number, path, latest.1 AS kind, latest.2 AS number, latest.3 AS text
FROM (
    SELECT run_number, path, argMax((toString(kind), number, text), version) AS latest FROM run_fields
    WHERE project_id = {project_id:UInt32} AND path IN {paths:Array(String)} AND run_number IN {runs:Array(UInt32)}
    GROUP BY run_number, path
)
WHERE kind != 'removed'
"""

SELECT_FIELDS = """
SELECT path, groupUniqArray(latest_kind) AS kinds, count() AS run_count
FROM (
    SELECT path, run_number, toString(argMax(kind, version)) AS latest_kind
    FROM run_fields
    WHERE project_id = {project_id:UInt32} AND path IN (
        SELECT DISTINCT path FROM run_fields
        WHERE project_id = {project_id:UInt32} AND startsWith(path, {prefix:String})
          AND positionCaseInsensitiveUTF8(path, {search:String}) > 0 AND path != '_version'
          AND NOT startsWith(path, 'tag:')
        ORDER BY path LIMIT {limit:UInt32}
    )
    GROUP BY path, run_number
    HAVING latest_kind != 'removed'
)
GROUP BY path
ORDER BY path
"""


class RunSearch:
    """Searches of the runs of one project."""

    def __init__(self, columnar: Columnar, project_id: int) -> None:
        self._columnar = columnar
        self._project_id = project_id

    async def page(
        self, found: Filter | None, sort: Sequence[Sort], limit: int, cursor: str | None
    ) -> tuple[list[int], str | None]:
        """Run numbers of a page in order, and the cursor of the next page."""
        order = _Order(tuple(sort) or NEWEST_FIRST)
        parameters = Parameters()
        condition = _condition(found, parameters)
        joins = order.joins(parameters)
        after = order.after(cursor, parameters) if cursor else ""
        sql = _PAGE.format(
            columns=order.columns, runs=_RUNS, joins=joins, condition=condition, after=after, order=order.by
        )
        bound = {**parameters.values, "project_id": self._project_id, "limit": limit + 1}
        rows = (await self._columnar.query(sql, bound)).to_pylist()
        page = rows[:limit]
        next_cursor = order.cursor_of(page[-1]) if len(rows) > limit else None
        return [row["run_number"] for row in page], next_cursor

    async def count(self, found: Filter | None) -> int:
        """How many runs match."""
        parameters = Parameters()
        sql = _COUNT.format(runs=_RUNS, condition=_condition(found, parameters))
        rows = (await self._columnar.query(sql, {**parameters.values, "project_id": self._project_id})).to_pylist()
        return int(rows[0]["total"]) if rows else 0

    async def values(self, run_numbers: Sequence[int], paths: Sequence[str]) -> dict[int, dict[str, Any]]:
        """Run number → path → value, for the runs of a page."""
        if not run_numbers or not paths:
            return {}
        parameters = {"project_id": self._project_id, "paths": list(paths), "runs": list(run_numbers)}
        values: dict[int, dict[str, Any]] = {}
        for row in (await self._columnar.query(SELECT_COLUMNS, parameters)).to_pylist():
            leaf = Leaf(row["kind"], row["number"], row["text"])
            values.setdefault(row["run_number"], {})[row["path"]] = leaf.value()
        return values

    async def fields(self, search: str, prefix: str, limit: int) -> list[FieldInfo]:
        """Field paths that contain `search`, in alphabetical order."""
        parameters = {"project_id": self._project_id, "search": search, "prefix": prefix, "limit": limit}
        rows = (await self._columnar.query(SELECT_FIELDS, parameters)).to_pylist()
        return [FieldInfo(row["path"], tuple(sorted(row["kinds"])), row["run_count"]) for row in rows]


def _condition(found: Filter | None, parameters: Parameters) -> str:
    if found is None:
        return "1"
    check_filter(found)
    return compile_filter(found, parameters)


class _Order:
    """A total order of runs: the sort keys, each as rank, number and text, then the run number."""

    def __init__(self, sort: tuple[Sort, ...]) -> None:
        if len(sort) > MAX_SORTS:
            raise InvalidInput(f"at most {MAX_SORTS} sort keys, not {len(sort)}")
        self._sort = sort
        self._terms: list[tuple[str, str, bool]] = []
        for index, key in enumerate(sort):
            self._terms += [
                (f"ifNull(rank_{index}, 3)", "UInt8", False),
                (f"ifNull(number_{index}, 0)", "Float64", key.descending),
                (f"ifNull(text_{index}, '')", "String", key.descending),
            ]
        self._terms.append(("run_number", "UInt32", sort[0].descending))

    @property
    def columns(self) -> str:
        return ", ".join(f"{term} AS key_{index}" for index, (term, _, _) in enumerate(self._terms))

    @property
    def by(self) -> str:
        return ", ".join(f"{term} {'DESC' if down else 'ASC'}" for term, _, down in self._terms)

    def joins(self, parameters: Parameters) -> str:
        return "".join(
            _SORT_JOIN.format(index=index, path=parameters.add(key.field, "sort"))
            for index, key in enumerate(self._sort)
        )

    def cursor_of(self, row: dict[str, Any]) -> str:
        """Where the next page begins, after this row; it stays right when runs come and go."""
        values = [row[f"key_{index}"] for index in range(len(self._terms))]
        return base64.urlsafe_b64encode(orjson.dumps(values)).decode()

    def after(self, cursor: str, parameters: Parameters) -> str:
        """The condition that a run comes after the cursor in this order."""
        values = self._values_of(cursor)
        names = [parameters.add(value, "after") for value in values]
        alternatives = []
        for index in range(len(self._terms)):
            equal = [self._compared(other, "=", names[other]) for other in range(index)]
            sign = "<" if self._terms[index][2] else ">"
            alternatives.append(" AND ".join([*equal, self._compared(index, sign, names[index])]))
        return "AND (" + " OR ".join(f"({alternative})" for alternative in alternatives) + ")"

    def _compared(self, index: int, sign: str, name: str) -> str:
        term, kind, _ = self._terms[index]
        return f"{term} {sign} {{{name}:{kind}}}"

    def _values_of(self, cursor: str) -> list[Any]:
        try:
            values = orjson.loads(base64.urlsafe_b64decode(cursor.encode()))
        except (ValueError, binascii.Error) as error:
            raise InvalidInput("the cursor is not one of ours: start again without it") from error
        kinds = {"UInt8": int, "UInt32": int, "Float64": (int, float), "String": str}
        if not isinstance(values, list) or len(values) != len(self._terms):
            raise InvalidInput("the cursor belongs to another order: start again without it")
        for value, (_, kind, _) in zip(values, self._terms, strict=True):
            if not isinstance(value, kinds[kind]) or isinstance(value, bool) or (kind[0] == "U" and value < 0):  # type: ignore[arg-type]
                raise InvalidInput("the cursor belongs to another order: start again without it")
        return [
            float(value) if kind == "Float64" else value
            for value, (_, kind, _) in zip(values, self._terms, strict=True)
        ]
