"""Looking for the newest, a stretch of hours after the other: the first few hours fill most pages."""

from collections.abc import Awaitable, Callable
from typing import Any

from runlake.products.traces.extents import Extent, find_extent
from runlake.storage.columnar import Columnar

_FIRST_H = 2
_MOST_TIMES = 24
_SPARE = 1.5
"""Spans do not come evenly: a stretch is longer than the ones before let expect."""

Read = Callable[[Extent, int], Awaitable[list[dict[str, Any]]]]
"""(hours, how many at most) → the newest rows of these hours."""


async def newest_rows(
    columnar: Columnar, project_id: int, hours: Extent, wanted: int, read: Read
) -> list[dict[str, Any]]:
    """The rows that one read of all `hours` would give; hours before those that had enough are not read."""
    rows: list[dict[str, Any]] = []
    within = await find_extent(columnar, project_id, earliest=hours.first_hour, latest=hours.last_hour)
    if within is None:
        return rows
    newest, length = within.last_hour, _FIRST_H
    while newest >= within.first_hour and len(rows) < wanted:
        first = max(newest - length + 1, within.first_hour)
        rows += await read(Extent(first, newest), wanted - len(rows))
        newest = first - 1
        length = _next_length(within.last_hour - newest, len(rows), wanted)
    return rows


def _next_length(looked_through: int, found: int, wanted: int) -> int:
    """How many hours are likely to have what is missing."""
    most = _MOST_TIMES * looked_through
    expected = looked_through * (wanted - found) / found * _SPARE if found else most
    return min(max(round(expected), looked_through), most)
