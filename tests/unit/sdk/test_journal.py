"""Journals: each write is there, damage costs what it touches, a full disk costs what was not written."""

import errno
import os
from dataclasses import replace
from pathlib import Path

import pytest

from runlake.protocols.native.appending.append_batch import parse_batch
from runlake.sdk.delivered import Delivered
from runlake.sdk.journal import FORMAT, Journal, file_path
from runlake.sdk.journal_reading import FileReader, Part
from runlake.sdk.media import Html
from runlake.sdk.outbox import file_task
from runlake.sdk.rows import INLINE_BYTES, Rows
from runlake.sdk.values import MediaFile
from runlake.settings import LimitSettings
from runlake.wire import HISTORY, EndRecord, JournalRecord, encode_record

RECORD = JournalRecord(format=FORMAT, project="p", run_id="r", writer="w")


def journal_in(folder: Path, max_bytes: int = 1 << 30) -> Journal:
    return Journal(folder / "r.w", RECORD, max_bytes=max_bytes)


def parts_of(journal: Journal, body_bytes: int = 1 << 20) -> list[Part]:
    reader, parts = FileReader(journal.folder, 1), []
    while reader.at < reader.size():
        part = reader.read(reader.size(), body_bytes)
        reader.at = part.end
        parts.append(part)
    reader.close()
    return parts


def steps_in(parts: list[Part]) -> list[int]:
    """The steps that a server finds in bodies, each parsed alone."""
    found: list[int] = []
    for part in parts:
        for block in parse_batch(part.frames, LimitSettings()).blocks.values():
            times = block.points.metric_index == block.points.metrics.index("_timestamp")
            found += block.points.step[times].tolist()
    return found


def points_in(parts: list[Part]) -> dict[str, dict[int, float]]:
    """Metric → step → value, as a server finds them in bodies."""
    found: dict[str, dict[int, float]] = {}
    for part in parts:
        for block in parse_batch(part.frames, LimitSettings()).blocks.values():
            points = block.points
            for index, step, value in zip(points.metric_index, points.step, points.value, strict=True):
                found.setdefault(points.metrics[index], {})[int(step)] = float(value)
    return found


def test_every_part_can_be_read_without_the_others(tmp_path: Path) -> None:
    journal = journal_in(tmp_path)
    rows = Rows(journal, HISTORY)
    for step in range(50):
        rows.append({"loss": step, **({"note": "x", "deep": {"a": 1}} if step % 7 == 0 else {})}, None)
    parts = parts_of(journal, body_bytes=1)
    assert len(parts) > 50
    assert steps_in(parts) == list(range(50))
    assert sum(part.rows for part in parts) == 50


def test_files_are_counted_with_rows(tmp_path: Path) -> None:
    journal = journal_in(tmp_path)
    rows = Rows(journal, HISTORY)
    for name in ("a", "b"):
        rows.append({"loss": 1, "page": Html(name)}, None)
    large = MediaFile("clip.mp4", b"12", INLINE_BYTES + 1, "")
    assert [journal.keep(file_task(large)) for _ in range(2)] == [True, True], "the same file is kept once"
    parts = parts_of(journal)
    assert (rows.files, sum(part.files for part in parts), journal.outbox.files_put) == (2, 2, 1)
    [waiting] = journal.outbox.waiting()
    journal.outbox.done(waiting)
    assert journal.outbox.files_sent == 1
    delivered = Delivered(2, 2, 0, 3, 2, 0, 0)
    assert (str(delivered), str(replace(delivered, files=0))) == (
        "2 of 2 rows and 2 of 3 files sent",
        "2 of 2 rows sent",
    )


def test_a_record_that_is_cut_or_flipped_at_any_byte_costs_itself(tmp_path: Path) -> None:
    journal = journal_in(tmp_path)
    rows = Rows(journal, HISTORY)
    for step in range(3):
        rows.append({"loss": step}, step)
    before = journal.position[1]
    rows.append({"loss": 3}, 3)
    path = file_path(journal.folder, 1)
    whole = path.read_bytes()
    for at in range(before, len(whole)):
        path.write_bytes(whole[:at])
        assert steps_in(parts_of(journal)) == [0, 1, 2]
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0x20]) + whole[at + 1 :])
        assert steps_in(parts_of(journal)) == [0, 1, 2]
    path.write_bytes(whole)
    assert steps_in(parts_of(journal)) == [0, 1, 2, 3]


