"""Our own protocol: what a client writes to its journal and sends to `…/runs/{run}/append`. `docs/formats/frames.md` has the bytes."""

from runlake.wire.frames import HEADER_BYTES, Frame, FrameDamaged, encode_frame, find_frame, read_frame, read_frames
from runlake.wire.records import (
    HISTORY,
    INTERNAL_METRICS,
    SYSTEM,
    ConsoleRecord,
    EndRecord,
    JournalRecord,
    Kind,
    RichEntry,
    RichRecord,
    RunRecord,
    ScoreRecord,
    ShapeRecord,
    SpanEndRecord,
    SpanRecord,
    SummaryRecord,
    decode_file,
    decode_record,
    encode_file,
    encode_record,
)
from runlake.wire.rows import COLUMNS_HEAD, ROW_HEAD, RowEncoder, encode_columns

CONTENT_TYPE = "application/vnd.runlake.frames"
OWN_ENTITY = "~"
"""In an address, instead of an entity: the one that the key's runs go to when they name none."""

__all__ = [
    "COLUMNS_HEAD",
    "CONTENT_TYPE",
    "HEADER_BYTES",
    "HISTORY",
    "INTERNAL_METRICS",
    "OWN_ENTITY",
    "ROW_HEAD",
    "SYSTEM",
    "ConsoleRecord",
    "EndRecord",
    "Frame",
    "FrameDamaged",
    "JournalRecord",
    "Kind",
    "RichEntry",
    "RichRecord",
    "RowEncoder",
    "RunRecord",
    "ScoreRecord",
    "ShapeRecord",
    "SpanEndRecord",
    "SpanRecord",
    "SummaryRecord",
    "decode_file",
    "decode_record",
    "encode_columns",
    "encode_file",
    "encode_frame",
    "encode_record",
    "find_frame",
    "read_frame",
    "read_frames",
]
