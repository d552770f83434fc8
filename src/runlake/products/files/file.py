"""What a file of a run is, and how one asks for several."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class RunFile:
    """One stored file. `file_id` stays the same when the file is uploaded again, and is never reused.

    `md5` is base64, `sha256` hex. `version` grows with each upload of the name; `blob` is where the bytes are.
    """

    file_id: int
    project_id: int
    run_number: int
    name: str
    size_bytes: int
    md5: str
    sha256: str
    mimetype: str
    blob: str
    version: int
    updated_at: datetime

    @property
    def etag(self) -> str:
        """The HTTP entity tag, with its quotes."""
        return f'"{self.sha256}"'


@dataclass(frozen=True, slots=True)
class FileQuery:
    """Which files of a run: all conditions hold together, an absent one is always true.

    `names` are exact; an empty tuple means any. `pattern` is SQL LIKE (`%`, `_`, `\\` escapes), case-sensitive.
    `prefix` is literal. `after` is a cursor of an earlier page.
    """

    names: tuple[str, ...] = ()
    pattern: str | None = None
    prefix: str = ""
    after: str | None = None
    limit: int = 50


@dataclass(frozen=True, slots=True)
class FilePage:
    """Files in the order of their names (by code point). `total` counts all that match, on every page."""

    files: list[RunFile]
    total: int
    next_cursor: str | None
