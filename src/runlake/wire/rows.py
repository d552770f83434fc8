"""Rows of scalars, the hot path: fixed layouts without names, which a reader takes apart by columns.

    ROW      shape u32 · line u32 · step i64 · time_us i64 · one f64 per metric of the shape
    COLUMNS  shape u32 · first line u32 · rows u32 · 0 u32 · steps i64[rows] · time_us i64[rows] · per metric f64[rows]

`line` counts a stream's rows from 0: with the writer it is a row's identity, which makes sending it again harmless.
"""

from collections.abc import Callable, Iterable
from struct import Struct
from zlib import crc32

from runlake.wire.frames import CHECKSUM, HEAD, MAGIC, encode_frame
from runlake.wire.records import Kind

ROW_HEAD = Struct("<IIqq")
COLUMNS_HEAD = Struct("<IIII")


class RowEncoder:
    """Makes frames of rows of one shape: what does not change between them is computed once."""

    def __init__(self, shape: int, metrics: int) -> None:
        layout = Struct(f"<IIqq{metrics}d")
        head = HEAD.pack(MAGIC, Kind.ROW, layout.size)
        self.shape = shape
        self._pack: Callable[..., bytes] = layout.pack
        self._head = head
        self._head_crc = crc32(head)

    def encode(self, line: int, step: int, time_us: int, values: Iterable[object]) -> bytes:
        """One row as a frame. Raises struct.error or TypeError when a value is no number."""
        payload = self._pack(self.shape, line, step, time_us, *values)
        return self._head + CHECKSUM.pack(crc32(payload, self._head_crc)) + payload


def encode_columns(shape: int, first_line: int, rows: int, columns: Iterable[bytes]) -> bytes:
    """Many rows as one frame; `columns` are steps, times and the values of each metric, little-endian, 8 bytes each."""
    return encode_frame(Kind.COLUMNS, b"".join((COLUMNS_HEAD.pack(shape, first_line, rows, 0), *columns)))
