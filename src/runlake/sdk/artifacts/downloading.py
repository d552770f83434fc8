"""Fetching the files of a version: several at once, each checked by its digest, only what is missing."""

import shutil
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from runlake.errors import UsageError
from runlake.sdk.answers import Backoff, NotNow
from runlake.sdk.artifacts.cache import Cache, has_digest

if TYPE_CHECKING:
    from runlake.sdk.transport import Transport

_THREADS = 8
_TRIES = 6


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file to fetch: its name, its address, the MD5 of its bytes in hex, and their number."""

    name: str
    address: str
    digest: str
    size_bytes: int


class Downloader:
    """Fetches files through a cache."""

    def __init__(self, cache: Cache, connect: Callable[[], "Transport"]) -> None:
        self._cache = cache
        self._connect = connect
        self._own = threading.local()

    def fetch(self, files: Iterable[Wanted], root: Path) -> None:
        """Bring `root` to hold the files, under their names. What is there already, with the right bytes, stays.

        Raises UsageError when the server cannot be reached or gives other bytes, Refused when it does not give them.
        """
        by_digest: dict[str, list[Wanted]] = {}
        for file in files:
            by_digest.setdefault(file.digest, []).append(file)
        with ThreadPoolExecutor(_THREADS, thread_name_prefix="runlake-download") as pool:
            for _ in pool.map(lambda same: self._bring(same, root), by_digest.values()):
                pass
        self._cache.shrink()

    def _bring(self, same: list[Wanted], root: Path) -> None:
        """Files of the same bytes."""
        for file in same:
            target = root / file.name
            if target.is_file() and target.stat().st_size == file.size_bytes and has_digest(target, file.digest):
                continue
            source = self._cache.find(file.digest) or self._fetched(file)
            target.parent.mkdir(parents=True, exist_ok=True)
            fresh = target.with_name(f".{target.name}.part")
            shutil.copyfile(source, fresh)
            fresh.replace(target)

    def _fetched(self, file: Wanted) -> Path:
        backoff = Backoff()
        for left in reversed(range(_TRIES)):
            try:
                self._transport().fetch(file.address, self._cache.partial(file.digest))
            except NotNow as error:
                if not left:
                    raise UsageError(
                        f"{file.name!r} cannot be downloaded now: {error}. Run it again to go on"
                    ) from None
                threading.Event().wait(backoff.next_s(error))
                continue
            path = self._cache.keep(file.digest)
            if path is not None:
                return path
        raise UsageError(f"{file.name!r} arrived {_TRIES} times with other bytes than its digest says")

    def _transport(self) -> "Transport":
        if not hasattr(self._own, "transport"):
            self._own.transport = self._connect()
        transport: Transport = self._own.transport
        return transport
