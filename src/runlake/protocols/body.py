"""Reading request bodies: bounded, inflated when compressed, with errors that say what was wrong."""

import asyncio
import zlib

import zstandard
from starlette.requests import ClientDisconnect, Request

from runlake.errors import InvalidInput, LimitExceeded, MalformedBody, UnsupportedType

_SMALL_BYTES = 64 * 1024
_WINDOW_BITS = {"gzip": 31, "deflate": 15}  # of zlib: with a gzip header, with a zlib header
_ZSTD = "zstd"
_MAX_WINDOW_BYTES = 8 * 1024 * 1024  # what every decoder must take; a larger one is memory that a sender chooses


async def read_body(request: Request, limit_bytes: int) -> bytes:
    """The request's body, inflated if it is gzip-, deflate- or zstd-encoded. Neither form may be longer than `limit_bytes`.

    Raises LimitExceeded, MalformedBody or UnsupportedType; InvalidInput when the client went away.
    """
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > limit_bytes:
        raise _too_long(limit_bytes)
    chunks: list[bytes] = []
    size_bytes = 0
    try:
        async for chunk in request.stream():
            size_bytes += len(chunk)
            if size_bytes > limit_bytes:
                raise _too_long(limit_bytes)
            chunks.append(chunk)
    except ClientDisconnect as error:
        raise InvalidInput("the client went away before the end of its request") from error
    return await _decoded(b"".join(chunks), request.headers.get("content-encoding", "identity"), limit_bytes)


async def _decoded(body: bytes, encoding: str, limit_bytes: int) -> bytes:
    encoding = encoding.strip().lower()
    if encoding in ("", "identity"):
        return body
    if encoding not in (*_WINDOW_BITS, _ZSTD):
        raise UnsupportedType(f"content encoding {encoding[:40]!r} is not supported: send gzip, deflate, zstd or none")
    if len(body) < _SMALL_BYTES:
        return inflate(body, limit_bytes, encoding)
    return await asyncio.to_thread(inflate, body, limit_bytes, encoding)


def inflate(body: bytes, limit_bytes: int, encoding: str = "gzip") -> bytes:
    """Inflate a whole body, never producing more than `limit_bytes`. Raises MalformedBody or LimitExceeded."""
    if encoding == _ZSTD:
        return _inflate_zstd(body, limit_bytes)
    inflater = zlib.decompressobj(wbits=_WINDOW_BITS[encoding])
    try:
        result = inflater.decompress(body, limit_bytes + 1)
    except zlib.error as error:
        raise MalformedBody(f"the body is not valid {encoding}: {error}") from error
    if len(result) > limit_bytes:
        raise _too_long(limit_bytes)
    if not inflater.eof or inflater.unused_data:
        raise MalformedBody(f"the {encoding} body is cut short, or something follows it")
    return result


def _inflate_zstd(body: bytes, limit_bytes: int) -> bytes:
    decompressor = zstandard.ZstdDecompressor(max_window_size=_MAX_WINDOW_BYTES)
    try:
        if zstandard.frame_content_size(body) > limit_bytes:
            raise _too_long(limit_bytes)
        return decompressor.decompress(body, max_output_size=limit_bytes, allow_extra_data=False)
    except zstandard.ZstdError as error:
        raise MalformedBody(f"the body is not valid zstd, or longer than {limit_bytes} bytes: {error}") from error


def _too_long(limit_bytes: int) -> LimitExceeded:
    return LimitExceeded(f"the body is longer than {limit_bytes} bytes: send it in smaller parts")
