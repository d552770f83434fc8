"""Sending a journal, in order, each part until it is confirmed. Used beside training, by `runlake sync`, and by the uploader."""

import contextlib
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from runlake.sdk.answers import Refused
from runlake.sdk.journal import file_numbers, file_path
from runlake.sdk.journal_reading import BODY_BYTES, FileReader, Part
from runlake.sdk.outbox import Outbox
from runlake.sdk.outbox_sending import OutboxDelivery, Place, place_of
from runlake.wire import EndRecord, JournalRecord, encode_record

if TYPE_CHECKING:
    from runlake.sdk.transport import Transport

_REFUSED_AS_IT_IS = (400, 413, 415)

Position = tuple[int, int]
Limit = Callable[[], Position]
"""(file, byte) up to which a journal may be read now."""


@dataclass(slots=True)
class Counts:
    """What became of a journal so far; bytes are the journal's own."""

    rows_sent: int = 0
    files_sent: int = 0
    bytes_sent: int = 0
    bytes_lost: int = 0
    rows_refused: int = 0
    refused: str | None = None


class Delivery:
    """One journal on its way. For one thread; what it has confirmed survives it in the file `sent`."""

    def __init__(self, folder: Path, record: JournalRecord, transport: "Transport", limit: Limit | None = None) -> None:
        """Without `limit` the journal is taken as whole: nobody writes to it any more."""
        self._is_left = limit is None
        self.counts = Counts()
        self.answer: dict[str, object] = {}
        self._folder = folder
        self._record = record
        self._transport = transport
        self._limit = limit or (lambda: _end_of(folder))
        self._reader: FileReader | None = None
        self._number, self._start = _read_sent(folder)
        self._has_end = False
        self._body_bytes = BODY_BYTES

    @property
    def has_end(self) -> bool:
        """True when the writer's own end was among what was sent."""
        return self._has_end

    def send_next(self) -> bool:
        """Send the next part; False when there was none. Raises NotNow, and Refused for what no retry can mend."""
        part = self._next_part()
        if part is None:
            return False
        try:
            if part.frames:
                self._post(part.frames)
        except Refused as error:
            if error.status not in _REFUSED_AS_IT_IS:
                raise
            if self._body_bytes > 1:  # one frame of many: send less at a time, until it is found
                self._body_bytes = max(1, min(self._body_bytes, len(part.frames)) // 8)
                return True
            self.counts.refused = str(error)
            self.counts.rows_refused += part.rows
            part.rows = part.files = 0
        self._body_bytes = BODY_BYTES
        self.counts.bytes_lost += part.lost_bytes
        self.counts.rows_sent += part.rows
        self.counts.files_sent += part.files
        self.counts.bytes_sent += part.end - self._open().at
        self._has_end = self._has_end or part.has_end
        self._confirm(part.end)
        return True

    def send_sign_of_life(self) -> None:
        """Tell the server that the run goes on. Raises NotNow or Refused."""
        self._post(b"")

    def send_all(self) -> None:
        """Send what is there, that the writer is gone when it did not say so, and what lies beside. Raises NotNow or Refused."""
        while self.send_next():
            pass
        if not self._has_end:
            self.send_last(encode_record(EndRecord(crashed=True, shared=self._record.rank != 0)))
        self._send_outbox()

    def send_last(self, frames: bytes) -> None:
        """Send frames that are not in the journal, with the writer's end among them. Raises NotNow or Refused."""
        self._post(frames)
        self._has_end = True

    def delete(self) -> None:
        """Remove the journal: all of it is confirmed."""
        self.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def close(self) -> None:
        """Let the file go. Idempotent."""
        if self._reader is not None:
            self._reader.close()
            self._reader = None

    def _send_outbox(self) -> None:
        outbox = Outbox(self._folder)
        delivery = OutboxDelivery(outbox, self._transport, self._place)
        try:
            while delivery.send_next():
                pass
        finally:
            self.counts.files_sent += outbox.files_sent
        self.counts.refused = self.counts.refused or delivery.refused

    def _place(self) -> Place | None:
        if not self.answer:
            self.send_sign_of_life()
        return place_of(self.answer)

    def _post(self, frames: bytes) -> None:
        self.answer = self._transport.append(self._record, frames, is_left=self._is_left)

    def _next_part(self) -> Part | None:
        """The next frames that are written, over the borders of files."""
        while True:
            last_file, last_byte = self._limit()
            reader = self._open()
            limit = last_byte if self._number == last_file else reader.size()
            if reader.at < limit:
                part = reader.read(limit, self._body_bytes)
                return part if part.end > reader.at else None
            if self._number >= last_file:
                return None
            self._next_file()

    def _open(self) -> FileReader:
        if self._reader is None:
            self._reader = FileReader(self._folder, self._number)
            self._has_end = self._reader.skip_to(self._start) or self._has_end
        return self._reader

    def _next_file(self) -> None:
        self.close()
        file_path(self._folder, self._number).unlink(missing_ok=True)
        self._number, self._start = self._number + 1, 0

    def _confirm(self, end: int) -> None:
        assert self._reader is not None  # noqa: S101 - a part was read from it
        self._reader.at = end
        with contextlib.suppress(OSError):  # without it the part is sent again, which is harmless
            (self._folder / "sent").write_text(f"{self._number} {end}\n")


def _read_sent(folder: Path) -> Position:
    """How far the server has confirmed; the beginning when that is not known: what comes again is stored once."""
    numbers = file_numbers(folder) or [1]
    try:
        number, at = map(int, (folder / "sent").read_text().split())
    except (OSError, ValueError):
        return numbers[0], 0
    return (number, at) if number in numbers else (numbers[0], 0)


def _end_of(folder: Path) -> Position:
    number = file_numbers(folder)[-1]
    return number, file_path(folder, number).stat().st_size
