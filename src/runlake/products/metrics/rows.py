"""Points and rich values → the rows that were logged, with their original nesting. Pure."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from runlake.products.metrics.tables import ROW_SERIES

EXACT_INTEGERS = 2**53
RowId = tuple[int, int, int]
"""(run number, segment, line)"""

Row = dict[str, Any]
Paths = Mapping[str, tuple[str, ...]]
"""Flattened name → the way to it, for what was nested."""


def assemble_rows(points: pa.Table, rich: pa.Table | None, paths: Paths, *, with_step: bool) -> dict[RowId, Row]:
    """The rows in step order. `points` are ordered by run and metric; each row has a point of `_timestamp`."""
    table = PointColumns(points)
    rows = table.empty_rows(with_step=with_step)
    for metric, part in table.series():
        _fill(table.rows_of(rows, part), metric, paths.get(metric), as_logged(table.value[part]))
    for value in rich.to_pylist() if rich is not None else ():
        rich_row = rows.get((value["run_number"], value["segment"], value["line"]))
        if rich_row is not None:
            _fill([rich_row], value["metric"], paths.get(value["metric"]), [json.loads(value["value"])])
    return rows


def row_of(numbers: Mapping[str, float], paths: Paths, others: Mapping[str, Any]) -> Row:
    """One row of single numbers and of other values, which come before numbers of the same name, with their original nesting."""
    values: dict[str, Any] = dict(zip(numbers, as_logged(np.array(list(numbers.values()), np.float64)), strict=True))
    row: Row = {}
    for metric, value in {**values, **others}.items():
        _fill([row], metric, paths.get(metric), [value])
    return row


class PointColumns:
    """The columns of points, taken apart once."""

    def __init__(self, points: pa.Table) -> None:
        names = points["metric"].combine_chunks().dictionary_encode()
        self._names = names.dictionary.to_pylist()
        self._codes: NDArray[np.int64] = names.indices.to_numpy(zero_copy_only=False)
        self._run, self._segment, self._line, self.step = (
            points[name].to_numpy() for name in ("run_number", "segment", "line", "step")
        )
        self.value: NDArray[np.float64] = points["value"].to_numpy()

    def empty_rows(self, *, with_step: bool) -> dict[RowId, Row]:
        """A row for each point of the series that every row has, in step order."""
        code = self._names.index(ROW_SERIES) if ROW_SERIES in self._names else -1
        at = np.flatnonzero(self._codes == code)
        at = at[self.step_order(at)]
        steps = self.step[at].tolist()
        return {row_id: {"_step": step} if with_step else {} for row_id, step in zip(self._ids(at), steps, strict=True)}

    def series(self) -> Iterator[tuple[str, slice]]:
        """Each metric of each run, with where its points are."""
        if not len(self._codes):
            return
        change = (self._codes[1:] != self._codes[:-1]) | (self._run[1:] != self._run[:-1])
        starts = np.flatnonzero(np.r_[True, change]).tolist()
        for start, stop in zip(starts, [*starts[1:], len(self._codes)], strict=True):
            yield self._names[int(self._codes[start])], slice(start, stop)

    def step_order(self, part: Any) -> NDArray[np.intp]:
        """The order of these points by step; of one step, by when they were sent."""
        return np.lexsort((self._line[part], self._segment[part], self.step[part]))

    @property
    def of_one_run(self) -> bool:
        return not len(self._run) or bool(self._run[0] == self._run[-1])

    def same_rows(self, part: slice, other: slice) -> bool:
        """Whether two series have points in the same rows, in the same order."""
        return np.array_equal(self._line[part], self._line[other]) and np.array_equal(
            self._segment[part], self._segment[other]
        )

    def rows_of(self, rows: Mapping[RowId, Row], part: slice) -> list[Row]:
        """The row of each of these points; one that is thrown away where there is none."""
        return [rows.get(row_id, {}) for row_id in self._ids(part)]

    def _ids(self, part: Any) -> Iterator[RowId]:
        columns = (self._run[part].tolist(), self._segment[part].tolist(), self._line[part].tolist())
        return zip(*columns, strict=True)


def as_logged(values: NDArray[np.float64]) -> list[float | int]:
    """Whole numbers come back as integers, as the client writes them (1.0 goes over the wire as 1)."""
    with np.errstate(invalid="ignore"):
        whole = (np.floor(values) == values) & (np.abs(values) <= EXACT_INTEGERS)
    if not whole.any():
        return list(values.tolist())
    integers = np.where(whole, values, 0).astype(np.int64).tolist()
    if whole.all():
        return list(integers)
    return [n if is_whole else v for n, v, is_whole in zip(integers, values.tolist(), whole.tolist(), strict=True)]


def _fill(rows: list[Row], metric: str, path: tuple[str, ...] | None, values: list[Any]) -> None:
    if path is None:
        for row, value in zip(rows, values, strict=True):
            row[metric] = value
        return
    for row, value in zip(rows, values, strict=True):
        _place(row, metric, path, value)


def _place(row: Row, metric: str, path: tuple[str, ...], value: object) -> None:
    target = row
    for name in path[:-1]:
        inner = target.setdefault(name, {})
        if not isinstance(inner, dict):
            row[metric] = value
            return
        target = inner
    target[path[-1]] = value
