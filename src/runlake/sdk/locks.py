"""Who has a journal: a lock of the process, which ends with it however it ends, and which a forked child does not have."""

import contextlib
import os
from pathlib import Path
from typing import Any

try:
    import fcntl as _fcntl
except ImportError:  # Windows has none: there a journal is sent by the process that wrote it, or by `runlake sync`
    _fcntl = None  # type: ignore[assignment]

_taken: set[Path] = set()  # the system lets a process take its own lock twice


class FolderLock:
    """The right to write or send one journal."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._fd: int | None = None

    def take(self, *, wait: bool = False) -> bool:
        """Take the lock; False when another process has it, or this one already. `wait`: until the other lets it go."""
        if self._folder in _taken:
            return False
        try:
            fd = os.open(self._folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        except FileNotFoundError:  # the journal was sent and deleted a moment ago
            return False
        if not _lock(fd, wait=wait):
            os.close(fd)
            return False
        self._fd = fd
        _taken.add(self._folder)
        return True

    def move(self, folder: Path) -> None:
        """Rename the locked folder; the lock goes with it."""
        self._folder.rename(folder)
        _taken.discard(self._folder)
        _taken.add(folder)
        self._folder = folder

    def release(self) -> None:
        """Let it go. Idempotent."""
        if self._fd is not None:
            _taken.discard(self._folder)
            with contextlib.suppress(OSError):
                os.close(self._fd)
            self._fd = None


def forget_after_fork() -> None:
    """A child has none of its parent's locks."""
    _taken.clear()


def _lock(fd: int, *, wait: bool) -> bool:
    if _fcntl is None:
        return True
    module: Any = _fcntl
    try:
        module.lockf(fd, module.LOCK_EX | (0 if wait else module.LOCK_NB))
    except OSError:
        return False
    return True
