"""The data folder: its layout, its version, and the lock that keeps a second server out.

Layout, described byte by byte in docs/formats/data-folder.md: `VERSION` (the format, a decimal number), `lock` (held while a
server runs), `metadata.sqlite3`, `columnar/`, `blobs/`, `secrets/`.
"""

import fcntl
import os
from pathlib import Path
from typing import IO

from runlake.errors import DataFolderRefused

FORMAT_VERSION = 1


class DataFolder:
    """An open, locked data folder. `close` lets go of it; so does the end of the process."""

    def __init__(self, path: Path, lock: IO[str]) -> None:
        self.path = path
        self._lock: IO[str] | None = lock

    @classmethod
    def open(cls, path: Path) -> "DataFolder":
        """Create or open the folder and lock it.

        Raises DataFolderRefused when another server has it, when a newer Runlake wrote it, or when it cannot be used.
        """
        path = path.expanduser().absolute()
        try:
            path.mkdir(parents=True, exist_ok=True)
            lock = open(path / "lock", "a+", encoding="ascii")  # noqa: SIM115 - held open for the life of the folder
        except OSError as error:
            raise DataFolderRefused(f"the data folder {path} cannot be used: {error.strerror}") from error
        try:
            _take_lock(path, lock)
            _check_version(path)
        except BaseException:
            lock.close()
            raise
        return cls(path, lock)

    @property
    def metadata_url(self) -> str:
        return f"sqlite:///{self.path / 'metadata.sqlite3'}"

    @property
    def columnar(self) -> Path:
        return self.path / "columnar"

    @property
    def blobs(self) -> Path:
        return self.path / "blobs"

    @property
    def secrets(self) -> Path:
        return self.path / "secrets"

    def close(self) -> None:
        """Release the lock. Idempotent."""
        if self._lock is not None:
            self._lock.close()
            self._lock = None


def read_version(path: Path) -> int | None:
    """The format version of a data folder; None for a new one. Raises DataFolderRefused when it is not a number."""
    file = path / "VERSION"
    if not file.exists():
        return None
    text = file.read_text(encoding="ascii", errors="replace").strip()
    if not text.isdecimal():
        raise DataFolderRefused(f"{file} holds {text[:40]!r}, not a version number: is {path} a Runlake data folder?")
    return int(text)


def _take_lock(path: Path, lock: IO[str]) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        lock.seek(0)
        owner = lock.read(40).strip() or "unknown"
        raise DataFolderRefused(
            f"the data folder {path} is in use by another Runlake server (process {owner}): "
            "stop that one, or choose another folder with --data-dir"
        ) from error
    lock.truncate(0)
    lock.write(str(os.getpid()))
    lock.flush()


def _check_version(path: Path) -> None:
    version = read_version(path)
    if version is None:
        _write_version(path / "VERSION")
    elif version > FORMAT_VERSION:
        raise DataFolderRefused(
            f"the data folder {path} was written by a newer Runlake (format {version}, this one knows {FORMAT_VERSION}): "
            "upgrade Runlake, or choose another folder with --data-dir"
        )


def _write_version(file: Path) -> None:
    with open(file, "w", encoding="ascii") as stream:
        stream.write(f"{FORMAT_VERSION}\n")
        stream.flush()
        os.fsync(stream.fileno())
