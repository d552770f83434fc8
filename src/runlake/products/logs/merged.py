"""The console of all writers of a run as one, by time."""

from dataclasses import dataclass
from typing import Any

from runlake.errors import InvalidInput
from runlake.model import Run
from runlake.products.logs.records import MAX_LINES, LogLine
from runlake.products.logs.store import SELECT_MERGED_LINES
from runlake.storage.columnar import Columnar


@dataclass(frozen=True, slots=True)
class LogPosition:
    """A line's place among those of all writers; the default is before the first one."""

    time_us: int = -1
    writer: str = ""
    line: int = -1


@dataclass(frozen=True, slots=True)
class MergedLines:
    """Some lines with their places, oldest first, and whether there are more after them."""

    lines: list[tuple[LogPosition, LogLine]]
    has_more: bool


async def read_merged(columnar: Columnar, run: Run, after: LogPosition, limit: int, *, newest: bool) -> MergedLines:
    """At most `limit` lines after a place, the oldest of them or the newest. Raises InvalidInput for a limit out of range."""
    if not 1 <= limit <= MAX_LINES:
        raise InvalidInput(f"limit is {limit}; it must be from 1 to {MAX_LINES}")
    parameters: dict[str, object] = {
        "project_id": run.project_id,
        "run_number": run.run_number,
        "time_us": after.time_us,
        "writer": after.writer,
        "line": after.line,
        "limit": limit + 1,
    }
    sql = SELECT_MERGED_LINES.format(order="DESC" if newest else "ASC")
    rows = (await columnar.query(sql, parameters)).to_pylist()
    has_more = len(rows) > limit and not newest
    lines = [_placed(row) for row in rows[:limit]]
    return MergedLines(lines[::-1] if newest else lines, has_more)


def _placed(row: dict[str, Any]) -> tuple[LogPosition, LogLine]:
    writer = row.pop("writer")
    return LogPosition(row["time_us"], writer, row["line"]), LogLine(**row)
