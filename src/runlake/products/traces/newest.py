"""Looking for the newest spans that match, a stretch of hours after the other: the first few hours fill most pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from runlake.products.traces.extents import Extent, find_extent
from runlake.storage.columnar import Columnar

_FIRST_H = 2
_MOST_TIMES = 24
_SPARE = 1.5
"""Spans do not come evenly: a stretch is longer than the ones before let expect."""


@dataclass(frozen=True, slots=True)
class NewestFirst:
    """A query for spans, newest first, whose `first_hour`, `newest_hour` and `limit` are bound here."""

    columnar: Columnar
    sql: str
    values: Mapping[str, Any]

    async def read(self, hours: Extent, wanted: int) -> list[dict[str, Any]]:
        """The rows of all these hours at once: for what few rows can match."""
        bounds = {"first_hour": hours.first_hour, "newest_hour": hours.last_hour, "limit": wanted}
        rows: list[dict[str, Any]] = (await self.columnar.query(self.sql, {**self.values, **bounds})).to_pylist()
        return rows

    async def look_for(self, hours: Extent, wanted: int) -> list[dict[str, Any]]:
        """The same rows; hours before those that had enough are not read."""
        within = await find_extent(
            self.columnar, self.values["project_id"], earliest=hours.first_hour, latest=hours.last_hour
        )
        rows: list[dict[str, Any]] = []
        if within is None:
            return rows
        newest, length = within.last_hour, _FIRST_H
        while newest >= within.first_hour and len(rows) < wanted:
            first = max(newest - length + 1, within.first_hour)
            rows += await self.read(Extent(first, newest), wanted - len(rows))
            newest = first - 1
            length = _next_length(within.last_hour - newest, len(rows), wanted)
        return rows


def _next_length(looked_through: int, found: int, wanted: int) -> int:
    """How many hours are likely to have what is missing."""
    most = _MOST_TIMES * looked_through
    expected = looked_through * (wanted - found) / found * _SPARE if found else most
    return min(max(round(expected), looked_through), most)
