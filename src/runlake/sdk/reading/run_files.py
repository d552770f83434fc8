"""A file that a run has kept."""

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from runlake.errors import InvalidInput
from runlake.sdk.reading.asking import Asker


class FileView:
    """A file of a run, on the server."""

    def __init__(self, asker: Asker, row: Mapping[str, Any]) -> None:
        """For `RunView.files`."""
        self._asker = asker
        self._url = str(row["url"])
        self.name = str(row["name"])
        self.size_bytes = int(row["size_bytes"])

    def read(self) -> bytes:
        """All of it."""
        with self._asker.stream("GET", self._url) as answer:
            content: bytes = answer.read()
        return content

    def download(self, folder: str | Path = ".") -> Path:
        """Write it below `folder`, under its own name; returns where it is."""
        root = Path(folder).resolve()
        path = (root / self.name).resolve()
        if not path.is_relative_to(root):
            raise InvalidInput(f"the name {self.name!r:.200} leads out of {root}: read() it instead")
        path.parent.mkdir(parents=True, exist_ok=True)
        with self._asker.stream("GET", self._url) as answer, path.open("wb") as file:
            shutil.copyfileobj(answer, file)
        return path

    def __repr__(self) -> str:
        return f"<FileView {self.name}: {self.size_bytes:,} bytes>"
