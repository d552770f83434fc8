"""Headers of safetensors files, good and damaged."""

import contextlib
import json
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runlake.errors import InvalidInput
from runlake.products.artifacts.safetensors import MAX_HEADER_BYTES, header_bytes, parse_header


def entry(first: int, end: int, shape: list[int], dtype: str = "F32") -> dict[str, object]:
    return {"dtype": dtype, "shape": shape, "data_offsets": [first, end]}


def test_tensors_come_in_the_order_of_their_bytes() -> None:
    header = json.dumps({"b": entry(8, 12, [1]), "a": entry(0, 8, [2]), "__metadata__": {"k": "v"}}).encode()
    found = parse_header(header)
    assert [(each.name, each.value_count, each.size_bytes) for each in found.tensors] == [("a", 2, 8), ("b", 1, 4)]
    assert found.metadata == {"k": "v"}


def test_two_tensors_at_one_place_are_no_trouble() -> None:
    header = json.dumps({"b": entry(0, 0, [0]), "a": entry(0, 0, [0], "I8")}).encode()
    assert len(parse_header(header).tensors) == 2


def test_a_scalar_has_one_value() -> None:
    (tensor,) = parse_header(json.dumps({"s": entry(0, 4, [])}).encode()).tensors
    assert (tensor.shape, tensor.value_count) == ((), 1)


@pytest.mark.parametrize("length", [0, 1, 93, MAX_HEADER_BYTES + 1, 2**64 - 1])
def test_a_length_that_cannot_be_is_refused(length: int) -> None:
    file_bytes = 100 if length < 2**30 and length <= MAX_HEADER_BYTES else 2**65
    with pytest.raises(InvalidInput):
        header_bytes(struct.pack("<Q", length), file_bytes)
    assert header_bytes(struct.pack("<Q", 92), 100) == 92


@given(st.binary(max_size=60))
def test_other_bytes_are_refused_without_a_crash(header: bytes) -> None:
    with contextlib.suppress(InvalidInput):
        parse_header(header)


@pytest.mark.parametrize(
    "document",
    [
        [],
        {"a": 1},
        {"a": {}},
        {"a": entry(4, 0, [1])},
        {"a": entry(0, 4, [-1])},
        {"a": {**entry(0, 1, []), "shape": "x"}},
    ],
)
def test_a_header_that_is_no_header(document: object) -> None:
    with pytest.raises(InvalidInput):
        parse_header(json.dumps(document).encode())
