"""Reads the fields of a protobuf message without its schema. Source: protobuf's "Encoding" page."""

import builtins
import struct
from collections.abc import Iterator
from typing import Any

_DOUBLE, _FLOAT = struct.Struct("<d"), struct.Struct("<f")
_SIGN = 1 << 63


class Message:
    """The fields of a message by number; a field that is not there is empty.

    It, and whatever is read of it, raises ValueError for what is no message or no such field: the bytes may be damaged.
    """

    def __init__(self, content: bytes | memoryview) -> None:
        self._fields: dict[int, list[Any]] = {}
        for number, value in _fields(memoryview(content)):
            self._fields.setdefault(number, []).append(value)

    def all(self, number: int) -> list[Any]:
        """Every value: whole numbers, or bytes for what has a length or is a fixed number of bytes."""
        return self._fields.get(number, [])

    def has(self, number: int) -> bool:
        """Whether the field is there."""
        return number in self._fields

    def bytes(self, number: int) -> bytes:
        """The last value of a field of bytes."""
        return _bytes(self._fields.get(number, [b""])[-1])

    def text(self, number: int) -> str:
        """The same as a text."""
        return self.bytes(number).decode(errors="replace")

    def texts(self, number: int) -> list[str]:
        """All of them."""
        return [value.decode(errors="replace") for value in self.list_of_bytes(number)]

    def list_of_bytes(self, number: int) -> "list[builtins.bytes]":
        """All values of a field of bytes."""
        return [_bytes(value) for value in self.all(number)]

    def integer(self, number: int) -> int:
        """A whole number with its sign."""
        value = self._fields.get(number, [0])[-1]
        if not isinstance(value, int):
            raise ValueError(f"field {number} is no whole number")
        return value - 2 * _SIGN if value >= _SIGN else value

    def double(self, number: int) -> float:
        """A number of 64 bits."""
        return self._float(number, _DOUBLE)

    def float(self, number: int) -> float:
        """A number of 32 bits."""
        return self._float(number, _FLOAT)

    def message(self, number: int) -> "Message":
        """A message within; empty when it is not there."""
        return Message(self.bytes(number))

    def messages(self, number: int) -> "list[Message]":
        """All of them."""
        return [Message(value) for value in self.list_of_bytes(number)]

    def _float(self, number: int, layout: struct.Struct) -> "builtins.float":
        found = self.bytes(number)
        if len(found) not in (0, layout.size):
            raise ValueError(f"field {number} has {len(found)} bytes, not {layout.size}")
        return float(layout.unpack(found)[0]) if found else 0.0


def _bytes(value: Any) -> bytes:
    if isinstance(value, int):
        raise ValueError("a field is a whole number where bytes were expected")
    return bytes(value)


def _fields(content: memoryview) -> Iterator[tuple[int, Any]]:
    at = 0
    while at < len(content):
        tag, at = _varint(content, at)
        kind = tag & 7
        if kind == 0:
            value, at = _varint(content, at)
            yield tag >> 3, value
            continue
        if kind == 2:
            size, at = _varint(content, at)
        elif kind in (1, 5):
            size = 8 if kind == 1 else 4
        else:
            raise ValueError(f"a field of kind {kind} is no protobuf")
        if at + size > len(content):
            raise ValueError("a field is cut short")
        yield tag >> 3, content[at : at + size]
        at += size


def _varint(content: memoryview, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        if at >= len(content) or shift > 63:
            raise ValueError("a number is cut short")
        byte = content[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7
