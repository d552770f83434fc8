"""`GET …/runs/{run}/logs`: console lines by number, from the end, or those that contain a text."""

from datetime import UTC, datetime
from typing import Annotated, Protocol

from fastapi import APIRouter, Query
from typing_extensions import TypedDict

from runlake.products.logs import Logs
from runlake.products.runs import Runs
from runlake.protocols.native.deps import ReadProject


class _Line(Protocol):
    @property
    def line(self) -> int: ...
    @property
    def level(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def time_us(self) -> int: ...
    @property
    def text(self) -> str: ...


_LATEST_US = 2**62


class LogLine(TypedDict):
    """A console line; `time` is null when the client did not say, `level` is "error" for what went to stderr."""

    line: int
    level: str
    time: str | None
    label: str
    text: str


class LogWriter(TypedDict):
    """One of the processes that write to a run's console; "" is the run's own."""

    writer: str
    label: str
    total: int


class LogsPage(TypedDict):
    """Lines of one writer; `total` counts all that match."""

    lines: list[LogLine]
    total: int
    next_line: int | None
    writers: list[LogWriter]


def log_line(line: _Line) -> LogLine:
    """A console line as JSON; `time` is null when the client did not say."""
    moment = datetime.fromtimestamp(line.time_us / 1_000_000, UTC) if line.time_us else None
    return {
        "line": line.line,
        "level": line.level,
        "time": moment.isoformat(timespec="milliseconds").replace("+00:00", "Z") if moment else None,
        "label": line.label,
        "text": line.text,
    }


def log_routes(runs: Runs, logs: Logs) -> APIRouter:
    """The log endpoint."""
    router = APIRouter(tags=["logs"])

    @router.get("/projects/{entity}/{project}/runs/{run}/logs")
    async def read_logs(
        target: ReadProject,
        run: str,
        first_line: Annotated[int, Query(ge=-(2**31), le=2**32)] = 0,
        limit: Annotated[int, Query(ge=1, le=5000)] = 1000,
        search: Annotated[str, Query(max_length=1000)] = "",
        writer: Annotated[str | None, Query(max_length=200)] = None,
        at: Annotated[int | None, Query(ge=0, le=2**53, description="In ms since the epoch.")] = None,
    ) -> LogsPage:
        """Lines from `first_line` on (negative: counted from the end), or those that contain `search`.

        With `at`, from the last line on that was there at that time.
        """
        found = await runs.get(target.project.project_id, run)
        if at is not None:
            first_line = await logs.line_at(found, min(at * 1000 + 999, _LATEST_US), writer=writer)
        page = await logs.read(found, writer=writer, first_line=first_line, limit=limit, search=search)
        lines = [log_line(line) for line in page.lines]
        return {
            "lines": lines,
            "total": page.total,
            "next_line": lines[-1]["line"] + 1 if lines else None,
            "writers": [LogWriter(writer=item.writer, label=item.label, total=item.total) for item in page.writers],
        }

    return router
