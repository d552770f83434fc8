"""Runs grouped by the values of fields, with statistics over all runs of every group: two reads of the mirror."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from runlake.errors import InvalidInput
from runlake.products.runs.leaves import Leaf
from runlake.products.runs.search import matching_runs
from runlake.query import And, Compare, Filter, Or, Parameters, Sort, check_text
from runlake.storage.columnar import Columnar

MAX_KEYS = 3
MAX_GROUPS = 1000
MAX_GROUP_COLUMNS = 100
_TAGS = "tags"

# A number and a boolean that compare as equal are one value, as they are for filters; null counts as absent.
_KEY_JOIN = """
LEFT JOIN (
    SELECT run_number, if(kind IN ('number', 'bool'), 1, 2) AS class_{index}, number AS number_{index},
        text AS text_{index}, toString(kind) AS kind_{index}
    FROM run_fields FINAL
    WHERE project_id = {{project_id:UInt32}} AND path = {{{path}:String}} AND kind NOT IN ('removed', 'null')
) AS key_{index} USING (run_number)"""

_SORT_JOIN = """
LEFT JOIN (
    SELECT run_number, kind IN ('number', 'bool') AS sort_is_number, number AS sort_number, text AS sort_text
    FROM run_fields FINAL
    WHERE project_id = {{project_id:UInt32}} AND path = {{{path}:String}} AND kind NOT IN ('removed', 'null')
) AS sorting USING (run_number)"""

_GROUPS = """
SELECT {keys}, {kinds}, cityHash64({keys}) AS group_hash, count() AS run_count, {members} AS members, {order} count() OVER () AS total
FROM ({runs}) AS matching {joins}
GROUP BY {keys}
ORDER BY {by}
LIMIT {{limit:UInt32}} OFFSET {{offset:UInt32}}
"""

# Of a group of one value the deviation says nothing, and the engine answers NaN.
_STATISTICS = """
SELECT {keys}, path, countIf(is_finite) AS finite, avgIf(number, is_finite) AS mean,
    stddevSampIf(number, is_finite) AS std, minIf(number, is_finite) AS low, maxIf(number, is_finite) AS high,
    count() AS present, uniqExact(number, text) AS different, any((kind, number, text)) AS some
