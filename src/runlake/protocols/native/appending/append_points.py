"""Rows of frames → columns of points, without an object per point. Pure, and the hot path of our own client."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from runlake.errors import LimitExceeded, MalformedBody
from runlake.ingest import HistoryBlock, PointBlock, RichValue, SeriesKey
from runlake.wire import COLUMNS_HEAD, INTERNAL_METRICS, ROW_HEAD, RichRecord, ShapeRecord

LATEST_US = 10_413_792_000_000_000  # the year 2300, where the time column ends
TIMES = "_timestamp"


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of one shape, as columns: n of them, `values` has a line per row and a column per metric."""

    metrics: Sequence[str]
    line: NDArray[np.uint32]
    step: NDArray[np.int64]
    time_us: NDArray[np.int64]
    values: NDArray[np.float64]


@dataclass(slots=True)
class _Shape:
    record: ShapeRecord
    rows: list[memoryview] = field(default_factory=list)

    @property
    def row_bytes(self) -> int:
        return ROW_HEAD.size + 8 * len(self.record.metrics)


class RowReader:
    """Collects the rows of a request by source, then gives them as blocks."""

    def __init__(self, *, max_metrics: int, max_name_bytes: int) -> None:
        self._max_metrics = max_metrics
        self._max_name_bytes = max_name_bytes
        self._shapes: dict[int, _Shape] = {}
        self._rows: dict[str, list[Rows]] = {}
        self._rich: list[RichValue] = []

    def add_shape(self, record: ShapeRecord) -> None:
        """Take a shape; rows that name its number have its metrics from now on. Raises LimitExceeded, MalformedBody."""
        if len(record.metrics) > self._max_metrics:
            raise LimitExceeded(f"a row has {len(record.metrics)} metrics; the limit is {self._max_metrics}")
        if len(set(record.metrics)) < len(record.metrics):
            raise MalformedBody(f"shape {record.shape} names a metric twice")
        for name in record.metrics:
            check_name(name, self._max_name_bytes)
        self._close(self._shapes.get(record.shape))
        self._shapes[record.shape] = _Shape(record)

    def add_row(self, payload: memoryview) -> None:
        """Take one row."""
        shape = self._shape_of(payload)
        if len(payload) != shape.row_bytes:
            raise MalformedBody(f"a row of shape {shape.record.shape} has {len(payload)} bytes, not {shape.row_bytes}")
        shape.rows.append(payload)

    def add_columns(self, payload: memoryview) -> None:
        """Take many rows of one shape."""
        shape = self._shape_of(payload)
        metrics = shape.record.metrics
        if len(payload) < COLUMNS_HEAD.size:
            raise MalformedBody("a frame of columns is shorter than its head")
        _, first_line, count, _ = COLUMNS_HEAD.unpack_from(payload)
        if len(payload) != COLUMNS_HEAD.size + 8 * count * (2 + len(metrics)) or first_line + count > 2**32:
            raise MalformedBody(f"columns of shape {shape.record.shape} do not hold {count} rows")
        cells = np.frombuffer(payload, np.uint8, offset=COLUMNS_HEAD.size)
        step, time_us = cells[: 16 * count].view("<i8").reshape(2, count)
        values = cells[16 * count :].view("<f8").reshape(len(metrics), count).T
        line = np.arange(first_line, first_line + count, dtype=np.uint32)
        if count:
            self._put(shape.record.source, Rows(metrics, line, step, time_us, values))

    def add_rich(self, record: RichRecord) -> None:
        """Take what a row holds beside its scalars."""
        _check_row(record.line, record.step)
        time_ms = int(np.clip(record.time_us, 0, LATEST_US)) // 1000
        for entry in record.values:
            check_name(entry.metric, self._max_name_bytes)
            self._rich.append(RichValue(entry.metric, record.line, record.step, time_ms, entry.kind[:64], entry.json))

    def rows(self) -> dict[str, list[Rows]]:
        """Source → its rows, by their first line."""
        for shape in self._shapes.values():
            self._close(shape)
        for parts in self._rows.values():
            parts.sort(key=lambda part: int(part.line[0]))
        return self._rows

    def rich(self) -> list[RichValue]:
        """The rich values of history rows."""
        return self._rich

    def _shape_of(self, payload: memoryview) -> _Shape:
        number = int.from_bytes(payload[:4], "little")
        try:
            return self._shapes[number]
        except KeyError:
            raise MalformedBody(f"a row has shape {number}, which no frame before it describes") from None

    def _close(self, shape: _Shape | None) -> None:
        """Turn the collected rows of a shape into columns."""
        if shape is None or not shape.rows:
            return
        metrics = shape.record.metrics
        layout = np.dtype(
            [("shape", "<u4"), ("line", "<u4"), ("step", "<i8"), ("time_us", "<i8"), ("values", "<f8", (len(metrics),))]
        )
        cells = np.frombuffer(b"".join(shape.rows), layout)
        shape.rows = []
        self._put(shape.record.source, Rows(metrics, cells["line"], cells["step"], cells["time_us"], cells["values"]))

    def _put(self, source: str, rows: Rows) -> None:
        self._rows.setdefault(source, []).append(rows)


def block_of(parts: Sequence[Rows], rich: Sequence[RichValue] = ()) -> HistoryBlock:
    """The rows as one block; each has its point of `_timestamp` beside its own metrics."""
    names: dict[str, int] = {TIMES: 0}
    points = [_points(part, names) for part in parts]
    index, step, line, time_us, value = (np.concatenate(column) for column in zip(*points, strict=True))
    if _interleaved(parts):
        order = np.argsort(line, kind="stable")
        index, step, line, time_us, value = index[order], step[order], line[order], time_us[order], value[order]
    block = PointBlock(list(names), index, step, line, np.clip(time_us, 0, LATEST_US) // 1000, value)
    first_line = int(line.min())
    series = [SeriesKey(name, "number") for name in names] + [
        SeriesKey(name, kind) for name, kind in dict.fromkeys((each.metric, each.kind) for each in rich)
    ]
    return HistoryBlock(first_line, int(line.max()) + 1 - first_line, block, list(rich), series, int(step.max()))


def _points(rows: Rows, names: dict[str, int]) -> tuple[NDArray[np.generic], ...]:
    """index, step, line, time and value of the points of some rows, metric after metric."""
    numbers = [0, *(names.setdefault(name, len(names)) for name in rows.metrics)]
    count, series = len(rows.line), len(numbers)
    values = np.concatenate([rows.time_us / 1e6, rows.values.T.ravel()])
    return (
        np.repeat(np.array(numbers, np.int32), count),
        np.tile(rows.step, series),
        np.tile(rows.line, series),
        np.tile(rows.time_us, series),
        values,
    )


def _interleaved(parts: Sequence[Rows]) -> bool:
    """True when rows of one part lie between rows of another: points of one metric would be out of their order."""
    return any(int(part.line[-1]) >= int(after.line[0]) for part, after in pairwise(parts))


def check_name(name: str, max_bytes: int) -> None:
    if not name or name in INTERNAL_METRICS:
        raise MalformedBody(f"no metric may be called {name!r}")
    if len(name.encode()) > max_bytes:
        raise LimitExceeded(f"the name {name[:40]!r}… is {len(name.encode())} bytes long; the limit is {max_bytes}")


def _check_row(line: int, step: int) -> None:
    if not 0 <= line < 2**32 or not -(2**63) <= step < 2**63:
        raise MalformedBody(f"line {line} or step {step} is out of its range")
