"""Packs answers for clients that take them so: a trace of ten thousand spans is eight megabytes of JSON.

One place for the whole server. What is packed is text that the server writes (JSON, CSV, the web UI); what people stored is
sent as it lies on disk, with its length and in parts. Answers with a secret are not packed: an attacker who can see their lengths, and can
have some of their text chosen, could guess the secret letter by letter (BREACH). Of all others the session's cookie keeps
foreign pages away, as it is `SameSite`.
"""

import asyncio
import zlib
from typing import Protocol

import zstandard
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_TYPES = frozenset(
    [
        "application/json",
        "application/x-ndjson",
        "image/svg+xml",
        "text/css",
        "text/csv",
        "text/html",
        "text/javascript",
    ]
)
_WITH_SECRETS = ("/api/v1/session", "/api/v1/keys")
_FILES = ("/files/", "/storage/", "/artifacts/", "/artifactsV2/")
_LEAST_BYTES = 2048  # less fits into the packets that are sent anyway
_IN_THREAD_BYTES = 128 * 1024  # a millisecond or so
_GZIP_LEVEL = 4
_ZSTD_LEVEL = 3


class _Packer(Protocol):
    """Packs a text piece by piece; each piece can be read when it has come."""

    def pack(self, piece: bytes, *, is_last: bool) -> bytes: ...


class _Gzip:
    def __init__(self) -> None:
        self._stream = zlib.compressobj(_GZIP_LEVEL, wbits=16 + zlib.MAX_WBITS)

    def pack(self, piece: bytes, *, is_last: bool) -> bytes:
        return self._stream.compress(piece) + self._stream.flush(zlib.Z_FINISH if is_last else zlib.Z_SYNC_FLUSH)


class _Zstd:
    def __init__(self) -> None:
        self._stream = zstandard.ZstdCompressor(_ZSTD_LEVEL).compressobj()

    def pack(self, piece: bytes, *, is_last: bool) -> bytes:
        end = zstandard.COMPRESSOBJ_FLUSH_FINISH if is_last else zstandard.COMPRESSOBJ_FLUSH_BLOCK
        return self._stream.compress(piece) + self._stream.flush(end)


_PACKERS: dict[str, type[_Gzip] | type[_Zstd]] = {"zstd": _Zstd, "gzip": _Gzip}
"""The best first."""


class Compression:
    """Packs what `app` answers with zstd or gzip when the request accepts it and it is worth it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith((*_WITH_SECRETS, *_FILES)):
            await self._app(scope, receive, send)
            return
        encoding = chosen_encoding(Headers(scope=scope).get("accept-encoding", ""))
        await self._app(scope, receive, _Answer(send, scope["path"], encoding).send)


def chosen_encoding(accepted: str) -> str:
    """The best of the encodings that a request accepts, "" for none of ours. Source: RFC 9110, 12.5.3."""
    weights: dict[str, str] = {}
    for part in accepted.lower().split(","):
        name, _, parameters = part.partition(";")
        weights[name.strip()] = parameters.replace(" ", "")
    return next((name for name in _PACKERS if name in weights and not _is_refused(weights[name])), "")


def _is_refused(parameters: str) -> bool:
    return parameters.startswith("q=0") and not parameters.strip("q=0.")


class _Answer:
    """One answer on its way: the head waits until the first piece of the body tells whether packing pays."""

    def __init__(self, send: Send, path: str, encoding: str) -> None:
        self._send = send
        self._path = path
        self._encoding = encoding
        self._head: Message | None = None
        self._packer: _Packer | None = None

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_text(message, self._path):
            MutableHeaders(scope=message).add_vary_header("Accept-Encoding")
            if self._encoding:
                self._head = message
                return
        if message["type"] == "http.response.body":
            message = await self._packed(message)
        await self._send(message)

    async def _packed(self, message: Message) -> Message:
        piece, is_last = message.get("body", b""), not message.get("more_body", False)
        head, self._head = self._head, None
        if head is not None and (not is_last or len(piece) >= _LEAST_BYTES):
            self._packer = _PACKERS[self._encoding]()
        if self._packer is not None:
            piece = await _pack(self._packer, piece, is_last=is_last)
        if head is not None:
            if self._packer is not None:
                _announce(head, self._encoding, len(piece) if is_last else None)
            await self._send(head)
        return {**message, "body": piece}


async def _pack(packer: _Packer, piece: bytes, *, is_last: bool) -> bytes:
    if len(piece) < _IN_THREAD_BYTES:
        return packer.pack(piece, is_last=is_last)
    return await asyncio.to_thread(packer.pack, piece, is_last=is_last)


def _is_text(head: Message, path: str) -> bool:
    """May it be packed: text, whole, and not packed yet. A stream of events is of another type: it goes as it comes."""
    headers = Headers(raw=head["headers"])
    media_type = headers.get("content-type", "").partition(";")[0].strip().lower()
    is_stored = "etag" in headers and path.startswith("/api/")
    return media_type in _TYPES and head["status"] != 206 and "content-encoding" not in headers and not is_stored


def _announce(head: Message, encoding: str, length_bytes: int | None) -> None:
    """The headers of a packed answer: its length is another one, parts of it cannot be asked for."""
    headers = MutableHeaders(scope=head)
    headers["Content-Encoding"] = encoding
    del headers["Content-Length"]
    del headers["Accept-Ranges"]
    if length_bytes is not None:
        headers["Content-Length"] = str(length_bytes)
    if "ETag" in headers:
        headers["ETag"] = f"W/{headers['ETag'].removeprefix('W/')}"