FROM ({runs}) AS matching {joins}
INNER JOIN (
    SELECT run_number, path, number, text, toString(kind) AS kind,
        kind IN ('number', 'bool') AND isFinite(number) AS is_finite
    FROM run_fields FINAL
    WHERE project_id = {{project_id:UInt32}} AND path IN {{columns:Array(String)}} AND kind NOT IN ('removed', 'null')
) AS cells USING (run_number)
WHERE cityHash64({keys}) IN {{groups:Array(UInt64)}}
GROUP BY {keys}, path
"""


@dataclass(frozen=True, slots=True)
class ColumnStatistics:
    """One column over all runs of a group: `count` finite numbers, and their statistics (None without any).

    `std` is the sample's (None for fewer than two). `present` runs have the column at all, with `different` values;
    `value` is that value when it is one and the same.
    """

    count: int
    mean: float | None
    std: float | None
    low: float | None
    high: float | None
    present: int
    different: int
    value: Any


@dataclass(frozen=True, slots=True)
class RunGroup:
    """The runs with equal values of the grouping fields; a value is None where runs lack the field.

    `filter` finds its runs among those that were grouped. `run_numbers` is empty unless asked for.
    """

    values: tuple[Any, ...]
    run_count: int
    filter: Filter
    columns: dict[str, ColumnStatistics] = field(default_factory=dict)
    run_numbers: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class GroupsQuery:
    """Groups of the runs that match `filter`, by one to three fields, in the order of their values.

    With `sort` they are ordered by the mean of a field, or by its text.
    """

    by: tuple[str, ...]
    filter: Filter | None = None
    columns: tuple[str, ...] = ()
    sort: Sort | None = None
    limit: int = 100
    offset: int = 0
    members: bool = False

    def __post_init__(self) -> None:
        if not 1 <= len(self.by) <= MAX_KEYS or len(set(self.by)) < len(self.by):
            raise InvalidInput(f"runs are grouped by one to {MAX_KEYS} different fields, not by {list(self.by)!r:.200}")
        if _TAGS in self.by:
            raise InvalidInput("runs cannot be grouped by `tags`, as a run may have many: group by `tag:<name>`")
        if not 1 <= self.limit <= MAX_GROUPS or self.offset < 0:
            raise InvalidInput(f"limit is {self.limit}; it must be from 1 to {MAX_GROUPS}")
        if len(self.columns) > MAX_GROUP_COLUMNS:
            raise InvalidInput(f"{len(self.columns)} columns are too many: at most {MAX_GROUP_COLUMNS}")
        for path in (*self.by, *self.columns, *([self.sort.field] if self.sort else [])):
            check_text("a field", path)


@dataclass(frozen=True, slots=True)
class GroupsPage:
    """Groups in order, and how many there are in all."""

    groups: list[RunGroup]
    total: int


async def read_groups(columnar: Columnar, project_id: int, query: GroupsQuery) -> GroupsPage:
    """A page of groups; statistics are over all their runs."""
    parameters = Parameters()
    runs = matching_runs(query.filter, parameters)
    joins = "".join(
        _KEY_JOIN.format(index=index, path=parameters.add(path, "key")) for index, path in enumerate(query.by)
    )
    parameters.values["project_id"] = project_id
    rows = await _groups(columnar, query, runs, joins, parameters)
    statistics = await _statistics(columnar, query, runs, joins, parameters, rows) if rows else {}
    groups = [_group(query.by, row, statistics.get(_key(row, len(query.by)), {})) for row in rows]
    return GroupsPage(groups, rows[0]["total"] if rows else 0)


async def _groups(
    columnar: Columnar, query: GroupsQuery, runs: str, joins: str, parameters: Parameters
) -> list[dict[str, Any]]:
    indices = range(len(query.by))
    order, by = "", ", ".join(f"class_{n} = 0, class_{n}, number_{n}, text_{n}" for n in indices)
    bound = Parameters()
    bound.values |= parameters.values
    if query.sort is not None:
        joins += _SORT_JOIN.format(path=bound.add(query.sort.field, "sort"))
        is_number = "sort_is_number AND NOT isNaN(sort_number)"
        order = f"countIf({is_number}) = 0 AS sort_last, avgIf(sort_number, {is_number}) AS sort_mean, "
        order += "min(sort_text) AS sort_first, "
        way = "DESC" if query.sort.descending else "ASC"
        by = f"sort_last, if(sort_last, 0, sort_mean) {way}, sort_first {way}, {by}"
    sql = _GROUPS.format(
        keys=_keys(indices),
        kinds=", ".join(f"any(kind_{n}) AS some_kind_{n}" for n in indices),
        members="groupArray(run_number)" if query.members else "[]::Array(UInt32)",
        order=order,
        runs=runs,
        joins=joins,
        by=by,
    )
    values = {**bound.values, "limit": query.limit, "offset": query.offset}
    rows: list[dict[str, Any]] = (await columnar.query(sql, values)).to_pylist()
    return rows


async def _statistics(
    columnar: Columnar, query: GroupsQuery, runs: str, joins: str, parameters: Parameters, rows: list[dict[str, Any]]
) -> dict[tuple[Any, ...], dict[str, ColumnStatistics]]:
    if not query.columns:
        return {}
    indices = range(len(query.by))
    sql = _STATISTICS.format(keys=_keys(indices), runs=runs, joins=joins)
    groups = [row["group_hash"] for row in rows]
    values = {**parameters.values, "columns": list(query.columns), "groups": groups}
    found: dict[tuple[Any, ...], dict[str, ColumnStatistics]] = {}
    for row in (await columnar.query(sql, values)).to_pylist():
        found.setdefault(_key(row, len(query.by)), {})[row["path"]] = _column(row)
    return found


def _keys(indices: range) -> str:
    return ", ".join(f"class_{n}, number_{n}, text_{n}" for n in indices)


def _key(row: dict[str, Any], keys: int) -> tuple[Any, ...]:
    return tuple(row[f"{name}_{n}"] for n in range(keys) for name in ("class", "number", "text"))


def _column(row: dict[str, Any]) -> ColumnStatistics:
    count = row["finite"]
    return ColumnStatistics(
        count=count,
        mean=row["mean"] if count else None,
        std=row["std"] if count > 1 else None,
        low=row["low"] if count else None,
        high=row["high"] if count else None,
        present=row["present"],
        different=row["different"],
        value=Leaf(*row["some"].values()).value() if row["different"] == 1 else None,
    )


def _group(by: Sequence[str], row: dict[str, Any], columns: dict[str, ColumnStatistics]) -> RunGroup:
    leaves = [
        Leaf(row[f"some_kind_{n}"], row[f"number_{n}"], row[f"text_{n}"]) if row[f"class_{n}"] else None
        for n in range(len(by))
    ]
    parts = tuple(_condition(path, leaf) for path, leaf in zip(by, leaves, strict=True))
    return RunGroup(
        values=tuple(None if leaf is None else leaf.value() for leaf in leaves),
        run_count=row["run_count"],
        filter=parts[0] if len(parts) == 1 else And(parts),
        columns=columns,
        run_numbers=row["members"],
    )


def _condition(path: str, leaf: Leaf | None) -> Filter:
    if leaf is None:
        return Or((Compare(path, "exists", False), Compare(path, "eq", None)))
    return Compare(path, "eq", leaf.number if leaf.kind in ("number", "bool") else leaf.text)
