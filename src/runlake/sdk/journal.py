"""The journal of one writer: what `log` returned from lies here until the server has confirmed it.

A folder `<run_id>.<writer>` with numbered files of frames (`docs/formats/frames.md`), each of which can be read without
the others; `sent`, how far the server has confirmed; `lock`, held by the process that writes or sends it; and
`outbox`, for what is too large for a frame.
"""

import contextlib
import errno
import os
import secrets
import shutil
import time
from pathlib import Path

from runlake.sdk.locks import FolderLock
from runlake.sdk.outbox import Outbox, Task
from runlake.wire import JournalRecord, encode_record

FILE_BYTES = 32 * 1024 * 1024
FORMAT = 1
WAKE_AT_BYTES = 1024 * 1024
"""From so many on, what is pending is sent at once."""
UNSEEN = "."
"""What the names of journals begin with that are still being made."""


class Journal:
    """Appends frames; each is one `write`, done when the call returns. Callers hold a lock of their own.

    A full disk or a journal over `max_bytes` never raises: the frame is counted in `dropped`, and `problem` says why.
    """

    def __init__(self, folder: Path, record: JournalRecord, *, max_bytes: int, is_anothers: bool = False) -> None:
        """With `is_anothers` another process has it: nothing is made here, and nothing may be written."""
        self.folder = folder
        self.record = record
        self.dropped = 0
        self.problem: str | None = None
        self.files_begun = 0
        self.max_bytes = max_bytes
        self.is_anothers = is_anothers
        self._head = encode_record(record)
        self._fd = -1
        self._file_bytes = 0
        self._closed_bytes = 0
        self._confirmed_bytes = 0
        self.lock = FolderLock(folder) if is_anothers else self._make(folder)
        self.outbox = Outbox(folder)

    def _make(self, folder: Path) -> FolderLock:
        """Make the folder under a name that nobody looks at, until it is a journal and locked."""
        unseen = folder.with_name(f"{UNSEEN}{folder.name}")
        unseen.mkdir(parents=True, mode=0o700)
        lock = FolderLock(unseen)
        lock.take()
        self.folder = unseen
        try:
            self._begin_file()
        except OSError:
            shutil.rmtree(unseen, ignore_errors=True)
            lock.release()
            raise
        lock.move(folder)
        self.folder = folder
        return lock

    @property
    def position(self) -> tuple[int, int]:
        """(file, byte) up to which everything is written."""
        return self.files_begun, self._file_bytes

    @property
    def written_bytes(self) -> int:
        """All frames so far."""
        return self._closed_bytes + self._file_bytes

    @property
    def confirmed_bytes(self) -> int:
        """Those of them that the server has."""
        return self._confirmed_bytes

    @property
    def pending_bytes(self) -> int:
        """What the server has not confirmed yet, files beside the frames included."""
        return self._closed_bytes + self._file_bytes - self._confirmed_bytes + self.outbox.pending_bytes

    @property
    def is_file_full(self) -> bool:
        """True when the next frame should go to another file; shapes must be described again there."""
        return self._file_bytes >= FILE_BYTES

    def begin_file(self) -> None:
        """Go on in the next file, or in this one when there is no room for another.

        The ones before it can be deleted once they are confirmed.
        """
        with contextlib.suppress(OSError):
            self._begin_file()

    def write(self, frames: bytes) -> bool:
        """Append whole frames; False when they were dropped."""
        if self.pending_bytes > self.max_bytes:
            return self._drop(f"{self.pending_bytes} bytes wait to be sent, which is all that may")
        try:
            written = os.write(self._fd, frames)
        except OSError as error:
            return self._drop(f"cannot write to {self.folder}: {error}")
        if written < len(frames):
            self._cut_back(written)
            return self._drop(f"cannot write to {self.folder}: no space left")
        self._file_bytes += written
        return True

    def keep(self, task: Task) -> bool:
        """Keep files, and what is to be done with them, beside the frames; False when that was dropped."""
        if self.pending_bytes + task.size_bytes > self.max_bytes:
            return self._drop(f"{self.pending_bytes} bytes wait to be sent, {task.size_bytes} more may not")
        try:
            self.outbox.put(task)
        except OSError as error:
            return self._drop(f"cannot keep {task.title} in {self.folder}: {error}")
        return True

    def confirm(self, confirmed_bytes: int) -> None:
        """The server has that many bytes of the journal, over all files."""
        self._confirmed_bytes = confirmed_bytes

    def close(self) -> None:
        """Let the file go; the lock stays. Idempotent."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1

    def delete(self) -> None:
        """Remove it: the server has all of it."""
        self.close()
        shutil.rmtree(self.folder, ignore_errors=True)
        self.lock.release()

    def _begin_file(self) -> None:
        """Raises OSError, and then there is no such file."""
        path = file_path(self.folder, self.files_begun + 1)
        fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_EXCL | getattr(os, "O_CLOEXEC", 0), 0o600)
        try:
            if os.write(fd, self._head) < len(self._head):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        except OSError:
            os.close(fd)
            path.unlink()
            raise
        self.close()
        self._closed_bytes += self._file_bytes
        self._fd, self._file_bytes = fd, len(self._head)
        self.files_begun += 1

    def _cut_back(self, written_bytes: int) -> None:
        try:
            os.ftruncate(self._fd, self._file_bytes)
        except OSError:  # the cut frame stays, and readers pass over it
            self._file_bytes += written_bytes

    def _drop(self, problem: str) -> bool:
        self.dropped += 1
        self.problem = problem
        return False


def file_path(folder: Path, number: int) -> Path:
    """A file of a journal; they are numbered from 1."""
    return folder / f"{number:06}.frames"


def file_numbers(folder: Path) -> list[int]:
    """The files that a journal has, in order."""
    return sorted(int(path.stem) for path in folder.glob("*.frames") if path.stem.isdigit())


def further_writer(writer: str) -> str:
    """The name of a further process's journal. Numbers of processes come again, and other machines have the same."""
    return f"{writer}-{secrets.token_hex(4)}"


def now_us() -> int:
    """Microseconds since the epoch."""
    return time.time_ns() // 1000
