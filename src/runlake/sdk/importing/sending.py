"""Sends an imported run, in requests of a few MiB. May be repeated: the server has each row once."""

from dataclasses import dataclass, field
from pathlib import Path

from runlake.errors import NotFound
from runlake.sdk.importing.imported import ImportedRow, ImportedRun
from runlake.sdk.reading.asking import Asker
from runlake.sdk.reading.run_view import run_path
from runlake.sdk.values import plain
from runlake.wire import (
    HISTORY,
    EndRecord,
    JournalRecord,
    RichRecord,
    RowEncoder,
    RunRecord,
    ShapeRecord,
    SummaryRecord,
    encode_file,
    encode_record,
)

_REQUEST_BYTES = 4 * 1024 * 1024
_MOST_SHAPES = 1000
_MOST_FILE_BYTES = 7 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was read of a run and sent; `was_there` says that the server knew the run. `left_out`: what, and how often."""

    run_id: str
    project: str
    was_there: bool
    rows: int
    metrics: int
    values: int
    files: int
    console_lines: int
    left_out: dict[str, int] = field(default_factory=dict)


def send_run(asker: Asker, entity: str, project: str, run: ImportedRun) -> Outcome:
    """Send all of it; durable on return. What is known of a run that is there (name, tags, config, …) is not touched."""
    sender = _Sender(asker, JournalRecord(1, project, run.run_id, run.writer, entity))
    was_there = _is_there(asker, entity, project, run.run_id)
    rows = iter(run.rows)
    first = next(rows, None)  # until the first row is read, little may be known of the run
    if not was_there:
        sender.add(encode_record(_run_record(run)))
    if first is not None:
        sender.add_row(first)
    for row in rows:
        sender.add_row(row)
    for name, path in run.files:
        sender.add_file(name, path, run)
    for lines in run.console:
        sender.add(encode_record(lines))
    _end(sender, run, was_there=was_there)
    console_lines = sum(len(each.lines) for each in run.console)
    counts = (sender.rows, len(sender.metrics), sender.values, sender.files, console_lines)
    return Outcome(run.run_id, project, was_there, *counts, left_out=dict(run.left_out))


def _end(sender: "_Sender", run: ImportedRun, *, was_there: bool) -> None:
    if not was_there:
        later = RunRecord(config=plain(run.config), environment=_environment(run), tags=run.tags, notes=run.notes)
        sender.add(encode_record(later))  # what the rows' file told after them
    by_hand = {name: value for name, value in run.summary.items() if not sender.has(name)}
    if by_hand:
        sender.add(encode_record(SummaryRecord(sender.line, plain(by_hand))))
    sender.add(encode_record(EndRecord(run.exit_code or 0, crashed=run.exit_code is None, ended_us=run.ended_us)))
    sender.flush()


def _run_record(run: ImportedRun) -> RunRecord:
    return RunRecord(
        display_name=run.name,
        notes=run.notes,
        tags=run.tags,
        group=run.group,
        job_type=run.job_type,
        config=plain(run.config),
        environment=_environment(run),
        started_us=run.started_us,
    )


def _environment(run: ImportedRun) -> dict[str, object]:
    return {**plain(run.environment), "importedFrom": run.writer}


def _is_there(asker: Asker, entity: str, project: str, run_id: str) -> bool:
    try:
        asker.ask("GET", run_path(entity, project, run_id))
    except NotFound:
        return False
    return True


class _Sender:
    """Numbers rows and puts frames into requests; each request describes the shapes that it uses."""

    def __init__(self, asker: Asker, record: JournalRecord) -> None:
        self._asker, self._record = asker, record
        self._waiting: list[bytes] = []
        self._waiting_bytes = 0
        self._shapes: dict[tuple[str, tuple[str, ...]], tuple[int, RowEncoder]] = {}
        self._lines: dict[str, int] = {}
        self.metrics: set[str] = set()
        self.values = 0
        self.files = 0

    @property
    def line(self) -> int:
        """Rows of the history so far."""
        return self._lines.get(HISTORY, 0)

    @property
    def rows(self) -> int:
        """Rows of all sources."""
        return sum(self._lines.values())

    def has(self, name: str) -> bool:
        """Whether something was logged under the name, or under names below it."""
        return any(metric == name or metric.startswith(f"{name}.") for metric in self.metrics)

    def add(self, frames: bytes) -> None:
        """Frames that belong together."""
        self._waiting.append(frames)
        self._waiting_bytes += len(frames)
        if self._waiting_bytes >= _REQUEST_BYTES:
            self.flush()

    def add_row(self, row: ImportedRow) -> None:
        """A row with its files, in one request."""
        line = self._lines.get(row.source, 0)
        frames = [encode_file(name, content) for name, content in row.files]
        if row.rich:
            frames.append(encode_record(RichRecord(line, row.step, row.time_us, row.rich)))
        encoder, described = self._encoder(row.source, tuple(row.numbers))
        frames += [described, encoder.encode(line, row.step, row.time_us, row.numbers.values())]
        self._lines[row.source] = line + 1
        self.metrics.update(row.numbers)
        self.metrics.update(entry.metric for entry in row.rich)
        self.values += len(row.numbers) + len(row.rich)
        self.files += len(row.files)
        self.add(b"".join(frames))

    def add_file(self, name: str, path: Path, run: ImportedRun) -> None:
        """A file of the run, unless it is too large for a request."""
        if path.stat().st_size > _MOST_FILE_BYTES:
            run.left_out[f"files over {_MOST_FILE_BYTES // 2**20} MiB"] += 1
            return
        self.files += 1
        self.add(encode_file(name, path.read_bytes()))

    def flush(self) -> None:
        """Send what waits; it is durable on return."""
        frames, self._waiting, self._waiting_bytes = b"".join(self._waiting), [], 0
        self._shapes.clear()
        self._asker.append(self._record, frames)

    def _encoder(self, source: str, metrics: tuple[str, ...]) -> tuple[RowEncoder, bytes]:
        """How rows of these metrics are written, and what describes it, empty when it is described already."""
        found = self._shapes.get((source, metrics))
        if found is not None:
            return found[1], b""
        if len(self._shapes) >= _MOST_SHAPES:
            self.flush()
        number = len(self._shapes)
        encoder = RowEncoder(number, len(metrics))
        self._shapes[source, metrics] = number, encoder
        return encoder, encode_record(ShapeRecord(number, source, metrics))
