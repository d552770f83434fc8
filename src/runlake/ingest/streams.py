"""Numbering: which rows of a run's streams are in already, so that a retry stores nothing twice.

The high-water mark of a stream is read back from the store itself the first time a run is touched, unless the run was
made just now: nothing is stored of it then. There is no second source of truth. Each writer's appends go one after the
other, under its lock; those of writers whose steps the server counts share the run's lock too.
"""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from weakref import WeakValueDictionary

import numpy as np
from numpy.typing import NDArray

from runlake.ingest.high_water import (
    LineCounts,
    read_console_count,
    read_known_series,
    read_next_line,
    read_next_lines,
    read_next_step,
)
from runlake.ingest.ingest import HISTORY, POINTS_TABLE, SYSTEM, Ingest
from runlake.ingest.records import ConsoleLine, HistoryBlock
from runlake.ingest.resent import find_resent, renumbered, without_lines, without_repeated, without_said
from runlake.ingest.tables import RowsOf
from runlake.model import Run
from runlake.model.streams import EXTRA_WRITER_SEGMENTS_FROM, segment_of_writer
from runlake.storage.columnar import Columnar

_STATES_KEPT = 4096
_NO_LINES = np.empty(0, np.uint32)

DecodeRows = Callable[[int, Sequence[str], int | None], HistoryBlock]
"""(number of the first line, lines, next step) → the decoded rows; runs in a thread.

The next step is for rows that bring none; None means that a row's step is its line number.
"""


@dataclass(frozen=True, slots=True)
class RowLines:
    """Undecoded rows of one stream: line k of `lines` is row `first_line + k`."""

    source: str
    first_line: int
    lines: Sequence[str]
    decode: DecodeRows


@dataclass(slots=True)
class _State:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    next_line: dict[tuple[str, int], int] = field(default_factory=dict)
    next_step: int | None = None
    series: dict[str, set[tuple[str, str]]] = field(default_factory=dict)
    all_new: set[tuple[str, int]] = field(default_factory=set)
    resending: set[int] = field(default_factory=set)
    turns: WeakValueDictionary[str, asyncio.Lock] = field(default_factory=WeakValueDictionary)
    knows_writers: bool = False
    """True when all that is stored of the run came through here: a writer that is not known has no rows."""

    def turn_of(self, writer: str) -> asyncio.Lock:
        """The writer's lock; kept only as long as somebody holds or awaits it: writers are many."""
        return self.turns.setdefault(writer, asyncio.Lock())

    @property
    def is_idle(self) -> bool:
        return not self.lock.locked() and not self.turns


class RunStream:
    """One writer's turn at a run; made by `RunStreams.writing`."""

    def __init__(self, streams: "RunStreams", state: _State, run: Run, writer: str) -> None:
        self._streams = streams
        self._state = state
        self._run = run
        self._writer = writer

    async def has_new(self, rows: RowLines) -> bool:
        """True when the lines hold at least one row that is not stored yet."""
        return rows.first_line + len(rows.lines) > await self._next_line(rows.source)

    async def append_rows(self, rows: RowLines) -> int:
        """Store the rows that are not in yet; returns how many that were. Durable and visible on return."""
        start = await self._next_line(rows.source)
        if start == 0:  # nothing is stored, so nothing comes again
            self._state.all_new.add((rows.source, self._segment))
        skip = max(0, start - rows.first_line)
        fresh = rows.lines[skip:]
        if not fresh:
            return 0
        next_step = await self._next_step() if rows.source == HISTORY else None
        first_line = rows.first_line + skip
        block = await asyncio.to_thread(rows.decode, first_line, fresh, next_step)
        resent = await self._resent(rows.source, block)
        await self._store(rows.source, without_lines(block, resent) if len(resent) else block)
        return block.lines - len(resent)

    async def append_block(self, source: str, block: HistoryBlock) -> int:
        """Store the rows of a block that are not in yet, of a writer that numbers them once and for all.

        Returns how many that were. Durable and visible on return.
        """
        start = await self._next_line(source)
        fresh = block if block.first_line >= start else block.rows_from(start)
        if fresh.lines:
            await self._store(source, fresh)
        return fresh.lines

    async def append_new_values(self, decode: Callable[[int], HistoryBlock]) -> None:
        """Store rows of the history of a writer that does not number them: behind those that are stored.

        `decode` makes them, at least one, of the number of the first; all have a step. A value that the writer has sent
        before, of the same metric at the same step, is left out, whatever its time. Durable and visible on return.
        """
        block = await asyncio.to_thread(decode, await self._next_line(HISTORY))
        await self._store(HISTORY, await without_repeated(self._streams.columnar, self._run, self._segment, block))

    async def append_console(self, lines: list[ConsoleLine]) -> None:
        """Store console lines; a line number may come again and then replaces the earlier text.

        Of a client that sends a folder again (its latest rows were stored before), lines that say what an earlier line
        says are left out: it numbers them anew, and gives them the time of sending.
        """
        if self._segment in self._state.resending:
            lines = await without_said(self._streams.columnar, self._run, self._writer, lines)
        if lines:
            await self._append_lines(lines)

    async def append_new_console(self, lines: list[ConsoleLine]) -> None:
        """Store console lines of a writer that does not number them: behind those that are stored.

        A line of the same time with the same text is the same line, and stored once. Durable and visible on return.
        """
        new = await renumbered(self._streams.columnar, self._run, self._writer, lines)
        if new:
            await self._append_lines(new)

    def forget(self) -> None:
        """Drop what is remembered of a writer that is not expected to come again; the store knows."""
        for source in POINTS_TABLE:
            self._state.next_line.pop((source, self._segment), None)
            self._state.all_new.discard((source, self._segment))
        self._state.knows_writers = False

    async def _append_lines(self, lines: list[ConsoleLine]) -> None:
        await self._streams.ingest.append_console(self._rows_of(), self._run.run_id, lines)

    async def _resent(self, source: str, block: HistoryBlock) -> NDArray[np.uint32]:
        """Rows that this writer has sent before. Once a block has none, the rest of its stream is not looked up."""
        key = (source, self._segment)
        if key in self._state.all_new:
            return _NO_LINES
        own = (self._segment,) * 2 if self._writer else (0, EXTRA_WRITER_SEGMENTS_FROM - 1)
        found = await find_resent(
            self._streams.columnar, self._run, POINTS_TABLE[source], own, block, by_step=source == HISTORY
        )
        if not len(found):
            self._state.all_new.add(key)
        if source == HISTORY:
            self._note_resending(bool(len(found)))
        return found

    def _note_resending(self, resending: bool) -> None:
        if resending:
            self._state.resending.add(self._segment)
        else:
            self._state.resending.discard(self._segment)

    async def _store(self, source: str, block: HistoryBlock) -> None:
        known = await self._known_series(source)
        new_series = [key for key in block.series if (key.metric, key.kind) not in known]
        if len(block.points):
            await self._streams.ingest.append_rows(self._rows_of(), self._run.run_id, source, block, new_series)
        known.update((key.metric, key.kind) for key in new_series)
        self._state.next_line[(source, self._segment)] = block.first_line + block.lines
        if self._state.next_step is not None and block.last_step is not None:
            self._state.next_step = max(self._state.next_step, block.last_step + 1)

    @property
    def _segment(self) -> int:
        return segment_of_writer(self._writer, self._run)

    def _rows_of(self) -> RowsOf:
        return RowsOf(self._run.project_id, self._run.run_number, self._segment, self._writer)

    async def _next_line(self, source: str) -> int:
        key = (source, self._segment)
        if key not in self._state.next_line:
            is_new = self._state.knows_writers and self._segment >= EXTRA_WRITER_SEGMENTS_FROM
            columnar = self._streams.columnar
            found = 0 if is_new else await read_next_line(columnar, self._run, source, self._segment)
            self._state.next_line[key] = found
        return self._state.next_line[key]

    async def _next_step(self) -> int:
        if self._state.next_step is None:
            self._state.next_step = await read_next_step(self._streams.columnar, self._run)
        return self._state.next_step

    async def _known_series(self, source: str) -> set[tuple[str, str]]:
        if source not in self._state.series:
            found = await read_known_series(self._streams.columnar, self._run, source)
            self._state.series.setdefault(source, found)  # another writer may have been faster, and have added some
        return self._state.series[source]


