"""Which runs can be handed out as Parquet files, and in which parts. Pure.

A client puts the rows of its files together without looking whether a row has what was asked for, keeps files for good,
and knows no nesting. So a file says the same as the rows only when every row of the run has every metric, as a plain
number, and no row can come any more. Other runs are read row by row.
Source: wandb 0.31, `core/internal/runhistoryreader` and `parquet-rust-wrapper`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from runlake.model import Run, RunState
from runlake.model.streams import EXTRA_WRITER_SEGMENTS_FROM
from runlake.products.metrics.tables import ROW_SERIES

MAX_POINTS = 500_000_000
"""In one part: about a minute of writing."""

_ENDED = (RunState.FINISHED, RunState.FAILED, RunState.KILLED)
STEP_COLUMN = "_step"
CLIENTS_MARK = "_wandb"
"""With it clients mark rows of system metrics; in a history it has no meaning."""


@dataclass(frozen=True, slots=True)
class MetricOfSegment:
    """What one segment has of one metric."""

    segment: int
    metric: str
    points: int


@dataclass(frozen=True, slots=True)
class ExportPart:
    """One file: the rows of a segment, which no longer changes. Columns are sorted by name."""

    run_number: int
    project_id: int
    segment: int
    rows: int
    metrics: tuple[str, ...]

    @property
    def name(self) -> str:
        """The same for the same rows."""
        return f"{self.segment}-{self.rows}-{len(self.metrics)}.parquet"

    @property
    def points(self) -> int:
        return self.rows * len(self.metrics)


def may_export(run: Run) -> bool:
    """Whether no row can come or go: the run has ended by its own word, was never rewound and is no fork."""
    return run.state in _ENDED and not run.branch


def plan_export(run: Run, counted: Sequence[MetricOfSegment]) -> list[ExportPart] | None:
    """The files of a run whose rows all have all metrics; None for other runs. No rows, no files."""
    segments: dict[int, dict[str, int]] = {}
    for found in counted:
        if found.metric != CLIENTS_MARK:
            segments.setdefault(found.segment, {})[found.metric] = found.points
    names = [set(metrics) for metrics in segments.values()]
    if any(other != names[0] for other in names) or any(segment >= EXTRA_WRITER_SEGMENTS_FROM for segment in segments):
        return None
    parts = [_part(run, segment, metrics) for segment, metrics in sorted(segments.items())]
    return [part for part in parts if part is not None] if all(parts) else None


def _part(run: Run, segment: int, points: Mapping[str, int]) -> ExportPart | None:
    rows = points.get(ROW_SERIES, 0)
    if not rows or any(count != rows for count in points.values()) or rows * len(points) > MAX_POINTS:
        return None
    metrics = tuple(sorted(name for name in points if name != STEP_COLUMN))
    return ExportPart(run.run_number, run.project_id, segment, rows, metrics)
