"""Records → Arrow rows of the columnar tables. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from runlake.ingest.records import ConsoleLine, PointBlock, RichValue, SeriesKey


@dataclass(frozen=True, slots=True)
class RowsOf:
    """Records of one run and segment on their way to a table."""

    project_id: int
    run_number: int
    segment: int
    writer: str


def points_table(blocks: Sequence[tuple[RowsOf, PointBlock]]) -> pa.Table:
    """All points of several runs as one table, metric names dictionary-encoded."""
    names: dict[str, int] = {}
    index = np.concatenate([_renumbered(block, names) for _, block in blocks])
    lengths = [len(block) for _, block in blocks]
    return pa.table(
        {
            "project_id": _repeated([of.project_id for of, _ in blocks], lengths, np.uint32),
            "run_number": _repeated([of.run_number for of, _ in blocks], lengths, np.uint32),
            "metric": pa.DictionaryArray.from_arrays(index, pa.array(list(names), pa.string())),
            "segment": _repeated([of.segment for of, _ in blocks], lengths, np.uint64),
            "step": pa.array(np.concatenate([block.step for _, block in blocks])),
            "line": pa.array(np.concatenate([block.line for _, block in blocks])),
            "time": pa.array(np.concatenate([block.time_ms for _, block in blocks])).cast(pa.timestamp("ms", "UTC")),
            "value": pa.array(np.concatenate([block.value for _, block in blocks])),
        }
    )


def rich_table(items: Sequence[tuple[RowsOf, list[RichValue]]]) -> pa.Table:
    """Rich values of several runs as one table."""
    rows = [(of, value) for of, values in items for value in values]
    return pa.table(
        {
            "project_id": pa.array([of.project_id for of, _ in rows], pa.uint32()),
            "run_number": pa.array([of.run_number for of, _ in rows], pa.uint32()),
            "metric": pa.array([value.metric for _, value in rows], pa.string()),
            "segment": pa.array([of.segment for of, _ in rows], pa.uint64()),
            "line": pa.array([value.line for _, value in rows], pa.uint32()),
            "step": pa.array([value.step for _, value in rows], pa.int64()),
            "time": pa.array([value.time_ms for _, value in rows], pa.timestamp("ms", "UTC")),
            "kind": pa.array([value.kind for _, value in rows], pa.string()),
            "value": pa.array([value.value_json for _, value in rows], pa.string()),
        }
    )


def console_table(items: Sequence[tuple[RowsOf, int, list[ConsoleLine]]]) -> pa.Table:
    """Console lines of several runs as one table; the second member of an item is the version of its lines."""
    rows = [(of, version, line) for of, version, lines in items for line in lines]
    columns: dict[str, Any] = {
        "project_id": pa.array([of.project_id for of, _, _ in rows], pa.uint32()),
        "run_number": pa.array([of.run_number for of, _, _ in rows], pa.uint32()),
        "writer": pa.array([of.writer for of, _, _ in rows], pa.string()),
        "line": pa.array([line.line for _, _, line in rows], pa.uint32()),
        "version": pa.array([version for _, version, _ in rows], pa.uint64()),
        "level": pa.array([line.level for _, _, line in rows], pa.string()),
        "label": pa.array([line.label for _, _, line in rows], pa.string()),
        "time": pa.array([line.time_us for _, _, line in rows], pa.timestamp("us", "UTC")),
        "text": pa.array([line.text for _, _, line in rows], pa.string()),
    }
    return pa.table(columns)


def series_table(items: Sequence[tuple[RowsOf, str, list[SeriesKey]]]) -> pa.Table:
    """Series names of several runs as one table; the second member of an item is the source."""
    rows = [(of, source, key) for of, source, keys in items for key in keys]
    return pa.table(
        {
            "project_id": pa.array([of.project_id for of, _, _ in rows], pa.uint32()),
            "source": pa.array([source for _, source, _ in rows], pa.string()),
            "metric": pa.array([key.metric for _, _, key in rows], pa.string()),
            "kind": pa.array([key.kind for _, _, key in rows], pa.string()),
            "run_number": pa.array([of.run_number for of, _, _ in rows], pa.uint32()),
            "path": pa.array([list(key.path) for _, _, key in rows], pa.list_(pa.string())),
        }
    )


def _renumbered(block: PointBlock, names: dict[str, int]) -> NDArray[np.int32]:
    numbers = np.fromiter(
        (names.setdefault(name, len(names)) for name in block.metrics), np.int32, count=len(block.metrics)
    )
    return numbers[block.metric_index]


def _repeated(values: list[int], lengths: list[int], dtype: type[np.generic]) -> pa.Array:
    return pa.array(np.repeat(np.array(values, dtype), lengths))
