"""Where the bytes of a file in parts lie."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runlake.errors import InvalidInput
from runlake.products.artifacts import Content
from runlake.products.artifacts.parts import blobs_of, even_size, ranges, row_blob

NOW = datetime(2030, 1, 1, tzinfo=UTC)


def content(size_bytes: int, part_bytes: int | None) -> Content:
    return Content(1, "m", "", size_bytes, 1, NOW, "artifacts/parts/1/ab/c", NOW, part_bytes)


@given(st.integers(1, 300), st.integers(1, 40), st.integers(0, 320), st.none() | st.integers(0, 320))
def test_ranges_cover_what_is_asked_once_and_in_order(size: int, part: int, first: int, last: int | None) -> None:
    body = bytes(place % 251 for place in range(size))
    names = blobs_of("artifacts/parts/1/ab/c", size, part)
    parts = {name: body[place * part : (place + 1) * part] for place, name in enumerate(names)}
    assert all(parts.values())
    got = b"".join(parts[name][start : end + 1] for name, start, end in ranges(content(size, part), first, last))
    assert got == body[first : None if last is None else last + 1]


def test_a_file_in_one_blob_is_one_range() -> None:
    assert ranges(content(10, None), 2, 5) == [("artifacts/parts/1/ab/c", 2, 5)]
    assert blobs_of("b", 10, None) == ("b",)


@pytest.mark.parametrize("sizes", [[3, 3, 2], [3, 3, 3], [1], [5, 1]])
def test_even_parts_have_a_size(sizes: list[int]) -> None:
    assert even_size(sizes) == sizes[0]


@pytest.mark.parametrize("sizes", [[0], [3, 0], [3, 4], [3, 2, 3], [3, 2, 2], [0, 0]])
def test_other_parts_are_refused(sizes: list[int]) -> None:
    with pytest.raises(InvalidInput, match="one size"):
        even_size(sizes)


def test_a_part_belongs_to_the_row_of_its_file() -> None:
    assert row_blob("artifacts/parts/1/ab/c/00002") == "artifacts/parts/1/ab/c"
    assert row_blob("artifacts/contents/1/ab/c") == "artifacts/contents/1/ab/c"