def test_damage_in_the_middle_does_not_cost_what_follows(tmp_path: Path) -> None:
    journal = journal_in(tmp_path)
    rows = Rows(journal, HISTORY)
    rows.append({"loss": 0}, 0)
    begin = journal.position[1]
    for step in range(1, 4):
        rows.append({"loss": step}, step)
    path = file_path(journal.folder, 1)
    whole = bytearray(path.read_bytes())
    whole[begin + 5] ^= 0xFF  # the length of row 1
    path.write_bytes(whole)
    parts = parts_of(journal)
    assert steps_in(parts) == [0, 2, 3]
    assert sum(part.lost_bytes for part in parts) > 0


def test_a_journal_that_is_too_big_drops_and_counts(tmp_path: Path) -> None:
    journal = journal_in(tmp_path, max_bytes=2000)
    rows = Rows(journal, HISTORY)
    for _ in range(100):
        rows.append({"loss": 1}, None)
    assert journal.dropped > 0
    assert rows.line + journal.dropped == 100
    assert len(steps_in(parts_of(journal))) == rows.line
    journal.confirm(journal.pending_bytes)
    rows.append({"loss": 1}, None)
    assert len(steps_in(parts_of(journal))) == rows.line


def test_files_can_be_read_without_the_ones_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("runlake.sdk.journal.FILE_BYTES", 500)
    journal = journal_in(tmp_path)
    rows = Rows(journal, HISTORY)
    for step in range(40):
        rows.append({"loss": step}, None)
    journal.write(encode_record(EndRecord()))
    assert journal.files_begun > 3
    steps = []
    for number in range(1, journal.files_begun + 1):
        reader = FileReader(journal.folder, number)
        part = reader.read(reader.size())
        reader.close()
        steps += steps_in([part])
    assert steps == list(range(40))
    assert part.has_end


def test_only_one_has_a_journal(tmp_path: Path) -> None:
    journal = journal_in(tmp_path)
    assert not type(journal.lock)(journal.folder).take()
    journal.lock.release()
    assert journal.lock.take()


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> "Disk":
    disk = Disk()
    monkeypatch.setattr("runlake.sdk.journal.os.write", disk.write)
    return disk


class Disk:
    """A disk with `free` bytes, as `os.write` finds it."""

    def __init__(self) -> None:
        self.free = 1 << 30
        self._write = os.write

    def write(self, fd: int, content: bytes) -> int:
        if content and not self.free:
            raise OSError(errno.ENOSPC, "No space left on device")
        taken = self._write(fd, content[: self.free])
        self.free -= taken
        return taken


@pytest.mark.parametrize("left", [0, 1, 30])
def test_a_full_disk_costs_what_was_not_written(tmp_path: Path, disk: Disk, left: int) -> None:
    journal = journal_in(tmp_path)
    rows = Rows(journal, HISTORY)
    rows.append({"loss": 0}, 0)
    disk.free = left
    rows.append({"loss": 1}, 1)
    rows.append({"acc": 1}, 1)  # of metrics that nothing says anything about: such a row would be refused
    rows.append_columns({"curve": [1.0] * 3}, [1, 1, 1])
    assert journal.dropped == 3
    disk.free = 1 << 30
    rows.append({"acc": 2}, 2)
    rows.append_columns({"curve": [1.0] * 3}, [3, 4, 5])
    assert steps_in(parts_of(journal)) == [0, 2, 3, 4, 5]


def test_a_file_that_finds_no_room_is_begun_later(tmp_path: Path, disk: Disk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("runlake.sdk.journal.FILE_BYTES", 1)
    journal = journal_in(tmp_path)
    rows = Rows(journal, HISTORY)
    disk.free = 10
    rows.append({"loss": 0}, 0)
    assert [path.name for path in journal.folder.glob("*.frames")] == ["000001.frames"]
    disk.free = 1 << 30
    rows.append({"loss": 1}, 1)
    assert journal.files_begun > 1
    assert journal.dropped == 1


def test_a_journal_that_cannot_begin_leaves_nothing(tmp_path: Path, disk: Disk) -> None:
    disk.free = 10
    with pytest.raises(OSError, match="No space"):
        journal_in(tmp_path)
    assert list(tmp_path.iterdir()) == []
    disk.free = 1 << 30
    journal_in(tmp_path)
