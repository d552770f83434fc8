"""The Range header, by the examples of RFC 9110 and by properties."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runlake.products.files.ranges import Span, Unsatisfiable, parse_range


@pytest.mark.parametrize(
    ("header", "size_bytes", "expected"),
    [
        (None, 10, None),
        ("bytes=0-0", 10, Span(0, 0)),
        ("bytes=0-", 10, Span(0, 9)),
        ("bytes=3-5", 10, Span(3, 5)),
        ("bytes=3-500", 10, Span(3, 9)),
        ("bytes=-3", 10, Span(7, 9)),
        ("bytes=-300", 10, Span(0, 9)),
        ("Bytes = 1 - 2", 10, Span(1, 2)),
        ("bytes=10-", 10, Unsatisfiable()),
        ("bytes=-0", 10, Unsatisfiable()),
        ("bytes=0-", 0, Unsatisfiable()),
        ("bytes=-5", 0, Unsatisfiable()),
        ("bytes=5-3", 10, None),
        ("bytes=-", 10, None),
        ("bytes=0-1,3-4", 10, None),
        ("items=0-1", 10, None),
        ("bytes=a-b", 10, None),
        ("bytes=" + "9" * 40 + "-", 10, None),
        ("bytes=٣-٥", 10, None),
    ],
)
def test_examples(header: str | None, size_bytes: int, expected: Span | Unsatisfiable | None) -> None:
    assert parse_range(header, size_bytes) == expected


@given(st.from_regex(r"bytes=\d{0,4}-\d{0,4}", fullmatch=True), st.integers(0, 5000))
def test_a_span_lies_within_the_file(header: str, size_bytes: int) -> None:
    found = parse_range(header, size_bytes)
    if isinstance(found, Span):
        assert 0 <= found.first_byte <= found.last_byte < size_bytes
