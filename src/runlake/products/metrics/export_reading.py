"""The rows of a segment as Arrow batches, in step order and bounded memory."""

import asyncio
from collections.abc import AsyncIterator

import numpy as np
import pyarrow as pa

from runlake.errors import CorruptData
from runlake.products.metrics.export_plan import CLIENTS_MARK, STEP_COLUMN, ExportPart, MetricOfSegment
from runlake.storage.columnar import Columnar

_POINTS_AT_ONCE = 2_000_000

SELECT_METRICS_OF_SEGMENTS = """
SELECT segment, metric, count() AS points
FROM points
WHERE project_id = {project_id:UInt32} AND run_number = {run_number:UInt32}
GROUP BY segment, metric
"""

SELECT_HAS_RICH_OR_NESTED = """
SELECT
    (SELECT count() FROM rich_values
     WHERE project_id = {project_id:UInt32} AND run_number = {run_number:UInt32}
       AND metric != {mark:String}) AS rich,
    (SELECT count() FROM series
     WHERE project_id = {project_id:UInt32} AND run_number = {run_number:UInt32}
       AND source = 'history' AND length(path) > 1) AS nested
"""

# As the client wrote them: 2.0 goes over the wire as 2, and comes back as an integer.
SELECT_WHOLE = """
SELECT metric
FROM points
WHERE project_id = {project_id:UInt32} AND run_number = {run_number:UInt32} AND segment = {segment:UInt64}
GROUP BY metric
HAVING countIf(NOT (isFinite(value) AND floor(value) = value AND abs(value) <= 9007199254740992)) = 0
"""

# The first step of every so many rows.
SELECT_WINDOWS = """
SELECT min(step) AS first_step
FROM (
    SELECT step, intDiv(row_number() OVER (ORDER BY step) - 1, {rows:UInt64}) AS window
    FROM points
    WHERE project_id = {project_id:UInt32} AND run_number = {run_number:UInt32}
      AND metric = '_timestamp' AND segment = {segment:UInt64}
)
GROUP BY window
ORDER BY first_step
"""

SELECT_WINDOW = """
SELECT metric, step, value
FROM points
WHERE project_id = {project_id:UInt32} AND run_number = {run_number:UInt32}
  AND segment = {segment:UInt64} AND step >= {first_step:Int64} AND step < {end_step:Int64} AND metric != {mark:String}
ORDER BY metric, step, line
"""


async def read_metrics_of_segments(columnar: Columnar, project_id: int, run_number: int) -> list[MetricOfSegment]:
    """How many points each segment has of each metric; from the projection."""
    parameters = {"project_id": project_id, "run_number": run_number}
    rows = (await columnar.query(SELECT_METRICS_OF_SEGMENTS, parameters)).to_pylist()
    return [MetricOfSegment(row["segment"], row["metric"], row["points"]) for row in rows]


async def is_plain(columnar: Columnar, project_id: int, run_number: int) -> bool:
    """Whether the run logged nothing but numbers under plain names; a client's own mark in a first row aside."""
    parameters = {"project_id": project_id, "run_number": run_number, "mark": CLIENTS_MARK}
    found = (await columnar.query(SELECT_HAS_RICH_OR_NESTED, parameters)).to_pylist()[0]
    return not found["rich"] and not found["nested"]


async def read_schema(columnar: Columnar, part: ExportPart) -> pa.Schema:
    """`_step` and whole numbers as int64, other metrics as float64."""
    here = {"project_id": part.project_id, "run_number": part.run_number, "segment": part.segment}
    whole = set((await columnar.query(SELECT_WHOLE, here))["metric"].to_pylist())
    fields = [pa.field(name, pa.int64() if name in whole else pa.float64(), nullable=False) for name in part.metrics]
    return pa.schema([pa.field(STEP_COLUMN, pa.int64(), nullable=False), *fields])


async def stream_batches(columnar: Columnar, part: ExportPart, schema: pa.Schema) -> AsyncIterator[pa.RecordBatch]:
    """The rows of a part, some hundred thousand points at a time. Raises CorruptData when they are not as planned."""
    here: dict[str, object] = {
        "project_id": part.project_id,
        "run_number": part.run_number,
        "segment": part.segment,
        "mark": CLIENTS_MARK,
        "rows": max(_POINTS_AT_ONCE // max(len(part.metrics), 1), 1),
    }
    steps = (await columnar.query(SELECT_WINDOWS, here))["first_step"].to_pylist()
    for first, end in zip(steps, [*steps[1:], 2**63 - 1], strict=True):
        if first != end:
            points = await columnar.query(SELECT_WINDOW, {**here, "first_step": first, "end_step": end})
            yield await asyncio.to_thread(_batch, part, schema, points)


def _batch(part: ExportPart, schema: pa.Schema, points: pa.Table) -> pa.RecordBatch:
    """Points ordered by metric and step → rows: each metric is one slice of equal length."""
    names = points["metric"].combine_chunks().dictionary_encode()
    codes = names.indices.to_numpy()
    starts = np.flatnonzero(np.r_[True, codes[1:] != codes[:-1]]) if len(codes) else np.array([], dtype=np.int64)
    lengths = np.diff(np.r_[starts, len(codes)])
    if len(set(lengths.tolist())) != 1:
        raise CorruptData(f"the rows of run {part.run_number} changed while they were exported: ask again")
    step, value = (points[name].combine_chunks() for name in ("step", "value"))
    found = {
        names.dictionary[int(codes[start])].as_py(): value.slice(int(start), int(length))
        for start, length in zip(starts, lengths, strict=True)
    }
    if not set(part.metrics) <= set(found):
        raise CorruptData(f"the rows of run {part.run_number} changed while they were exported: ask again")
    columns = [step.slice(0, int(lengths[0])), *(found[metric] for metric in part.metrics)]
    typed = [column.cast(field.type) for column, field in zip(columns, schema, strict=True)]
    return pa.RecordBatch.from_arrays(typed, schema=schema)
