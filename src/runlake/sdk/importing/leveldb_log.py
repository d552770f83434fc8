"""Records of a LevelDB log, as wandb keeps its runs in. Source: LevelDB, `doc/log_format.md`; wandb, `datastore.py`."""

import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple
from zlib import crc32

from runlake.errors import UsageError

_BLOCK_BYTES = 32 * 1024
_HEAD = struct.Struct("<IHB")
_IDENT = b":W&B"
_IDENT_BYTES = 7
_FULL, _FIRST, _MIDDLE, _LAST = 1, 2, 3, 4
_KINDS = (_FULL, _FIRST, _MIDDLE, _LAST)


class _Part(NamedTuple):
    """A record, or a part of one; `is_whole` as its checksum says: the CRC-32 of kind and content."""

    kind: int
    content: bytes
    is_whole: bool


def read_records(file: Path, tell_damaged: Callable[[], None] = lambda: None) -> Iterator[bytes]:
    """Whole records in their order; ends where the file is cut. Of each that is damaged `tell_damaged` is called.

    Raises UsageError for a file of another kind.
    """
    with file.open("rb") as stream:
        if not stream.read(_IDENT_BYTES).startswith(_IDENT):
            raise UsageError(f"{file} is no file of wandb: it does not begin as one")
        parts: list[bytes] | None = None  # None: the rest of what is damaged, or nothing, is passed over
        for part in _parts(stream):
            if not part.is_whole:
                tell_damaged()
                parts = None
                continue
            if part.kind in (_FULL, _FIRST):
                parts = []
            if parts is not None:
                parts.append(part.content)
                if part.kind in (_FULL, _LAST):
                    yield b"".join(parts)
                    parts = None


def _parts(stream: BinaryIO) -> Iterator[_Part]:
    at = _IDENT_BYTES
    while True:
        left = _BLOCK_BYTES - at % _BLOCK_BYTES
        if left < _HEAD.size:  # the rest of a block is filled up
            stream.seek(left, 1)
            at += left
            continue
        head = stream.read(_HEAD.size)
        if len(head) < _HEAD.size:
            return
        checksum, length, kind = _HEAD.unpack(head)
        content = stream.read(length)
        if len(content) < length or kind not in _KINDS:
            return
        at += _HEAD.size + length
        yield _Part(kind, content, crc32(content, crc32(bytes((kind,)))) == checksum)
