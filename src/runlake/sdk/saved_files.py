"""`run.save`: files of the program that become files of the run, again whenever they change."""

import glob
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from runlake.errors import UsageError
from runlake.sdk.outbox import Task, file_task
from runlake.sdk.values import MediaFile

EVERY_S = 10.0
_MOST_FILES = 10_000

Policy = Literal["live", "now", "end"]
State = tuple[int, int]
"""(time of the last change in ns, bytes)"""


class SavedFiles:
    """Looks after files on behalf of a run, with a thread once there is a `live` one."""

    def __init__(self, keep: Callable[[Task], None], *, every_s: float = EVERY_S) -> None:
        self._keep = keep
        self._every_s = every_s
        self._patterns: list[tuple[str, Path, Policy]] = []
        self._sent: dict[Path, State] = {}
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None

    def add(self, pattern: str | os.PathLike[str], base: str | os.PathLike[str] | None, policy: Policy) -> list[str]:
        """Look after what matches; returns the names that there are now. Raises UsageError."""
        if policy not in ("live", "now", "end"):
            raise UsageError(f"policy is {policy!r}: files are saved live, now, or at the end")
        folder = Path(base or ".").absolute()
        found = _matches(str(Path(pattern).absolute()))
        if policy != "now":
            self._patterns.append((str(Path(pattern).absolute()), folder, policy))
        if policy != "end":
            self._send(found, folder)
        if policy == "live" and self._thread is None:
            self._thread = threading.Thread(target=self._watch, name="runlake-saved", daemon=True)
            self._thread.start()
        return [_name(path, folder) for path in found]

    def close(self) -> None:
        """Send what changed last, and what was to wait for the end. Idempotent."""
        if self._closing.is_set():
            return
        self._closing.set()
        self._look(("live", "end"))

    def _watch(self) -> None:
        while not self._closing.wait(self._every_s):
            self._look(("live",))

    def _look(self, policies: tuple[str, ...]) -> None:
        for pattern, folder, policy in list(self._patterns):
            if policy in policies:
                self._send(_matches(pattern), folder)

    def _send(self, paths: list[Path], folder: Path) -> None:
        with self._lock:
            for path in paths:
                try:
                    facts = path.stat()
                except OSError:  # gone meanwhile
                    continue
                state = facts.st_mtime_ns, facts.st_size
                if self._sent.get(path) != state:
                    self._sent[path] = state
                    self._keep(file_task(MediaFile(_name(path, folder), path, facts.st_size, ""), is_final=False))


def _matches(pattern: str) -> list[Path]:
    found = [Path(name) for name in sorted(glob.glob(pattern, recursive=True)) if os.path.isfile(name)]
    if len(found) > _MOST_FILES:
        raise UsageError(f"{len(found):,} files match {pattern!r:.200}; {_MOST_FILES:,} can be saved: log an artifact")
    return found


def _name(path: Path, folder: Path) -> str:
    """Below the folder, its path there; else its own name alone."""
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else path.name
