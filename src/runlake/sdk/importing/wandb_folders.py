"""Runs in the folders that wandb writes: `wandb/offline-run-…` and `wandb/run-…`, each with a `.wandb` file.

The files are read as they are: the wandb package need not be installed.
Source: wandb, `wandb/proto/wandb_internal.proto`: the numbers of the fields.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from runlake.errors import UsageError
from runlake.sdk.importing.imported import ImportedRow, ImportedRun
from runlake.sdk.importing.leveldb_log import read_records
from runlake.sdk.importing.protobuf import Message
from runlake.sdk.importing.wandb_values import (
    METADATA_FILE,
    MOST_FILE_BYTES,
    config_of,
    is_own_file,
    machine_row,
    row_of,
    summary_of,
    time_of,
)
from runlake.sdk.messages import warn
from runlake.wire import ConsoleRecord

_HISTORY, _SUMMARY, _OUTPUT, _CONFIG, _STATS, _ARTIFACT = 2, 3, 4, 5, 7, 8
_OUTPUT_RAW, _RUN, _EXIT, _USE_ARTIFACT = 13, 17, 18, 25


def wandb_runs(folder: Path) -> Iterator[ImportedRun]:
    """A run for each `.wandb` file in or below `folder`. Raises UsageError when there is none."""
    files = sorted(folder.rglob("*.wandb"))
    if not files:
        raise UsageError(f"there are no .wandb files in {folder}: name the folder `wandb` of a project, or a run's own")
    for file in files:
        run = _run_of(file)
        if run is not None:
            yield run


def _run_of(file: Path) -> ImportedRun | None:
    """The run of a file; None when the file does not say which one it is, or is damaged there."""
    try:
        records = (Message(record) for record in read_records(file))
        begun = next((record.message(_RUN) for record in records if record.has(_RUN)), None)
        return None if begun is None else _FileOfRun(file, begun).run
    except (ValueError, TypeError, OSError, UsageError) as error:
        warn(f"import {file}", f"{file} is passed over: {error}")
        return None


class _FileOfRun:
    """One file, which is one attempt at a run."""

    def __init__(self, file: Path, begun: Message) -> None:
        self._file = file
        self._files = file.parent / "files"
        self._text: dict[str, str] = {"": "", "error": ""}
        self._console_lines = 0
        started_us = _us(begun.message(17))
        self.run = ImportedRun(
            run_id=begun.text(1),
            writer=f"wandb-{file.parent.name}",
            name=begun.text(8) or None,
            project=begun.text(3) or None,
            tags=tuple(begun.texts(10)) or None,
            notes=begun.text(9) or None,
            group=begun.text(6) or None,
            job_type=begun.text(7) or None,
            started_us=started_us or None,
            environment=self._environment(begun),
        )
        self._add_config(begun.message(4))
        self._next_step = begun.integer(14)
        self.run.rows = self._rows()
        self.run.files = self._own_files()

    def _environment(self, begun: Message) -> dict[str, Any]:
        try:
            found = json.loads((self._files / METADATA_FILE).read_text())
        except (OSError, ValueError):
            found = {}
        return {"host": begun.text(13), **(found if isinstance(found, dict) else {})}

    def _rows(self) -> Iterator[ImportedRow]:
        for content in read_records(self._file, self._tell_damaged):
            try:
                row = self._read(Message(content))
            except (ValueError, TypeError, OverflowError):
                self._tell_damaged()
                continue
            if row is not None:
                yield row
        for level in self._text:
            self._say(level, "\n" if self._text[level] else "")

    def _tell_damaged(self) -> None:
        self.run.left_out["damaged records"] += 1

    def _read(self, record: Message) -> ImportedRow | None:
        """The row of a record; what is none is kept beside, and gives None. Raises for what is damaged."""
        if record.has(_HISTORY):
            return self._row(record.message(_HISTORY))
        if record.has(_STATS):
            return self._load(record.message(_STATS))
        self._add(record)
        return None

    def _add(self, record: Message) -> None:
        """What is no row."""
        if record.has(_CONFIG):
            self._add_config(record.message(_CONFIG))
        elif record.has(_SUMMARY):
            self.run.summary |= summary_of(_document(record.message(_SUMMARY)))
        elif record.has(_OUTPUT_RAW) or record.has(_OUTPUT):
            said = record.message(_OUTPUT_RAW if record.has(_OUTPUT_RAW) else _OUTPUT)
            self._say("" if said.integer(1) else "error", said.text(3), _us(said.message(2)))
        elif record.has(_EXIT):
            ended = record.message(_EXIT)
            self.run.exit_code = ended.integer(1)
            self.run.ended_us = (self.run.started_us or 0) + ended.integer(2) * 1_000_000
        elif record.has(_ARTIFACT) or record.has(_USE_ARTIFACT):
            self.run.left_out["artifacts"] += 1

    def _add_config(self, config: Message) -> None:
        self.run.config |= config_of(_document(config))

    def _row(self, history: Message) -> ImportedRow:
        values = _document(history)
        step = history.message(2).integer(1) if history.has(2) else int(values.get("_step", self._next_step))
        self._next_step = step + 1
        return row_of(values, step, time_of(values, self.run.started_us or 0), self._file_at)

    def _file_at(self, name: str) -> Iterator[tuple[str, bytes]]:
        root = self._files.resolve()
        path = (root / name).resolve()
        if not path.is_relative_to(root) or not path.is_file():
            self.run.left_out["media without a file"] += 1
        elif path.stat().st_size > MOST_FILE_BYTES:
            self.run.left_out["media over 7 MiB"] += 1
        else:
            yield name, path.read_bytes()

    def _load(self, stats: Message) -> ImportedRow:
        values = {f"system.{item.text(1)}": json.loads(item.text(16)) for item in stats.messages(3)}
        return machine_row(values, _us(stats.message(2)))

    def _say(self, level: str, text: str, time_us: int = 0) -> None:
        """Console text comes in pieces; whole lines are kept, of a line that was written over its last state."""
        *lines, self._text[level] = (self._text[level] + text).split("\n")
        if lines:
            shown = tuple(line.rstrip("\r").rpartition("\r")[2] for line in lines)
            self.run.console.append(ConsoleRecord(self._console_lines, level, time_us, shown))
            self._console_lines += len(shown)

    def _own_files(self) -> Iterator[tuple[str, Path]]:
        """What the run kept beside its media, which go with their rows."""
        for path in sorted(self._files.rglob("*")):
            name = path.relative_to(self._files).as_posix()
            if path.is_file() and is_own_file(name):
                yield name, path


def _document(record: Message) -> dict[str, Any]:
    """Keys and values of a record; values within objects come one by one, with all keys of their way."""
    document: dict[str, Any] = {}
    for item in record.messages(1):
        *above, name = item.texts(2) or [item.text(1)]
        place = document
        for key in above:
            if not isinstance(place.get(key), dict):
                place[key] = {}
            place = place[key]
        place[name] = _json(item.text(16))
    return document


def _json(text: str) -> Any:
    try:
        return json.loads(text or "null")
    except (ValueError, RecursionError):
        return text


def _us(moment: Message) -> int:
    return moment.integer(1) * 1_000_000 + moment.integer(2) // 1000
