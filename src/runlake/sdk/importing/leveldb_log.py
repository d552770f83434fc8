"""Records of a LevelDB log, as wandb keeps its runs in. Source: LevelDB, `doc/log_format.md`; wandb, `datastore.py`."""

import struct
from collections.abc import Iterator
from pathlib import Path

from runlake.errors import UsageError

_BLOCK_BYTES = 32 * 1024
_HEAD = struct.Struct("<IHB")
_IDENT = b":W&B"
_IDENT_BYTES = 7
_FULL, _FIRST, _MIDDLE, _LAST = 1, 2, 3, 4


def read_records(file: Path) -> Iterator[bytes]:
    """Whole records in their order; ends where the file is cut. Raises UsageError for a file of another kind."""
    with file.open("rb") as stream:
        if not stream.read(_IDENT_BYTES).startswith(_IDENT):
            raise UsageError(f"{file} is no file of wandb: it does not begin as one")
        at = _IDENT_BYTES
        parts: list[bytes] = []
        while True:
            left = _BLOCK_BYTES - at % _BLOCK_BYTES
            if left < _HEAD.size:  # the rest of a block is filled up
                stream.seek(left, 1)
                at += left
                continue
            head = stream.read(_HEAD.size)
            if len(head) < _HEAD.size:
                return
            _, length, kind = _HEAD.unpack(head)
            content = stream.read(length)
            if len(content) < length or kind not in (_FULL, _FIRST, _MIDDLE, _LAST):
                return
            at += _HEAD.size + length
            parts = [content] if kind in (_FULL, _FIRST) else [*parts, content]
            if kind in (_FULL, _LAST):
                yield b"".join(parts)
