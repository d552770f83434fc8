"""Committing records to the columnar tables, in an order that makes a retry after a crash harmless.

Points are the truth about which rows of a stream are in: every row has a point of the series `_timestamp`, and all
points of a request are one atomic insert. Everything else a row carries is stored before its points, under an
identity (run, metric, segment, line) that makes storing it again harmless.
"""

import asyncio
import time
from collections.abc import Awaitable, Sequence
from dataclasses import replace

from runlake.ingest.announce import (
    LogsAppended,
    MediaAppended,
    PointsAppended,
    logs_topic,
    media_topic,
    points_topic,
    project_points_topic,
)
from runlake.ingest.group_commit import GroupCommit
from runlake.ingest.records import ConsoleLine, HistoryBlock, PointBlock, RichValue, SeriesKey
from runlake.ingest.tables import RowsOf, console_table, points_table, rich_table, series_table
from runlake.live import LiveBus
from runlake.settings import IngestSettings
from runlake.storage.columnar import Columnar

HISTORY = "history"
SYSTEM = "system"
POINTS_TABLE = {HISTORY: "points", SYSTEM: "system_points"}


class Ingest:
    """Group commits for all columnar tables that runs write to."""

    def __init__(self, columnar: Columnar, bus: LiveBus, settings: IngestSettings) -> None:
        self._columnar = columnar
        self._bus = bus
        self._settings = settings
        self._points = {
            source: self._group(table, _PointsCommit(columnar, table)) for source, table in POINTS_TABLE.items()
        }
        self._rich = self._group("rich_values", self._commit_rich)
        self._console = self._group("console_lines", self._commit_console)
        self._series = self._group("series", self._commit_series)

    async def append_rows(
        self, of: RowsOf, run_id: str, source: str, block: HistoryBlock, new_series: Sequence[SeriesKey]
    ) -> None:
        """Store the rows of one block; durable and visible on return. Raises Overloaded, StorageFull, StoreError.

        Of the machine's rows only numbers are kept: rich values are told apart by line, not by stream.
        """
        if source != "history":
            block = replace(block, rich=[])
        before: list[Awaitable[None]] = []
        if new_series:
            size_bytes = sum(64 + len(key.metric) for key in new_series)
            before.append(
                self._series.append((of, source, list(new_series)), rows=len(new_series), size_bytes=size_bytes)
            )
        if block.rich:
            size_bytes = sum(128 + len(value.value_json) for value in block.rich)
            before.append(self._rich.append((of, block.rich), rows=len(block.rich), size_bytes=size_bytes))
        if before:
            await asyncio.gather(*before)
        points = block.points
        await self._points[source].append((of, points), rows=len(points), size_bytes=points.size_bytes)
        self._announce_rows(of, run_id, source, block)

    async def append_console(self, of: RowsOf, run_id: str, lines: list[ConsoleLine]) -> None:
        """Store console lines, replacing those with the same number; durable and visible on return."""
        version = time.time_ns()
        size_bytes = sum(96 + len(line.text) for line in lines)
        await self._console.append((of, version, lines), rows=len(lines), size_bytes=size_bytes)
        self._bus.publish(logs_topic(of.run_number), "logs", LogsAppended(of.run_number, run_id, of.writer, lines))

    @property
    def pending_bytes(self) -> int:
        """Bytes accepted but not yet committed, over all tables."""
        return sum(group.pending_bytes for group in self._groups())

    async def close(self) -> None:
        """Commit what waits, then stop. Idempotent."""
        await asyncio.gather(*(group.close() for group in self._groups()))

    def _groups(self) -> list[GroupCommit]:  # type: ignore[type-arg]
        return [*self._points.values(), self._rich, self._console, self._series]

    def _group(self, name: str, commit) -> GroupCommit:  # type: ignore[no-untyped-def, type-arg]
        settings = self._settings
        return GroupCommit(
            name,
            commit,
            interval_s=settings.commit_interval_ms / 1000,
            max_rows=settings.max_batch_rows,
            max_pending_bytes=settings.max_pending_bytes,
        )

    async def _commit_rich(self, items: Sequence[tuple[RowsOf, list[RichValue]]]) -> None:
        await self._columnar.insert("rich_values", rich_table(items))

    async def _commit_console(self, items: Sequence[tuple[RowsOf, int, list[ConsoleLine]]]) -> None:
        await self._columnar.insert("console_lines", console_table(items))

    async def _commit_series(self, items: Sequence[tuple[RowsOf, str, list[SeriesKey]]]) -> None:
        await self._columnar.insert("series", series_table(items))

    def _announce_rows(self, of: RowsOf, run_id: str, source: str, block: HistoryBlock) -> None:
        event = PointsAppended(of.run_number, run_id, source, block, of.segment)
        self._bus.publish(points_topic(of.run_number), "points", event)
        self._bus.publish(project_points_topic(of.project_id), "points", event)
        if block.rich:
            names = tuple(sorted({value.metric for value in block.rich}))
            media = MediaAppended(of.run_number, run_id, names, block.rich[-1].step)
            self._bus.publish(media_topic(of.run_number), "media", media)


class _PointsCommit:
    """Commits batches of point blocks to one table; the columns are built in a worker thread."""

    def __init__(self, columnar: Columnar, table: str) -> None:
        self._columnar = columnar
        self._table = table

    async def __call__(self, items: Sequence[tuple[RowsOf, PointBlock]]) -> None:
        rows = await asyncio.to_thread(points_table, items)
        await self._columnar.insert(self._table, rows)
