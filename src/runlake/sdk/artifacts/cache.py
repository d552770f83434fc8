"""What was downloaded, kept by digest: the same bytes are fetched once, whatever version or project they belong to.

`blobs/<2 digits>/<md5>` are whole files, `partial/<md5>` what has arrived of others. The folder has a bound: those that were
used longest ago go first.
"""

import contextlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Cached:
    """A whole file of the cache."""

    path: Path
    size_bytes: int
    used_s: float


class Cache:
    """A folder of at most `max_bytes`; several processes may use it at once."""

    def __init__(self, folder: Path, max_bytes: int) -> None:
        self.folder = folder
        self.max_bytes = max_bytes

    def find(self, digest: str) -> Path | None:
        """The file of that MD5 (hex), noted as used; None when it is not there."""
        path = self._path(digest)
        try:
            os.utime(path)
        except OSError:
            return None
        return path

    def partial(self, digest: str) -> Path:
        """Where the bytes of that file gather."""
        folder = self.folder / "partial"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return folder / digest

    def keep(self, digest: str) -> Path | None:
        """Take what has gathered as a whole file; None, and it is thrown away, when it has another MD5."""
        partial, path = self.partial(digest), self._path(digest)
        if not has_digest(partial, digest):
            partial.unlink(missing_ok=True)
            return None
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        partial.replace(path)
        return path

    def shrink(self, max_bytes: int | None = None) -> int:
        """Delete what was used longest ago until the rest fits; returns how many bytes went. 0 deletes everything."""
        limit = self.max_bytes if max_bytes is None else max_bytes
        files = sorted(self.files(), key=lambda file: file.used_s)
        left = sum(file.size_bytes for file in files)
        removed = 0
        for file in files:
            if left - removed <= limit:
                break
            with contextlib.suppress(OSError):  # another process was faster
                file.path.unlink()
                removed += file.size_bytes
        if limit == 0:
            shutil.rmtree(self.folder / "partial", ignore_errors=True)
        return removed

    def files(self) -> Iterator[Cached]:
        """All whole files, in no order."""
        for path in self.folder.glob("blobs/*/*"):
            with contextlib.suppress(OSError):
                facts = path.stat()
                yield Cached(path, facts.st_size, facts.st_mtime)

    def _path(self, digest: str) -> Path:
        return self.folder / "blobs" / digest[:2] / digest


def has_digest(path: Path, digest: str) -> bool:
    """True when the file is there and has that MD5 (hex)."""
    try:
        with path.open("rb") as file:
            return file_digest(file, "md5").hexdigest() == digest
    except OSError:
        return False
