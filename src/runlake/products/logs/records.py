"""What reading a console gives."""

from dataclasses import dataclass

MAX_LINES = 5000


@dataclass(frozen=True, slots=True)
class LogLine:
    """One console line; `time_us` is microseconds since the epoch, 0 when unknown."""

    line: int
    level: str
    label: str
    time_us: int
    text: str


@dataclass(frozen=True, slots=True)
class LogWriter:
    """One process that wrote to the console of a run: "" is the run's own."""

    writer: str
    label: str
    total: int


@dataclass(frozen=True, slots=True)
class LogPage:
    """Some lines of one writer, the total of that writer, and all writers."""

    lines: list[LogLine]
    total: int
    writers: list[LogWriter]
