"""What lies beside a journal until the server has it: files too large for a frame, and artifacts.

A folder `outbox` with a JSON file for each task, numbered in the order in which they came, and beside it a folder of that
number with the files that it needs, copied: what the program does to its own ones changes nothing.
"""

import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from runlake.sdk.values import MediaFile

Content = bytes | Path


@dataclass(frozen=True, slots=True)
class Task:
    """Something to be sent: what it is, for the one who sends it, and the files it needs by the name they get here."""

    kind: str
    title: str
    order: Mapping[str, Any]
    files: Mapping[str, Content] = field(default_factory=dict)
    size_bytes: int = 0
    mark: str | None = None
    """Tasks of one mark are the same: the first one is enough."""


def file_task(file: MediaFile, *, is_final: bool = True) -> Task:
    """A file of the run. With `is_final` False, its name may come again with other bytes."""
    order = {"name": file.name, "file": "content"}
    mark = file.name if is_final else None
    return Task("file", file.name, order, {"content": file.content}, file.size_bytes, mark)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A task that was kept: `order` is what was given, `folder` has its files."""

    kind: str
    order: dict[str, Any]
    path: Path
    folder: Path
    size_bytes: int


class Outbox:
    """The tasks of one journal. One thread puts, one takes away; nothing is lost when the process is killed."""

    def __init__(self, journal: Path) -> None:
        self.folder = journal / "outbox"
        self.on_put: Callable[[], None] = lambda: None
        self.files_put = 0
        self.files_sent = 0
        self._put_bytes = 0
        self._sent_bytes = 0
        self._count = 0
        self._marks: set[str] = set()

    @property
    def pending_bytes(self) -> int:
        """What was put by this process, and is not sent."""
        return self._put_bytes - self._sent_bytes

    def put(self, task: Task) -> None:
        """Keep a task and copies of its files. Raises OSError; then nothing of it is kept."""
        if task.mark is not None and task.mark in self._marks:
            return
        self._count += 1
        folder = self.folder / f"{self._count:06}"
        try:
            folder.mkdir(parents=True, mode=0o700)
            for name, content in task.files.items():
                _keep(folder / name, content)
            document = {"kind": task.kind, "order": task.order, "size_bytes": task.size_bytes}
            unseen = folder.with_suffix(".new")
            unseen.write_text(json.dumps(document))
            unseen.rename(folder.with_suffix(".json"))
        except OSError:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        self._put_bytes += task.size_bytes
        self.files_put += len(task.files)
        if task.mark is not None:
            self._marks.add(task.mark)
        self.on_put()

    def waiting(self) -> Iterator[Waiting]:
        """The tasks that are there, the first one first."""
        for path in sorted(self.folder.glob("*.json")):
            document = json.loads(path.read_text())
            yield Waiting(document["kind"], document["order"], path, path.with_suffix(""), document["size_bytes"])

    def done(self, task: Waiting) -> None:
        """The server has it."""
        self.files_sent += sum(1 for _ in task.folder.glob("*"))
        task.path.unlink(missing_ok=True)
        shutil.rmtree(task.folder, ignore_errors=True)
        self._sent_bytes += task.size_bytes

    def set_aside(self, task: Waiting, reason: str) -> None:
        """The server will never take it: it stays, with the reason, and others go on."""
        document = {**json.loads(task.path.read_text()), "refused": reason}
        task.path.write_text(json.dumps(document))
        task.path.rename(task.path.with_suffix(".refused"))
        self._sent_bytes += task.size_bytes

    def size_bytes(self) -> int:
        """What it takes on disk."""
        return sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file())


def _keep(path: Path, content: Content) -> None:
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        shutil.copyfile(content, path)
    os.chmod(path, 0o600)
