"""A file as an HTTP answer: ranges, entity tags, and headers that keep users' files from acting as the site."""

from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from typing import Protocol
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from runlake.errors import CorruptData, NotFound
from runlake.products.files.product import Files
from runlake.products.files.ranges import Span, Unsatisfiable, parse_range
from runlake.storage.blobs import BlobStream

_ATTEMPTS = 3
_YEAR_S = 31_536_000

# Users' files come from the site's own address. `sandbox` gives them an origin of their own: no cookies, no storage,
# no API. HTML that was logged to be looked at may run its scripts, in that empty origin.
_STILL_CSP = "sandbox; default-src 'none'; img-src data: 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"
_HTML_CSP = (
    "sandbox allow-scripts; default-src data: blob: {more}'unsafe-inline' 'unsafe-eval'; "
    "connect-src {more}data: blob:; form-action 'none'; base-uri 'none'; frame-ancestors 'self'"
)


class Stored(Protocol):
    """What an answer says of bytes: `etag` with its quotes, `sha256` in hex."""

    @property
    def name(self) -> str: ...

    @property
    def size_bytes(self) -> int: ...

    @property
    def sha256(self) -> str: ...

    @property
    def mimetype(self) -> str: ...

    @property
    def etag(self) -> str: ...


Opener = Callable[[int, int], Awaitable[BlobStream]]
"""Opens the bytes from the first to the last position, both inclusive."""


async def serve_file(files: Files, run_number: int, name: str, request: Request) -> Response:
    """Answer `GET` or `HEAD` of a file: 200, 206, 304 or 416.

    `?download=1` asks the browser to save it, `?v=<sha256 or its start>` lets it keep the bytes for good,
    `?external=1` lets HTML load from elsewhere over https.
    Raises NotFound.
    """
    for _ in range(_ATTEMPTS):
        file = await files.get(run_number, name)
        try:
            return await serve_stored(file, partial(files.read, file), request)
        except NotFound:  # replaced between reading its row and opening its blob
            continue
    raise CorruptData(f"the bytes of file {name[:200]!r} are missing from the blob store")


async def serve_stored(file: Stored, open_bytes: Opener, request: Request) -> Response:
    """The same answer for bytes that need not be a run's file."""
    headers = _headers(file, request)
    if _matches(request.headers.get("if-none-match"), file):
        return Response(status_code=304, headers=headers)
    span = _span(request, file)
    if isinstance(span, Unsatisfiable):
        return Response(status_code=416, headers={"Content-Range": f"bytes */{file.size_bytes}"})
    if span is not None:
        headers["Content-Range"] = f"bytes {span.first_byte}-{span.last_byte}/{file.size_bytes}"
    headers["Content-Length"] = str(file.size_bytes if span is None else len(span))
    status = 200 if span is None else 206
    if request.method == "HEAD":
        return Response(status_code=status, headers=headers, media_type=_content_type(file))
    # The end is named even for a whole file: then the store lets go of it with the last byte, not when asked for more.
    first_byte, last_byte = (0, file.size_bytes - 1) if span is None else (span.first_byte, span.last_byte)
    stream = await open_bytes(first_byte, last_byte)
    return StreamingResponse(_closing(stream), status, headers, _content_type(file))


def _span(request: Request, file: Stored) -> Span | Unsatisfiable | None:
    unchanged = request.headers.get("if-range", file.etag) == file.etag
    return parse_range(request.headers.get("range"), file.size_bytes) if unchanged else None


def _headers(file: Stored, request: Request) -> dict[str, str]:
    version = request.query_params.get("v", "")
    keep = len(version) >= 16 and file.sha256.startswith(version)
    return {
        "ETag": file.etag,
        "Accept-Ranges": "bytes",
        "Cache-Control": f"private, max-age={_YEAR_S}, immutable" if keep else "private, no-cache",
        "Content-Disposition": _disposition(file, download=request.query_params.get("download", "0") not in ("0", "")),
        "Content-Security-Policy": _policy(file, request),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
    }


def _policy(file: Stored, request: Request) -> str:
    if file.mimetype != "text/html":
        return _STILL_CSP
    return _HTML_CSP.format(more="https: " if request.query_params.get("external") == "1" else "")


def _content_type(file: Stored) -> str:
    return f"{file.mimetype}; charset=utf-8" if file.mimetype.startswith("text/") else file.mimetype


def _disposition(file: Stored, *, download: bool) -> str:
    last_part = file.name.rpartition("/")[2]
    return f"{'attachment' if download else 'inline'}; filename*=UTF-8''{quote(last_part, safe='')}"


def _matches(if_none_match: str | None, file: Stored) -> bool:
    if if_none_match is None:
        return False
    tags = [tag.strip().removeprefix("W/") for tag in if_none_match.split(",")]
    return file.etag in tags or "*" in tags


async def _closing(stream: BlobStream) -> AsyncIterator[bytes]:
    try:
        async for chunk in stream:
            yield chunk
    finally:
        await stream.aclose()
