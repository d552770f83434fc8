"""Folders and pages of names: whatever the names are, each file is found once, in the folder it is in."""

from hypothesis import given
from hypothesis import strategies as st

from runlake.products.artifacts.file_index import AllFiles, FileIndex

DIGEST = "1B2M2Y8AsgTpgAmY7PhCfg=="

# Names that sort around the slash are where ranges could go wrong.
_parts = st.text(alphabet="a-./0é", min_size=1, max_size=4).map(lambda text: text.strip("/") or "a")
_names = st.lists(st.lists(_parts, min_size=1, max_size=3).map("/".join), max_size=30, unique=True)


def index_of(sizes: dict[str, int]) -> FileIndex:
    return FileIndex.of({"contents": {name: {"digest": DIGEST, "size": size} for name, size in sizes.items()}})


def walk(index: FileIndex, prefix: str = "", page: int = 3) -> list[str]:
    """Every file below a folder, by going through all folders page by page."""
    found: list[str] = []
    offset = 0
    while True:
        part = index.folder(prefix, offset, page)
        for folder in part.folders:
            below = walk(index, folder.path, page)
            assert len(below) == folder.file_count
            found += below
        found += [file.name for file in part.files]
        offset += len(part.folders) + len(part.files)
        if offset >= part.total:
            assert len(found) == part.file_count
            return found
        assert part.folders or part.files


@given(_names)
def test_walking_through_the_folders_finds_each_file_once(names: list[str]) -> None:
    clean = [name for name in names if "//" not in name]
    assert sorted(walk(index_of(dict.fromkeys(clean, 1)))) == sorted(clean)


@given(_names, st.integers(0, 40), st.integers(1, 40))
def test_all_files_are_a_sequence(names: list[str], start: int, count: int) -> None:
    files = AllFiles(index_of(dict.fromkeys(names, 1)))
    assert [file.name for file in files] == sorted(names)
    assert [file.name for file in files[start : start + count]] == sorted(names)[start : start + count]


def test_a_name_that_begins_like_a_folder_is_not_in_it() -> None:
    index = index_of({"train/a": 1, "train-b": 2, "train.c": 4, "train0": 8})
    part = index.folder("", 0, 10)
    assert [(folder.path, folder.file_count, folder.size_bytes) for folder in part.folders] == [("train/", 1, 1)]
    assert [file.name for file in part.files] == ["train-b", "train.c", "train0"]
    assert index.folder("train/", 0, 10).size_bytes == 1
    assert index.folder("tra/", 0, 10).total == 0


def test_a_search_looks_below_a_folder() -> None:
    index = index_of({"a/Cat.png": 1, "a/b/cat.txt": 2, "cat": 4})
    found = index.search("a/", "CAT", 0, 1)
    assert ([file.name for file in found.files], found.total, found.size_bytes) == (["a/Cat.png"], 2, 3)


def test_a_reference_has_no_bytes_of_its_own() -> None:
    index = FileIndex.of({"contents": {"far": {"digest": "https://example.org", "ref": "https://example.org/x"}}})
    file = index.find("far")
    assert file is not None
    assert (file.hex_digest, file.reference, file.size_bytes) == ("", "https://example.org/x", 0)
    assert index.find("near") is None
