"""Runs that TensorBoard's writers left: a folder of event files is a run.

Source: TensorFlow, `tensorflow/core/util/event.proto`, `framework/summary.proto`, `lib/io/record_writer.h`.
"""

import contextlib
import json
import struct
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from runlake.errors import UsageError
from runlake.sdk.importing.crc32c import masked_crc32c
from runlake.sdk.importing.imported import ImportedRow, ImportedRun, id_of
from runlake.sdk.importing.pictures import picture_entry
from runlake.sdk.importing.protobuf import Message
from runlake.sdk.messages import warn
from runlake.wire import RichEntry

_EVENT_FILES = "*tfevents*"
_HEAD = struct.Struct("<QI")
_LENGTH_BYTES = 8
_CHECKSUM = struct.Struct("<I")
_FLOAT, _DOUBLE = 1, 2
_LIMIT = 2**31
_LATEST_S = 10_000_000_000.0  # in the year 2286


def tensorboard_runs(folder: Path) -> Iterator[ImportedRun]:
    """A run for each folder below that holds event files, `folder` among them. Raises UsageError when there is none."""
    folders = sorted({file.parent for file in folder.rglob(_EVENT_FILES)})
    if not folders:
        raise UsageError(f"there are no event files (events.out.tfevents…) in {folder}")
    root = folder.resolve()
    for each in folders:
        place = each.resolve().relative_to(root).as_posix()
        yield _run_of(each, root.name if place == "." else place)


def _run_of(folder: Path, name: str) -> ImportedRun:
    files = sorted(folder.glob(_EVENT_FILES))
    started = _started(files)
    run_id = id_of(name, started)
    run = ImportedRun(run_id, f"tensorboard-{run_id}", name=name, started_us=_us(started), exit_code=0)
    run.environment = {"files": [file.name for file in files]}
    run.rows = _rows(files, run)
    return run


def _started(files: list[Path]) -> float:
    """The time of the first event that has one."""
    for file in files:
        for event in _events(file, Counter()):
            with contextlib.suppress(ValueError):
                return _time(event)
    return 0.0


def _rows(files: list[Path], run: ImportedRun) -> Iterator[ImportedRow]:
    """Values of one step that were written one after the other are one row."""
    row: ImportedRow | None = None
    for step, time_us, tag, found in (value for file in files for value in _values(file, run)):
        if row is not None and (row.step != step or tag in row.numbers or _has(row, tag)):
            yield row
            row = None
        row = _with(row or ImportedRow(step, time_us, {}), tag, found)
    if row is not None:
        yield row


def _values(file: Path, run: ImportedRun) -> Iterator[tuple[int, int, str, Any]]:
    """(step, time, tag, value) of what a file holds; events that are damaged are counted, and passed over."""
    for event in _events(file, run.left_out):
        try:
            step, time_us = event.integer(2), _us(_time(event))
            found = [(value.text(1), _value(value, step, run)) for value in event.message(5).messages(1)]
        except ValueError:
            run.left_out["damaged events"] += 1
            continue
        run.ended_us = max(run.ended_us or 0, time_us)
        yield from ((step, time_us, tag, value) for tag, value in found if value is not None)


def _has(row: ImportedRow, tag: str) -> bool:
    return any(entry.metric == tag for entry in row.rich)


def _with(row: ImportedRow, tag: str, found: Any) -> ImportedRow:
    if isinstance(found, float):
        row.numbers[tag] = found
        return row
    entry, files = found
    return row._replace(rich=(*row.rich, entry), files=(*row.files, *files))


def _value(value: Message, step: int, run: ImportedRun) -> Any:
    """A number, or (entry, files); None for what is not taken, which is counted."""
    tag, plugin = value.text(1), value.message(9).message(1).text(1)
    if plugin == "hparams":
        run.config |= _hparams(value.message(9).message(1).message(2))
        return None
    if value.has(2):
        return value.float(2)
    if value.has(4):
        return picture_entry(tag, step, value.message(4).bytes(4))
    tensor = value.message(8)
    if plugin == "text":
        return RichEntry(tag, "string", json.dumps("\n".join(tensor.texts(8)))), ()
    if plugin == "images":
        return picture_entry(tag, step, tensor.list_of_bytes(8)[2]) if len(tensor.all(8)) > 2 else None
    number = _scalar(tensor) if plugin in ("scalars", "") else None
    if number is None:
        run.left_out[plugin or ("histograms" if value.has(5) else "audio" if value.has(6) else "other values")] += 1
    return number


def _scalar(tensor: Message) -> float | None:
    """The number of a tensor of shape ()."""
    kind, layout = tensor.integer(1), {_FLOAT: "<f", _DOUBLE: "<d"}
    content = tensor.bytes(4) or tensor.bytes(5 if kind == _FLOAT else 6)
    if kind not in layout or len(content) != struct.calcsize(layout[kind]):
        return None
    return float(struct.unpack(layout[kind], content)[0])


def _hparams(content: Message) -> dict[str, Any]:
    """Hyperparameters of a session. Source: tensorboard, `plugins/hparams/plugin_data.proto`."""
    found: dict[str, Any] = {}
    for entry in content.message(3).messages(1):
        value = entry.message(2)
        if value.has(4):
            found[entry.text(1)] = bool(value.integer(4))
        elif value.has(2) or value.has(3):
            found[entry.text(1)] = value.double(2) if value.has(2) else value.text(3)
    return found


def _events(file: Path, left_out: Counter[str]) -> Iterator[Message]:
    """Whole events; a writer that was killed leaves a cut one at the end. What cannot be read is counted in `left_out`."""
    try:
        with file.open("rb") as stream:
            for content in _records(stream, file, left_out):
                try:
                    yield Message(content)
                except ValueError:
                    left_out["damaged events"] += 1
    except OSError:
        left_out["event files that cannot be read"] += 1


def _records(stream: BinaryIO, file: Path, left_out: Counter[str]) -> Iterator[bytes]:
    """The contents of whole records. One that is cut, or whose length is damaged, is the last: none is found behind it."""
    at = 0
    while head := stream.read(_HEAD.size):
        length = _length_of(head)
        content = stream.read(length) if length is not None else b""
        tail = stream.read(_CHECKSUM.size)
        if length is None or len(content) < length or len(tail) < _CHECKSUM.size:
            left_out["ends of event files (cut or damaged)"] += 1
            warn(f"import {file}", f"{file} is cut or damaged at byte {at:,}: what follows is not taken")
            return
        at = stream.tell()
        if masked_crc32c(content) == _CHECKSUM.unpack(tail)[0]:
            yield content
        else:
            left_out["damaged events"] += 1


def _length_of(head: bytes) -> int | None:
    """How many bytes the record has; None when that is cut or damaged."""
    if len(head) < _HEAD.size:
        return None
    length, checksum = _HEAD.unpack(head)
    return length if length < _LIMIT and masked_crc32c(head[:_LENGTH_BYTES]) == checksum else None


def _time(event: Message) -> float:
    """Seconds since the epoch. Raises ValueError."""
    seconds = event.double(1)
    if not 0 <= seconds < _LATEST_S:
        raise ValueError(f"{seconds} is no time")
    return seconds


def _us(seconds: float) -> int:
    return round(seconds * 1e6)
