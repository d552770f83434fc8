"""The rows of a run's history: numbering, shapes, and their frames."""

import struct
import sys
from array import array
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from runlake.errors import UsageError
from runlake.sdk.journal import Journal, now_us
from runlake.sdk.messages import warn
from runlake.sdk.outbox import file_task
from runlake.sdk.values import MediaFile, check_not_traced, checked_name, checked_step, flatten, on_host
from runlake.wire import (
    HISTORY,
    SYSTEM,
    RichRecord,
    RowEncoder,
    ShapeRecord,
    encode_columns,
    encode_file,
    encode_record,
)

if TYPE_CHECKING:
    from runlake.sdk.step_metrics import StepMetrics

INLINE_BYTES = 7 * 1024 * 1024
"""Files up to this size are frames."""
_MOST_SHAPES = 4096
_FRAME_ROWS_BYTES = 1024 * 1024
_LAST_LINE = 2**32 - 1
_FIRST_SHAPES = {HISTORY: 0, SYSTEM: 1 << 20}  # the streams of a journal number their shapes apart


class Rows:
    """One stream of rows on its way into a journal. Callers hold the run's lock."""

    def __init__(self, journal: Journal, source: str, *, next_step: int = 0) -> None:
        self.line = 0
        self.files = 0
        self.step_metrics: StepMetrics | None = None
        self.next_step = next_step
        self._journal = journal
        self._source = source
        self._shapes: dict[tuple[str, ...], RowEncoder] = {}
        self._first_shape = _FIRST_SHAPES[source]
        self._in_file = journal.files_begun

    def append(self, values: Mapping[str, Any], step: int | None) -> None:
        """Write one row. Raises UsageError for what cannot be logged."""
        if self.step_metrics is not None and (missing := self.step_metrics.missing(values)):
            values = {**values, **missing}
        if self._journal.is_file_full or self._in_file != self._journal.files_begun:
            self._begin_file()
        step = self.next_step if step is None else step if type(step) is int else checked_step(step)
        try:
            encoder = self._shapes[tuple(values)]
            written = self._journal.write(encoder.encode(self.line, step, now_us(), values.values()))
        except (KeyError, TypeError, struct.error, OverflowError, ValueError, RuntimeError):
            written = self._append_slowly(values, checked_step(step))
        if written:
            self.line += 1
        if step >= self.next_step:
            self.next_step = step + 1

    def append_columns(self, columns: Any, steps: Any | None) -> int:
        """Write many rows at once; returns how many. Raises UsageError."""
        columns = _by_name(columns)
        if not columns:
            raise UsageError("log_batch takes at least one column")
        names = tuple(checked_name(name) for name in columns)
        cells = [_bytes_of(column, "d", name) for name, column in zip(names, columns.values(), strict=True)]
        rows = len(cells[0]) // 8
        if steps is None:
            steps = range(self.next_step, self.next_step + rows)
        step_cells = _bytes_of(steps, "q", "step")
        for name, column in (("step", step_cells), *zip(names, cells, strict=True)):
            if len(column) != 8 * rows:
                raise UsageError(f"{name!r} has {len(column) // 8} values, the first column has {rows}")
        if not rows:
            return 0
        if self.step_metrics is not None:
            last = {name: memoryview(column).cast("d")[-1] for name, column in zip(names, cells, strict=True)}
            missing = self.step_metrics.missing(last)
            names = (*names, *missing)
            cells += [array("d", [value]).tobytes() * rows for value in missing.values()]
        self._write_columns(names, rows, step_cells, cells)
        self.next_step = max(self.next_step, max(memoryview(step_cells).cast("q")) + 1)
        return rows

    def _write_columns(self, names: tuple[str, ...], rows: int, steps: bytes, cells: Sequence[bytes]) -> None:
        times = array("q", [now_us()]).tobytes()
        at_once = max(1, _FRAME_ROWS_BYTES // (8 * (2 + len(cells))))
        for start in range(0, rows, at_once):
            count = min(at_once, rows - start)
            if self._journal.is_file_full or self._in_file != self._journal.files_begun:
                self._begin_file()
            if self.line + count > _LAST_LINE:
                raise UsageError("a process can log 4,294,967,295 rows to a run: go on in another one")
            encoder = self._encoder_of(names)
            part = slice(8 * start, 8 * (start + count))
            columns = [steps[part], times * count, *(column[part] for column in cells)]
            if encoder and self._journal.write(encode_columns(encoder.shape, self.line, count, columns)):
                self.line += count

    def _append_slowly(self, values: Mapping[str, Any], step: int) -> bool:
        """A row with new metrics, nested ones, or values that are no numbers."""
        flat = flatten(values)
        for problem in flat.problems:
            warn(f"media {problem[:40]}", problem)
        if self.line > _LAST_LINE:
            raise UsageError("a process can log 4,294,967,295 rows to a run: go on in another one")
        time_us = now_us()
        encoder = self._encoder_of(tuple(flat.numbers))
        if encoder is None:
            return False
        frames = encoder.encode(self.line, step, time_us, flat.numbers.values())
        if flat.rich:
            frames = encode_record(RichRecord(self.line, step, time_us, tuple(flat.rich))) + frames
        files = self._frames_of(flat.files)
        written = self._journal.write(b"".join((*files, frames)))
        self.files += len(files) if written else 0
        return written

    def _frames_of(self, files: Sequence[MediaFile]) -> list[bytes]:
        """The files that go with the row; what is too large for a frame is kept beside it, under the same name."""
        frames = []
        for file in files:
            if file.size_bytes > INLINE_BYTES:
                self._journal.keep(file_task(file))
            else:
                content = file.content if isinstance(file.content, bytes) else file.content.read_bytes()
                frames.append(encode_file(file.name, content))
        return frames

    def _encoder_of(self, names: tuple[str, ...]) -> RowEncoder | None:
        """Encodes rows of these metrics; None when there is no room to say which metrics they are."""
        found = self._shapes.get(names)
        if found is None:
            if len(self._shapes) >= _MOST_SHAPES:
                self._begin_file()
            number = self._first_shape + len(self._shapes)
            if self._journal.write(encode_record(ShapeRecord(number, self._source, names))):
                found = self._shapes[names] = RowEncoder(number, len(names))
        return found

    def _begin_file(self) -> None:
        """Describe shapes anew: a file must be readable without the ones before it."""
        if self._in_file == self._journal.files_begun:
            self._journal.begin_file()
        if self._in_file != self._journal.files_begun:
            self._in_file = self._journal.files_begun
            self._shapes.clear()


def _by_name(columns: Any) -> Mapping[str, Any]:
    """The columns of a mapping, or of a frame: Arrow calls their names otherwise than pandas and Polars."""
    if isinstance(columns, Mapping):
        return columns
    names = getattr(columns, "column_names", None) or getattr(columns, "columns", None)
    if names is None:
        raise UsageError(f"log_batch takes a mapping of columns or a data frame, not {type(columns).__name__}")
    return {str(name): columns[name] for name in names}


def _bytes_of(column: Any, code: str, name: str) -> bytes:
    """A column as 8-byte little-endian numbers: numpy and Arrow at the speed of a copy, sequences by `array`."""
    numpy = sys.modules.get("numpy")
    try:
        if numpy is not None:
            check_not_traced(column)
            cells = numpy.asarray(on_host(column))
            if cells.ndim != 1:
                raise UsageError(f"{name!r} has {cells.ndim} dimensions; a column has one")
            if code == "q" and cells.dtype.kind not in "iu":
                raise UsageError(f"{name!r} holds {cells.dtype}, not integers")
            return bytes(numpy.ascontiguousarray(cells, "<i8" if code == "q" else "<f8").tobytes())
        cells = array(code, column)
    except (TypeError, ValueError, OverflowError) as error:
        raise UsageError(f"{name!r} is no column of numbers: {error}") from None
    if sys.byteorder == "big":
        cells.byteswap()
    return cells.tobytes()
