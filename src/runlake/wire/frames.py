"""The envelope of every record: 12 bytes that tell its kind, its length, and whether it is whole.

    bytes 0-1   0xF1 0x52, where a reader that lost its place finds it again
    bytes 2-3   kind
    bytes 4-7   length of the payload
    bytes 8-11  CRC-32 of bytes 0-7 and the payload

All numbers are little-endian.
"""

from collections.abc import Iterator
from struct import Struct
from typing import NamedTuple
from zlib import crc32

MAGIC = b"\xf1R"
HEAD = Struct("<2sHI")
CHECKSUM = Struct("<I")
HEADER_BYTES = HEAD.size + CHECKSUM.size

_HEADER = Struct("<2sHII")


class FrameDamaged(Exception):
    """The bytes at `offset` are no whole frame: cut short, or changed since they were written."""

    def __init__(self, offset: int) -> None:
        super().__init__(f"the frame at byte {offset} is cut short or damaged")
        self.offset = offset


class Frame(NamedTuple):
    """A record as it lies in a buffer: its payload is `start` … `end`, and `end` is where the next frame begins."""

    kind: int
    start: int
    end: int


def encode_frame(kind: int, payload: bytes) -> bytes:
    """The payload in its envelope."""
    head = HEAD.pack(MAGIC, kind, len(payload))
    return head + CHECKSUM.pack(crc32(payload, crc32(head))) + payload


def read_frame(buffer: memoryview, at: int) -> Frame:
    """The frame that begins at byte `at`. Raises FrameDamaged."""
    start = at + HEADER_BYTES
    if start > len(buffer):
        raise FrameDamaged(at)
    magic, kind, length, checksum = _HEADER.unpack_from(buffer, at)
    end = start + length
    if magic != MAGIC or end > len(buffer):
        raise FrameDamaged(at)
    if crc32(buffer[start:end], crc32(buffer[at : at + HEAD.size])) != checksum:
        raise FrameDamaged(at)
    return Frame(kind, start, end)


def read_frames(buffer: memoryview, at: int = 0) -> Iterator[Frame]:
    """All frames from byte `at` to the end. Raises FrameDamaged at the first one that is not whole."""
    while at < len(buffer):
        frame = read_frame(buffer, at)
        yield frame
        at = frame.end


def find_frame(buffer: bytes, at: int) -> int | None:
    """Where the next whole frame begins, at byte `at` or after it; None when there is none."""
    view = memoryview(buffer)
    while (at := buffer.find(MAGIC, at)) >= 0:
        try:
            read_frame(view, at)
        except FrameDamaged:
            at += 1
        else:
            return at
    return None
