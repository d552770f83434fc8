"""`Artifact`: what is to become a version."""

import os
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import file_digest, md5
from pathlib import Path
from typing import Any, Self

from runlake.errors import UsageError
from runlake.sdk.outbox import Content, Task
from runlake.sdk.values import plain

_MOST_FILES = 1_000_000
PART_BYTES = 64 * 1024 * 1024
"""Files above this size are sent in parts: what has arrived outlives a crash of either side."""

AnyPath = str | os.PathLike[str]


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of a version: where its bytes are, or where a reference points."""

    name: str
    source: Path | None
    reference: str | None = None
    reference_digest: str = ""
    size_bytes: int = 0


class Artifact:
    """A data set, a model, or other files, on the way to become a version of `name`.

    Args:
        name: the collection in which versions line up.
        type: what it is: `dataset`, `model`, …; the same for all versions of a name.
        description: Markdown.
        metadata: what else is to be known of this version; found and compared by it.

    Raises:
        UsageError: a name is empty or contains a slash or colon.
    """

    def __init__(
        self,
        name: str,
        type: str = "dataset",
        *,
        description: str | None = None,
        metadata: Mapping[str, Any] | None = None,
    ) -> None:
        self.name, self.type = _checked("name", name), _checked("type", type)
        self.description = description
        self.metadata: dict[str, Any] = dict(metadata or {})
        self._entries: dict[str, Entry] = {}
        self._links: list[tuple[str, tuple[str, ...]]] = []

    def add_file(self, path: AnyPath, name: str | None = None) -> Self:
        """Add a file, under its own name or another one, which may have folders in it. It is read when the artifact is logged.

        Raises:
            UsageError: there is no such file, or the name cannot be.
        """
        source = Path(path).expanduser().absolute()
        if not source.is_file():
            raise UsageError(f"{os.fspath(path)!r:.300} is no file")
        return self._add(Entry(_checked_path(name or source.name), source, size_bytes=source.stat().st_size))

    def add_dir(self, path: AnyPath, name: str = "") -> Self:
        """Add all files of a folder and those below it, below `name`. Links to folders are not followed.

        Raises:
            UsageError: there is no such folder.
        """
        folder = Path(path).expanduser().absolute()
        if not folder.is_dir():
            raise UsageError(f"{os.fspath(path)!r:.300} is no folder")
        for source in sorted(_files_below(folder)):
            below = source.relative_to(folder).as_posix()
            self.add_file(source, f"{name.strip('/')}/{below}" if name.strip("/") else below)
        return self

    def add_reference(
        self, uri: str, name: str | None = None, *, digest: str | None = None, size_bytes: int = 0
    ) -> Self:
        """Add what lies elsewhere (`s3://…`, `https://…`) without its bytes.

        Args:
            digest: what tells its content from another one, as an ETag does; None takes the address itself.

        Raises:
            UsageError: it is no address.
        """
        if "://" not in uri:
            raise UsageError(f"{uri!r:.300} is no address: one begins as s3:// or https:// does")
        name = _checked_path(name or uri.rstrip("/").rpartition("/")[2])
        return self._add(Entry(name, None, uri, digest or uri, size_bytes))

    def link(self, target: str, aliases: tuple[str, ...] | list[str] = ()) -> Self:
        """Link the version, once it is logged, into a collection of a registry: `registry/collection`.

        Args:
            target: `registry/collection`, or `entity/project/collection` for a collection of links of a project.
            aliases: what it is called there, `production` for instance.
        """
        if target.count("/") not in (1, 2) or not all(target.split("/")):
            raise UsageError(f"{target!r:.200} is no place: write registry/collection, or entity/project/collection")
        self._links.append((target, tuple(aliases)))
        return self

    @property
    def files(self) -> list[str]:
        """The names of its files and references, in order."""
        return sorted(self._entries)

    @property
    def size_bytes(self) -> int:
        """What its files have together."""
        return sum(entry.size_bytes for entry in self._entries.values())

    def __repr__(self) -> str:
        return f"<Artifact {self.name} ({self.type}): {len(self._entries):,} files, {self.size_bytes:,} bytes>"

    def _add(self, entry: Entry) -> Self:
        if len(self._entries) >= _MOST_FILES:
            raise UsageError(f"an artifact has {_MOST_FILES:,} files at most")
        self._entries[entry.name] = entry
        return self

    def task(self, aliases: tuple[str, ...], tags: tuple[str, ...]) -> Task:
        """Everything that is needed to log it later, also by another process. Reads all files. Raises UsageError."""
        if not self._entries:
            raise UsageError(f"artifact {self.name!r} is empty: add a file, folder or reference first")
        files: dict[str, Content] = {}
        listed = []
        for name in self.files:
            entry = self._entries[name]
            listed.append(_listed(entry))
            if entry.source is not None:
                files[listed[-1]["md5"]] = entry.source
        order = {
            "name": self.name,
            "type": self.type,
            "description": self.description,
            "metadata": plain(self.metadata),
            "aliases": list(aliases),
            "tags": list(tags),
            "client_id": secrets.token_hex(16),
            "entries": listed,
            "links": [{"target": target, "aliases": list(names)} for target, names in self._links],
        }
        sizes = {each["md5"]: each["size_bytes"] for each in listed}
        return Task("artifact", f"artifact {self.name}", order, files, sum(sizes[digest] for digest in files))


def artifact_of(path: AnyPath, name: str, type: str) -> Artifact:
    """An artifact of one file or folder."""
    made = Artifact(name, type)
    return made.add_dir(path) if Path(path).expanduser().is_dir() else made.add_file(path)


def _listed(entry: Entry) -> dict[str, Any]:
    if entry.source is None:
        digest = md5(entry.reference_digest.encode(), usedforsecurity=False).hexdigest()
        return {"name": entry.name, "md5": digest, "size_bytes": entry.size_bytes, "reference": entry.reference}
    try:
        with entry.source.open("rb") as file:
            digest = file_digest(file, "md5").hexdigest()
            size_bytes = file.tell()
    except OSError as error:
        raise UsageError(f"cannot read {entry.source}: {error}") from None
    return {"name": entry.name, "md5": digest, "size_bytes": size_bytes}


def _files_below(folder: Path) -> Iterator[Path]:
    for parent, _, names in os.walk(folder):
        yield from (Path(parent, name) for name in names if Path(parent, name).is_file())


def _checked(what: str, text: str) -> str:
    if not isinstance(text, str) or not 1 <= len(text) <= 128 or set("/:\\\0") & set(text):
        raise UsageError(f"the {what} of an artifact is {text!r:.200}: 1 to 128 characters, no slash and no colon")
    return text


def _checked_path(name: str) -> str:
    parts = name.split("/")
    if "\\" in name or "\0" in name or any(part in ("", ".", "..") for part in parts) or len(name) > 2000:
        raise UsageError(
            f"{name!r:.200} cannot be the name of a file: folders are parted by one '/', '..' is not allowed"
        )
    return name
