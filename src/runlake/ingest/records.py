"""The records that protocols hand to ingest, already in the terms of the model.

Points travel as columns: one `PointBlock` holds all scalar points of one append.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class PointBlock:
    """Scalar points of one run and segment, as columns of equal length n.

    `metrics[metric_index[i]]` is the name of point i. `line` is the row it came from, `time_ms` the row's time in
    milliseconds since the epoch, `value` may be NaN or ±Inf.
    """

    metrics: list[str]
    metric_index: NDArray[np.int32]
    step: NDArray[np.int64]
    line: NDArray[np.uint32]
    time_ms: NDArray[np.int64]
    value: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.value)

    def only(self, kept: NDArray[np.bool_]) -> "PointBlock":
        """The points at which the mask is True."""
        return PointBlock(
            self.metrics,
            self.metric_index[kept],
            self.step[kept],
            self.line[kept],
            self.time_ms[kept],
            self.value[kept],
        )

    @property
    def size_bytes(self) -> int:
        return 32 * len(self.value) + 64 * len(self.metrics)


@dataclass(frozen=True, slots=True)
class RichValue:
    """A logged value that is not one number: media, text, a list, a boolean, an integer beyond 2^53.

    `kind` is the media type as logged (`image-file`, `table-file`, `histogram`, …) or `string`, `bool`, `null`,
    `list`, `object`, `integer`. `value_json` is the value, verbatim JSON (it may hold bare NaN tokens).
    """

    metric: str
    line: int
    step: int
    time_ms: int
    kind: str
    value_json: str


@dataclass(frozen=True, slots=True)
class SeriesKey:
    """A name under which something was logged, and how to find it in the original row.

    `path` is the way through nested objects; empty means that the name is a literal top-level key.
    """

    metric: str
    kind: str
    path: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HistoryBlock:
    """Rows `first_line` … `first_line + lines - 1` of a stream."""

    first_line: int
    lines: int
    points: PointBlock
    rich: list[RichValue] = field(default_factory=list)
    series: list[SeriesKey] = field(default_factory=list)
    last_step: int | None = None

    def rows_from(self, line: int) -> "HistoryBlock":
        """The rows from number `line` on; the ones before it are left out."""
        skipped = min(max(0, line - self.first_line), self.lines)
        rich = [value for value in self.rich if value.line >= line]
        first_line, lines = self.first_line + skipped, self.lines - skipped
        kept = self.points.only(self.points.line >= line)
        return HistoryBlock(first_line, lines, kept, rich, self.series, self.last_step)


@dataclass(frozen=True, slots=True)
class ConsoleLine:
    """One console line. `level` is "" or "error"; `time_us` microseconds since the epoch, 0 when unknown."""

    line: int
    level: str
    label: str
    time_us: int
    text: str