class RunStreams:
    """The numbering of all runs that were written to lately."""

    def __init__(self, columnar: Columnar, ingest: Ingest) -> None:
        self.columnar = columnar
        self.ingest = ingest
        self._states: OrderedDict[int, _State] = OrderedDict()

    @asynccontextmanager
    async def writing(self, run: Run, writer: str = "") -> AsyncIterator[RunStream]:
        """Take the run's turn, for a writer whose steps may be counted here: one of them appends at a time."""
        async with self._state_of(run).lock, self.writing_beside(run, writer) as stream:
            yield stream

    @asynccontextmanager
    async def writing_beside(self, run: Run, writer: str) -> AsyncIterator[RunStream]:
        """Take the writer's turn, beside other writers of the run: for those that number lines and steps themselves."""
        state = self._state_of(run)
        async with state.turn_of(writer):
            yield RunStream(self, state, run, writer)

    def reopened(self, stream: RunStream, run: Run) -> RunStream:
        """The same turn, after the run got a new segment."""
        return RunStream(self, stream._state, run, stream._writer)

    def begin(self, run: Run) -> None:
        """Note that the store has made the run just now, so that its streams start without asking for what they hold.

        A fork is left alone: its history begins with its parent's. So is a run that somebody writes to already.
        """
        if not run.branch and run.run_number not in self._states:
            state = self._state_of(run)
            state.next_line = {(source, run.segment): 0 for source in POINTS_TABLE}
            state.next_step = 0
            state.knows_writers = True
            state.series = {source: set() for source in POINTS_TABLE}

    async def line_counts(self, run: Run) -> LineCounts:
        """How many lines each stream of the run's own process has, as a resuming client must continue them."""
        history, system, console = await asyncio.gather(
            read_next_line(self.columnar, run, HISTORY, run.segment),
            read_next_line(self.columnar, run, SYSTEM, run.segment),
            read_console_count(self.columnar, run),
        )
        return LineCounts(history, system, console)

    async def history_line_counts(self, runs: Sequence[Run]) -> dict[int, int]:
        """Run number → rows of its history, for many runs of one project at once."""
        lines = await read_next_lines(self.columnar, [run for run in runs if not self._is_empty(run)])
        return {run.run_number: lines.get(run.run_number, 0) for run in runs}

    def _is_empty(self, run: Run) -> bool:
        """True when no row of the run's history is stored for sure."""
        state = self._states.get(run.run_number)
        return state is not None and state.next_line.get((HISTORY, run.segment)) == 0

    def _state_of(self, run: Run) -> _State:
        state = self._states.get(run.run_number)
        if state is None:
            state = self._states[run.run_number] = _State()
            self._forget_idle()
        self._states.move_to_end(run.run_number)
        return state

    def _forget_idle(self) -> None:
        for run_number in list(self._states)[: max(0, len(self._states) - _STATES_KEPT)]:
            if self._states[run_number].is_idle:
                del self._states[run_number]
