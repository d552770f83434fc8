"""What two versions differ in: files and metadata. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from runlake.products.artifacts.file_index import FileIndex
from runlake.products.artifacts.records import EntryFile

MAX_METADATA_CHANGES = 1000


class ChangeKind(StrEnum):
    """What became of a file or a value on the way from one version to the other."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file that is not the same in both; None where it is missing."""

    name: str
    kind: ChangeKind
    before: EntryFile | None
    after: EntryFile | None

    @property
    def size_delta(self) -> int:
        return (self.after.size_bytes if self.after else 0) - (self.before.size_bytes if self.before else 0)


@dataclass(frozen=True, slots=True)
class ValueChange:
    """A leaf of the metadata that is not the same in both; `path` joins names with dots."""

    path: str
    kind: ChangeKind
    before: Any
    after: Any


def changed_names(before: FileIndex, after: FileIndex) -> list[tuple[str, ChangeKind]]:
    """Names of files that were added, removed or changed, in their order."""
    old, new = dict(before.digests()), dict(after.digests())
    found = [(name, ChangeKind.REMOVED) for name in old.keys() - new.keys()]
    found += [(name, ChangeKind.ADDED) for name in new.keys() - old.keys()]
    found += [(name, ChangeKind.CHANGED) for name, digest in new.items() if name in old and old[name] != digest]
    return sorted(found)


def file_change(name: str, kind: ChangeKind, before: FileIndex, after: FileIndex) -> FileChange:
    """One of `changed_names` with both files."""
    return FileChange(name, kind, before.find(name), after.find(name))


def metadata_changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[ValueChange]:
    """Leaves that differ, in the order of paths; no more than MAX_METADATA_CHANGES of them."""
    old, new = dict(_leaves(before)), dict(_leaves(after))
    found: list[ValueChange] = []
    for path in sorted(old.keys() | new.keys()):
        if path not in new:
            found.append(ValueChange(path, ChangeKind.REMOVED, old[path], None))
        elif path not in old:
            found.append(ValueChange(path, ChangeKind.ADDED, None, new[path]))
        elif not _same(old[path], new[path]):
            found.append(ValueChange(path, ChangeKind.CHANGED, old[path], new[path]))
        if len(found) == MAX_METADATA_CHANGES:
            break
    return found


def _leaves(value: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Lists are leaves: a change inside one is read best with all of it."""
    for name, child in value.items():
        path = f"{prefix}.{name}" if prefix else name
        if isinstance(child, dict) and child:
            yield from _leaves(child, path)
        else:
            yield path, child


def _same(one: Any, other: Any) -> bool:
    return isinstance(one, bool) == isinstance(other, bool) and bool(one == other)
