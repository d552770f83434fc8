"""Differences of versions: files by digest, metadata by leaf."""

from runlake.products.artifacts.comparing import ChangeKind, changed_names, metadata_changes
from runlake.products.artifacts.file_index import FileIndex


def index_of(digests: dict[str, str]) -> FileIndex:
    return FileIndex.of({"contents": {name: {"digest": digest, "size": 1} for name, digest in digests.items()}})


def test_files_are_compared_by_digest() -> None:
    before = index_of({"same": "1", "gone": "2", "other": "3"})
    after = index_of({"same": "1", "other": "4", "new": "5"})
    assert changed_names(before, after) == [
        ("gone", ChangeKind.REMOVED),
        ("new", ChangeKind.ADDED),
        ("other", ChangeKind.CHANGED),
    ]
    assert changed_names(before, before) == []


def test_metadata_are_compared_by_leaf() -> None:
    before = {"a": {"b": 1, "c": [1, 2]}, "flag": 1, "same": "x", "empty": {}}
    after = {"a": {"b": 2, "c": [1, 3]}, "flag": True, "same": "x", "new": None}
    found = {
        change.path: (change.kind.value, change.before, change.after) for change in metadata_changes(before, after)
    }
    assert found == {
        "a.b": ("changed", 1, 2),
        "a.c": ("changed", [1, 2], [1, 3]),
        "empty": ("removed", {}, None),
        "flag": ("changed", 1, True),
        "new": ("added", None, None),
    }


def test_a_thousand_changes_are_enough() -> None:
    assert len(metadata_changes({}, {str(number): 1 for number in range(3000)})) == 1000
