"""The header of a safetensors file: which tensors it holds. Pure.

Source: the format's own description: eight bytes, little endian, give the length of the JSON that follows.
"""

import math
from dataclasses import dataclass
from typing import Any

import orjson

from runlake.errors import InvalidInput

PREFIX_BYTES = 8
MAX_HEADER_BYTES = 32 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Tensor:
    """One tensor as the header describes it."""

    name: str
    dtype: str
    shape: tuple[int, ...]
    size_bytes: int

    @property
    def value_count(self) -> int:
        return math.prod(self.shape)


@dataclass(frozen=True, slots=True)
class TensorFile:
    """The tensors in the order in which their bytes lie, and what the writer noted."""

    tensors: tuple[Tensor, ...]
    metadata: dict[str, str]


def header_bytes(prefix: bytes, file_bytes: int) -> int:
    """The length of the JSON header. Raises InvalidInput when the file cannot be a safetensors file."""
    length = int.from_bytes(prefix, "little")
    if len(prefix) < PREFIX_BYTES or length < 2 or length > file_bytes - PREFIX_BYTES:
        raise InvalidInput("this is not a safetensors file: its first 8 bytes do not give the length of a header")
    if length > MAX_HEADER_BYTES:
        raise InvalidInput(f"the header has {length} bytes; at most {MAX_HEADER_BYTES} are read")
    return length


def parse_header(header: bytes) -> TensorFile:
    """The tensors of a header. Raises InvalidInput."""
    try:
        document = orjson.loads(header)
        if not isinstance(document, dict):
            raise TypeError("not an object")
        noted = document.pop("__metadata__", None) or {}
        placed = [(entry["data_offsets"][0], _tensor(name, entry)) for name, entry in document.items()]
        return TensorFile(
            tuple(tensor for _, tensor in sorted(placed, key=lambda pair: pair[0])),
            {str(key): str(value) for key, value in noted.items()},
        )
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise InvalidInput("the header of this safetensors file cannot be read: it is damaged") from error


def _tensor(name: str, entry: dict[str, Any]) -> Tensor:
    first, end = entry["data_offsets"]
    shape = tuple(int(size) for size in entry["shape"])
    if not 0 <= first <= end or min(shape, default=0) < 0:
        raise ValueError(name)
    return Tensor(name, str(entry["dtype"]), shape, end - first)
