"""Files and folders so that what is acknowledged survives a power cut. Blocking calls, made in a thread pool."""

import errno
import logging
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from runlake.errors import NotFound, StorageFull, StoreUnavailable
from runlake.storage.blobs.base import BlobHead

_FEED_BYTES = 1024 * 1024
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)

logger = logging.getLogger(__name__)


@contextmanager
def store_errors(name: str) -> Iterator[None]:
    """Turn the operating system's errors about blob `name` into ours."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise StorageFull(f"no space to store blob {name}: free some disk space and send it again") from error
        logger.error("blob store failed", extra={"blob": name, "reason": str(error)})
        raise StoreUnavailable(f"the blob store failed on {name}: {error.strerror}; try again later") from error


@contextmanager
def read_errors(name: str) -> Iterator[None]:
    """The same when reading, where a missing file is a missing blob."""
    with store_errors(name):
        try:
            yield
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError) as error:
            raise NotFound(f"blob {name} is not in the store") from error


def write_all(file: BinaryIO, block: bytes) -> None:
    """Write the whole block to an unbuffered file, which may take it in parts."""
    rest = memoryview(block)
    while rest:
        rest = rest[file.write(rest) :]


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    if os.name == "nt":  # Windows cannot open folders, and journals their entries itself
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class Folders:
    """Makes folders, and syncs their parents once per process: an earlier one may have died before it did."""

    def __init__(self) -> None:
        self._durable: set[Path] = set()
        self._lock = threading.Lock()

    def make(self, folder: Path) -> None:
        """Create `folder` and its parents where missing; its own name is durable on return."""
        with self._lock:  # also makes a second caller wait until the first has synced
            self._make(folder)

    def _make(self, folder: Path) -> None:
        if folder in self._durable:
            return
        if not folder.parent.is_dir():
            self._make(folder.parent)
        folder.mkdir(exist_ok=True)
        sync_folder(folder.parent)
        self._durable.add(folder)


def head(path: Path, name: str) -> BlobHead:
    """Size and time of a file; NotFound when there is none."""
    with read_errors(name):
        if not path.is_file():
            raise FileNotFoundError(errno.ENOENT, "no such blob", str(path))
        facts = path.stat()
    return BlobHead(name, facts.st_size, datetime.fromtimestamp(facts.st_mtime, UTC))


def feed(path: Path, name: str, take: Callable[[bytes], None]) -> int:
    """Hand a file to `take` block by block; returns its size. NotFound when there is none."""
    size_bytes = 0
    with read_errors(name), path.open("rb", buffering=0) as file:
        while block := file.read(_FEED_BYTES):
            take(block)
            size_bytes += len(block)
    return size_bytes


def delete(path: Path, name: str) -> None:
    """Unlink a file if it is there."""
    with store_errors(name):
        path.unlink(missing_ok=True)


def walk(folder: Path, root: Path) -> Iterator[BlobHead]:
    """All files below `folder`, named relative to `root`; hidden ones are not blobs."""
    for parent, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            path = Path(parent, name)
            try:
                yield head(path, path.relative_to(root).as_posix())
            except NotFound:  # deleted while we walk
                continue


def take(heads: Iterator[BlobHead], count: int) -> list[BlobHead]:
    """The next `count` of them, fewer at the end."""
    return list(islice(heads, count))
