"""`class Logs`: reading the console of a run."""

from collections.abc import Sequence

from runlake.errors import InvalidInput
from runlake.model import Run
from runlake.products.logs.merged import LogPosition, MergedLines, read_merged
from runlake.products.logs.records import MAX_LINES, LogLine, LogPage, LogWriter
from runlake.products.logs.store import LAST_LINE_AT, SEARCH_LINES, SELECT_LINES, SELECT_WRITERS
from runlake.storage.columnar import Columnar, delete_runs

_MAX_LINE = 2**32 - 1


class Logs:
    """The read side of console lines. Callers have checked that the project may be read."""

    def __init__(self, columnar: Columnar) -> None:
        self._columnar = columnar

    async def read(
        self, run: Run, *, writer: str | None = None, first_line: int = 0, limit: int = 1000, search: str = ""
    ) -> LogPage:
        """Lines from `first_line` on (negative: counted from the end), or those that contain `search`."""
        if not 1 <= limit <= MAX_LINES:
            raise InvalidInput(f"limit is {limit}; it must be from 1 to {MAX_LINES}")
        writers = await self.writers(run)
        chosen = writer if writer is not None else (writers[0].writer if writers else "")
        total = next((item.total for item in writers if item.writer == chosen), 0)
        first = max(0, total + first_line) if first_line < 0 else min(first_line, _MAX_LINE)
        parameters: dict[str, object] = {
            "project_id": run.project_id,
            "run_number": run.run_number,
            "writer": chosen,
            "first_line": first,
            "end_line": first + limit,
            "limit": limit,
            "search": search,
        }
        rows = (await self._columnar.query(SEARCH_LINES if search else SELECT_LINES, parameters)).to_pylist()
        return LogPage([LogLine(**row) for row in rows], total, writers)

    async def read_merged(
        self, run: Run, after: LogPosition | None = None, *, limit: int = 1000, newest: bool = False
    ) -> MergedLines:
        """Lines of all writers as one console, by time: the oldest after a place, or the newest. Raises InvalidInput."""
        return await read_merged(self._columnar, run, after or LogPosition(), limit, newest=newest)

    async def line_at(self, run: Run, time_us: int, *, writer: str | None = None) -> int:
        """The last line that was there at a time, in microseconds since the epoch; 0 when none was."""
        writers = await self.writers(run) if writer is None else []
        chosen = writer if writer is not None else (writers[0].writer if writers else "")
        parameters = {"project_id": run.project_id, "run_number": run.run_number, "writer": chosen, "time_us": time_us}
        return int((await self._columnar.query(LAST_LINE_AT, parameters)).to_pylist()[0]["line"])

    async def writers(self, run: Run) -> list[LogWriter]:
        """The processes that wrote to the run's console, and how many lines each has."""
        parameters = {"project_id": run.project_id, "run_number": run.run_number}
        rows = (await self._columnar.query(SELECT_WRITERS, parameters)).to_pylist()
        return [LogWriter(row["writer"], row["label"], row["total"]) for row in rows]

    async def delete_of_runs(self, run_numbers: Sequence[int]) -> None:
        """Remove the console of runs for good. May be repeated; may take long."""
        await delete_runs(self._columnar, "console_lines", run_numbers)
