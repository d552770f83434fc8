"""Rows and console lines that come again under other numbers.

A client that sends a folder to a run that has it already (`wandb sync` a second time) numbers its rows after those that
are stored. A row's time has all the digits of a clock, so rows of one writer with the same step and time are one row.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from runlake.ingest.records import ConsoleLine, HistoryBlock
from runlake.model import Run
from runlake.storage.columnar import Columnar, branch_condition

_TIMES = "_timestamp"

SELECT_SENT = """
SELECT step, value
FROM {table}
WHERE project_id = {{project_id:UInt32}} AND run_number = {{run_number:UInt32}} AND metric = '_timestamp' AND {branch}
  AND segment BETWEEN {{first_segment:UInt64}} AND {{last_segment:UInt64}}
  AND value BETWEEN {{first:Float64}} AND {{last:Float64}}
"""

SELECT_SAID = """
SELECT DISTINCT hex(MD5(concat(level, ':', text))) AS said
FROM console_lines
WHERE project_id = {project_id:UInt32} AND run_number = {run_number:UInt32} AND writer = {writer:String}
  AND line < {first_line:UInt32}
"""

SELECT_HEARD = """
SELECT line, toUnixTimestamp64Micro(time) AS time_us, hex(MD5(concat(level, ':', text))) AS said
FROM console_lines
WHERE project_id = {project_id:UInt32} AND run_number = {run_number:UInt32} AND writer = {writer:String}
  AND toUnixTimestamp64Micro(time) BETWEEN {first_us:Int64} AND {last_us:Int64}
"""

SELECT_VALUES = """
SELECT metric, step, reinterpretAsInt64(value) AS bits
FROM points
WHERE project_id = {project_id:UInt32} AND run_number = {run_number:UInt32} AND segment = {segment:UInt64}
  AND metric IN {metrics:Array(String)} AND step BETWEEN {first_step:Int64} AND {last_step:Int64}
"""

SELECT_LAST_LINE = """
SELECT max(line) AS last, count() AS lines
FROM console_lines
WHERE project_id = {project_id:UInt32} AND run_number = {run_number:UInt32} AND writer = {writer:String}
"""


async def find_resent(
    columnar: Columnar, run: Run, table: str, segments: tuple[int, int], block: HistoryBlock, *, by_step: bool
) -> NDArray[np.uint32]:
    """Line numbers of the block's rows that the writer of `segments` has sent before.

    `by_step` False: rows are numbered by their stream, so that only their time tells.
    """
    points = block.points
    times = points.metric_index == points.metrics.index(_TIMES)
    step, line, value = points.step[times], points.line[times], points.value[times]
    finite = value[np.isfinite(value)]
    if not len(finite):
        return np.empty(0, np.uint32)
    branch, branch_parameters = branch_condition(run)  # what was rewound may be logged again
    parameters = {
        **branch_parameters,
        "project_id": run.project_id,
        "run_number": run.run_number,
        "first_segment": segments[0],
        "last_segment": segments[1],
        "first": float(finite.min()),
        "last": float(finite.max()),
    }
    sent = await columnar.query(SELECT_SENT.format(table=table, branch=branch), parameters)
    if not sent.num_rows:
        return np.empty(0, np.uint32)
    if by_step:
        known = set(zip(sent["step"].to_pylist(), sent["value"].to_pylist(), strict=True))
        is_known = np.array([row in known for row in zip(step.tolist(), value.tolist(), strict=True)], bool)
    else:
        is_known = np.isin(value, sent["value"].to_numpy())
    found: NDArray[np.uint32] = line[is_known]
    return found


async def without_repeated(columnar: Columnar, run: Run, segment: int, block: HistoryBlock) -> HistoryBlock:
    """The block without values that `segment` has of the same metric at the same step, and without rows that had no others."""
    points = block.points
    times = points.metric_index == points.metrics.index(_TIMES)
    parameters = {
        "project_id": run.project_id,
        "run_number": run.run_number,
        "segment": segment,
        "metrics": [name for name in points.metrics if name != _TIMES],
        "first_step": int(points.step.min()),
        "last_step": int(points.step.max()),
    }
    stored = await columnar.query(SELECT_VALUES, parameters)
    if not stored.num_rows:
        return block
    known = set(zip(*(stored[name].to_pylist() for name in ("metric", "step", "bits")), strict=True))
    names = (points.metrics[index] for index in points.metric_index)
    values = zip(names, points.step.tolist(), points.value.view(np.int64).tolist(), strict=True)
    is_new = ~times & np.array([value not in known for value in values], bool)
    return replace(block, points=points.only(is_new | times & np.isin(points.line, points.line[is_new])))


def without_lines(block: HistoryBlock, lines: NDArray[np.uint32]) -> HistoryBlock:
    """The block without some of its rows; the others keep their numbers."""
    gone = set(lines.tolist())
    return HistoryBlock(
        first_line=block.first_line,
        lines=block.lines,
        points=block.points.only(~np.isin(block.points.line, lines)),
        rich=[value for value in block.rich if value.line not in gone],
        series=block.series,
        last_step=block.last_step,
    )


async def without_said(columnar: Columnar, run: Run, writer: str, lines: Sequence[ConsoleLine]) -> list[ConsoleLine]:
    """The console lines that say something that no line before them says; they keep their numbers."""
    if not lines:
        return []
    parameters = {
        "project_id": run.project_id,
        "run_number": run.run_number,
        "writer": writer,
        "first_line": lines[0].line,
    }
    table = await columnar.query(SELECT_SAID, parameters)
    said = set(table["said"].to_pylist()) if table.num_rows else set()
    return [line for line in lines if _said(line) not in said]


async def renumbered(columnar: Columnar, run: Run, writer: str, lines: Sequence[ConsoleLine]) -> list[ConsoleLine]:
    """Those lines that the writer has not sent before with the same time, numbered behind all that it has sent."""
    if not lines:
        return []
    times = [line.time_us for line in lines]
    parameters = {"project_id": run.project_id, "run_number": run.run_number, "writer": writer}
    heard = await columnar.query(SELECT_HEARD, {**parameters, "first_us": min(times), "last_us": max(times)})
    known = {(row["time_us"], row["said"]) for row in heard.to_pylist()}
    new = [line for line in lines if (line.time_us, _said(line)) not in known]
    (end,) = (await columnar.query(SELECT_LAST_LINE, parameters)).to_pylist()
    first = end["last"] + 1 if end["lines"] else 0
    return [replace(line, line=first + at) for at, line in enumerate(new)]


def _said(line: ConsoleLine) -> str:
    text = f"{line.level}:{line.text}".encode("utf-8", "replace")
    return hashlib.md5(text, usedforsecurity=False).hexdigest().upper()
