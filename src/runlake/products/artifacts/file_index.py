"""The files of a version by name: folders, pages and searches over 100,000 of them in milliseconds. Pure.

Names are kept sorted, so everything below a folder is one range of them: its files are counted and summed without
being looked at.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, overload

import msgspec

from runlake.products.artifacts.manifest import hex_of
from runlake.products.artifacts.records import EntryFile

_AFTER_SLASH = chr(ord("/") + 1)


class Entry(msgspec.Struct, frozen=True, gc=False):
    """What a manifest says of a file, as far as it is shown. A struct, since there are 100,000 to be made at once."""

    digest: str
    size: float | int | None = None
    ref: str | None = None
    extra: dict[str, Any] | None = None


class _Document(msgspec.Struct):
    contents: dict[str, Entry]


_document = msgspec.json.Decoder(_Document)


@dataclass(frozen=True, slots=True)
class Folder:
    """Part of the names: `path` ends with a slash; counts and bytes are of everything below it."""

    path: str
    file_count: int
    size_bytes: int


@dataclass(frozen=True, slots=True)
class FilePart:
    """Some of the entries of a folder, or of what a search found; `total` counts all of them."""

    folders: tuple[Folder, ...]
    files: tuple[EntryFile, ...]
    total: int
    file_count: int
    size_bytes: int


class AllFiles(Sequence[EntryFile]):
    """All files of an index in the order of names; each is made when asked for."""

    def __init__(self, index: "FileIndex") -> None:
        self._index = index

    def __len__(self) -> int:
        return len(self._index)

    @overload
    def __getitem__(self, place: int) -> EntryFile: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[EntryFile]: ...

    def __getitem__(self, place: int | slice) -> EntryFile | Sequence[EntryFile]:
        return self._index.at(place) if isinstance(place, int) else self._index.part(place)


class FileIndex:
    """The entries of one manifest, whose text was checked."""

    def __init__(self, contents: Mapping[str, Entry]) -> None:
        self._contents = contents
        self._names = sorted(contents)
        sizes = (int(contents[name].size or 0) for name in self._names)
        self._before = array("q", accumulate(sizes, initial=0))  # the bytes of all files before each place
        self._listed: tuple[str, list[Folder], list[str]] | None = None

    @classmethod
    def read(cls, body: bytes) -> "FileIndex":
        """Of the JSON of a manifest."""
        return cls(_document.decode(body).contents)

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> "FileIndex":
        """Of a manifest that is parsed already."""
        return cls(msgspec.convert(document["contents"], dict[str, Entry]))

    def __len__(self) -> int:
        return len(self._names)

    def find(self, name: str) -> EntryFile | None:
        """The file of that name."""
        entry = self._contents.get(name)
        return None if entry is None else _file(name, entry)

    def at(self, place: int) -> EntryFile:
        """The file at a place in the order of names. Raises IndexError."""
        name = self._names[place]
        return _file(name, self._contents[name])

    def part(self, places: slice) -> tuple[EntryFile, ...]:
        """The files at those places."""
        return self._files(self._names[places])

    def only(self, name: str) -> FilePart:
        """The file of that name as a list of its own; empty when there is none."""
        file = self.find(name)
        files = () if file is None else (file,)
        return FilePart((), files, len(files), len(files), sum(each.size_bytes for each in files))

    def digests(self) -> Iterator[tuple[str, str]]:
        """(name, digest), in the order of names."""
        return ((name, self._contents[name].digest) for name in self._names)

    def folder(self, prefix: str, offset: int, limit: int) -> FilePart:
        """What lies in the folder `prefix` ("" or ending with a slash): folders first, each kind by name."""
        first, end = self._range(prefix)
        folders, names = self._children(prefix, first, end)
        shown = folders[offset : offset + limit]
        start = max(0, offset - len(folders))
        return FilePart(
            tuple(shown),
            self._files(names[start : start + limit - len(shown)]),
            total=len(folders) + len(names),
            file_count=end - first,
            size_bytes=self._before[end] - self._before[first],
        )

    def search(self, prefix: str, text: str, offset: int, limit: int) -> FilePart:
        """Files below `prefix` whose names contain a text, in any case of letters."""
        first, end = self._range(prefix)
        wanted = text.lower()
        found = [place for place in range(first, end) if wanted in self._names[place].lower()]
        return FilePart(
            (),
            self._files([self._names[place] for place in found[offset : offset + limit]]),
            total=len(found),
            file_count=len(found),
            size_bytes=sum(self._before[place + 1] - self._before[place] for place in found),
        )

    def _range(self, prefix: str) -> tuple[int, int]:
        if not prefix:
            return 0, len(self._names)
        first = bisect_left(self._names, prefix)
        return first, bisect_left(self._names, prefix[:-1] + _AFTER_SLASH, first)

    def _children(self, prefix: str, first: int, end: int) -> tuple[list[Folder], list[str]]:
        kept = self._listed
        if kept is not None and kept[0] == prefix:  # the next page of the same folder
            return kept[1], kept[2]
        folders: list[Folder] = []
        names: list[str] = []
        place = first
        while place < end:
            slash = self._names[place].find("/", len(prefix))
            if slash < 0:
                names.append(self._names[place])
                place += 1
                continue
            folder = self._folder(self._names[place][: slash + 1])
            folders.append(folder)
            place += folder.file_count
        self._listed = (prefix, folders, names)
        return folders, names

    def _folder(self, path: str) -> Folder:
        first, end = self._range(path)
        return Folder(path, end - first, self._before[end] - self._before[first])

    def _files(self, names: Sequence[str]) -> tuple[EntryFile, ...]:
        return tuple(_file(name, self._contents[name]) for name in names)


def _file(name: str, entry: Entry) -> EntryFile:
    reference = entry.ref or None
    return EntryFile(
        name=name,
        digest=entry.digest,
        size_bytes=int(entry.size or 0),
        hex_digest="" if reference else hex_of(entry.digest) or "",
        reference=reference,
        extra=dict(entry.extra or {}),
    )
