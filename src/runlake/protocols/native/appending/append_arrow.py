"""An Arrow IPC stream of points → what is to be stored of it. Pure. The columns: `docs/formats/frames.md`."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from runlake.errors import LimitExceeded, MalformedBody
from runlake.ingest import HistoryBlock, PointBlock, SeriesKey
from runlake.protocols.native.appending.append_batch import Batch, shown
from runlake.protocols.native.appending.append_points import LATEST_US, TIMES, check_name
from runlake.protocols.native.appending.arrow_messages import check_messages
from runlake.settings import LimitSettings
from runlake.wire import HISTORY, RunRecord

_LINES = 2**32
_MOST_POINTS = 2_000_000
_TYPES = {"step": pa.int64(), "time": pa.int64(), "value": pa.float64(), "line": pa.int64()}


@dataclass(frozen=True, slots=True)
class _Points:
    """n points, metric after metric, those of one by line. `index` is a metric's place among `names`."""

    names: list[str]
    index: NDArray[np.int32]
    line: NDArray[np.int64]
    step: NDArray[np.int64]
    time_us: NDArray[np.int64]
    value: NDArray[np.float64]


def parse_arrow(body: bytes, limits: LimitSettings, *, source: str, first_line: int | None) -> Batch:
    """Take a stream with the columns `metric`, `step`, `time`, `value` and `line` apart.

    Without `line`, the points are rows of their own, counted from `first_line`. The run is made when it is missing.
    Raises MalformedBody or LimitExceeded: nothing of the stream can be stored then.
    """
    batch = Batch(run=RunRecord(shared=True))
    try:
        table = _read(body)
        points = _points(table, limits, first_line) if table.num_rows else None
    except (pa.ArrowException, ValueError, OSError) as error:
        raise MalformedBody(f"the body is not an Arrow IPC stream of points: {error}") from error
    if points is not None:
        batch.blocks[source] = _block_of(points)
        if source == HISTORY:
            batch.summary = _last_values(points)
    return batch


def _read(body: bytes) -> pa.Table:
    check_messages(body)
    table: pa.Table = pa.ipc.open_stream(body).read_all()
    if table.num_rows > _MOST_POINTS:
        raise LimitExceeded(f"a request may have {_MOST_POINTS:,} points, not {table.num_rows:,}: send several")
    table.validate(full=True)
    return table


def _points(table: pa.Table, limits: LimitSettings, first_line: int | None) -> _Points:
    names, index = _names(table, limits)
    if "line" in table.column_names:
        line = _numbers(table, "line")
    elif first_line is not None:
        line = np.arange(first_line, first_line + table.num_rows, dtype=np.int64)
    else:
        raise MalformedBody("say which rows these are: by a column `line`, or with first_line=… in the address")
    if line.min() < 0 or line.max() >= _LINES:
        raise MalformedBody(f"lines are numbers from 0 to {_LINES - 1}")
    order = np.lexsort((line, index))
    step, time_us, value = (_numbers(table, name)[order] for name in ("step", "time", "value"))
    found = _Points(names, index[order], line[order], step, time_us, value)
    _check_once(found)
    return found


def _names(table: pa.Table, limits: LimitSettings) -> tuple[list[str], NDArray[np.int32]]:
    """The metrics, and for each row which of them it is of."""
    column = _column(table, "metric")
    is_dictionary = pa.types.is_dictionary(column.type)
    kind = column.type.value_type if is_dictionary else column.type
    if not (pa.types.is_string(kind) or pa.types.is_large_string(kind)):
        raise MalformedBody(f"the column `metric` has names, as a dictionary or as texts, not {column.type}")
    encoded = column if is_dictionary else column.dictionary_encode()
    whole = encoded.unify_dictionaries().combine_chunks()
    words = whole.dictionary
    if words.null_count:
        raise MalformedBody("the dictionary of the column `metric` has a null")
    used = pc.unique(whole.indices)
    if len(used) > limits.row_keys:
        raise LimitExceeded(f"the stream has {len(used)} metrics; the limit is {limits.row_keys}")
    names: list[str] = words.take(used).to_pylist()
    for name in names:
        check_name(name, limits.metric_name_bytes)
    if len(set(names)) < len(names):
        raise MalformedBody("the dictionary of the column `metric` has a name twice")
    index = pc.index_in(whole.indices, used)
    return names, index.to_numpy(zero_copy_only=False).astype(np.int32)


def _numbers(table: pa.Table, name: str) -> NDArray[Any]:
    column = _column(table, name)
    if pa.types.is_timestamp(column.type):
        column = column.cast(pa.timestamp("us", tz=column.type.tz), safe=False)
    elif not (pa.types.is_integer(column.type) or (name == "value" and pa.types.is_floating(column.type))):
        raise MalformedBody(f"the column {name!r} cannot hold {column.type}")
    try:
        return np.asarray(column.cast(_TYPES[name], safe=name != "value"))
    except pa.ArrowException as error:
        raise MalformedBody(f"the column {name!r} does not hold what it should: {error}") from error


def _column(table: pa.Table, name: str) -> pa.ChunkedArray:
    if table.column_names.count(name) != 1:
        raise MalformedBody(f"the stream needs one column {name!r}; it has {', '.join(table.column_names[:20])[:500]}")
    column = table.column(name)
    if column.null_count:
        raise MalformedBody(f"the column {name!r} has nulls: leave out points that were not logged")
    return column


def _check_once(points: _Points) -> None:
    again = (points.index[1:] == points.index[:-1]) & (points.line[1:] == points.line[:-1])
    if again.any():
        at = int(again.argmax())
        name, line = points.names[points.index[at]], points.line[at]
        raise MalformedBody(f"line {line} has {name[:100]!r} twice")


def _block_of(points: _Points) -> HistoryBlock:
    """The points, and for each line one of `_timestamp`, as rows have it that came another way."""
    line, first = np.unique(points.line, return_index=True)
    names = [TIMES, *points.names]
    time_us = np.concatenate([points.time_us[first], points.time_us])
    block = PointBlock(
        names,
        np.concatenate([np.zeros(len(line), np.int32), points.index + 1]),
        np.concatenate([points.step[first], points.step]),
        np.concatenate([line, points.line]).astype(np.uint32),
        np.clip(time_us, 0, LATEST_US) // 1000,
        np.concatenate([points.time_us[first] / 1e6, points.value]),
    )
    first_line, lines = int(line[0]), int(line[-1]) + 1 - int(line[0])
    series = [SeriesKey(name, "number") for name in names]
    return HistoryBlock(first_line, lines, block, [], series, int(points.step.max()))


def _last_values(points: _Points) -> dict[str, Any]:
    """Each metric's last value, and the last row's time and highest step."""
    last = np.flatnonzero(np.diff(points.index, append=-1))
    found = {points.names[points.index[at]]: shown(float(points.value[at])) for at in last}
    newest = int(points.line.argmax())
    return found | {"_step": int(points.step.max()), TIMES: float(points.time_us[newest]) / 1e6}
