"""What a stream of Arrow messages is made of, seen before its columns are.

Buffers of a record batch may be packed, each with the size it says it has unpacked: a few bytes can ask for any amount of
memory. Arrow has no limit for that, so such streams are refused; the whole body may be packed instead, where ours holds.
Source: Arrow's `format/Message.fbs` and the FlatBuffers binary format.
"""

import struct

import pyarrow as pa

from runlake.errors import LimitExceeded, MalformedBody

_DICTIONARY, _RECORDS = 2, 3
_HEADER_TYPE, _HEADER = 1, 2  # fields of Message, in the order of the schema
_DATA = 1  # of DictionaryBatch
_COMPRESSION = 3  # of RecordBatch
_MOST_MESSAGES = 10_000
_MOST_METADATA_BYTES = 256 * 1024  # a schema becomes objects many times as large


def check_messages(body: bytes) -> None:
    """Look at a stream before its columns are made.

    Raises MalformedBody when a batch is packed or a message is not whole, LimitExceeded for more messages or a wider
    schema than are taken, and pyarrow's errors.
    """
    for number, message in enumerate(pa.ipc.MessageReader.open_stream(body)):
        if number >= _MOST_MESSAGES or message.metadata.size > _MOST_METADATA_BYTES:
            raise LimitExceeded(
                f"an Arrow stream may have {_MOST_MESSAGES:,} batches and a schema of 256 KiB: send fewer columns, larger batches, or several requests"
            )
        metadata = message.metadata.to_pybytes()
        try:
            packed = _is_packed(metadata)
        except struct.error:
            raise MalformedBody("a message of the Arrow stream is not whole") from None
        if packed:
            raise MalformedBody(
                "the buffers of the Arrow stream are packed: leave `compression` out, and send the body with Content-Encoding: zstd"
            )


def _is_packed(metadata: bytes) -> bool:
    message = struct.unpack_from("<I", metadata)[0]
    kind_at, header = _field(metadata, message, _HEADER_TYPE), _table(metadata, message, _HEADER)
    kind = metadata[kind_at] if kind_at is not None and kind_at < len(metadata) else 0
    if kind == _DICTIONARY and header is not None:
        header = _table(metadata, header, _DATA)
    if kind not in (_DICTIONARY, _RECORDS) or header is None:
        return False
    return _field(metadata, header, _COMPRESSION) is not None


def _table(metadata: bytes, table: int, number: int) -> int | None:
    """Where the table lies to which a field refers."""
    at = _field(metadata, table, number)
    return None if at is None else at + int(struct.unpack_from("<I", metadata, at)[0])


def _field(metadata: bytes, table: int, number: int) -> int | None:
    """Where a field of a table lies; None when the table does not have it."""
    names = table - struct.unpack_from("<i", metadata, table)[0]
    size = struct.unpack_from("<H", metadata, names)[0]
    if 4 + 2 * number + 2 > size:
        return None
    offset = struct.unpack_from("<H", metadata, names + 4 + 2 * number)[0]
    return table + offset if offset else None
