"""Which answers are packed, and that what is packed says the same."""

import gzip
from typing import Any

import pytest
import zstandard
from starlette.datastructures import Headers
from starlette.types import Message, Receive, Scope, Send

from runlake.server.compression import Compression, chosen_encoding

TEXT = b'{"spans": [' + b'"a span like the one before", ' * 500 + b"1]}"


async def answer(
    *pieces: bytes, path: str = "/api/v1/projects", accepts: str = "gzip, deflate, br, zstd", **headers: str
) -> tuple[Headers, list[bytes]]:
    """The headers and the pieces as they reach the client."""
    status = int(headers.pop("status", "200"))
    given = {"content-type": "application/json", **{name.replace("_", "-"): text for name, text in headers.items()}}
    sent: list[Any] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        raw = [(name.encode(), text.encode()) for name, text in given.items()]
        await send({"type": "http.response.start", "status": status, "headers": raw})
        for number, piece in enumerate(pieces, 1):
            await send({"type": "http.response.body", "body": piece, "more_body": number < len(pieces)})
            assert sum(message["type"] == "http.response.body" for message in sent) == number  # none is held back

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        raise AssertionError("nobody reads the request")

    scope = {"type": "http", "path": path, "headers": [(b"accept-encoding", accepts.encode())]}
    await Compression(app)(scope, receive, send)
    return Headers(raw=sent[0]["headers"]), [message["body"] for message in sent[1:]]


async def test_a_long_answer_is_packed_whole() -> None:
    headers, (body,) = await answer(TEXT * 20, content_length=str(20 * len(TEXT)))  # so long that a thread does it
    assert (headers["content-encoding"], headers["content-length"]) == ("zstd", str(len(body)))
    assert zstandard.ZstdDecompressor().decompressobj().decompress(body) == TEXT * 20
    headers, (body,) = await answer(TEXT, accepts="gzip", etag='"x"', path="/assets/index.js")
    assert (headers["content-encoding"], headers["vary"], headers["etag"]) == ("gzip", "Accept-Encoding", 'W/"x"')
    assert gzip.decompress(body) == TEXT


async def test_pieces_can_be_read_as_they_come() -> None:
    headers, pieces = await answer(b"step,loss\n", b"1,0.5\n", b"", content_type="text/csv; charset=utf-8")
    assert "content-length" not in headers
    unpacked = zstandard.ZstdDecompressor().decompressobj()
    assert [unpacked.decompress(piece) for piece in pieces] == [b"step,loss\n", b"1,0.5\n", b""]


@pytest.mark.parametrize(
    "given",
    [
        {"accepts": "identity"},
        {"content_type": "text/event-stream"},
        {"content_type": "application/octet-stream"},
        {"content_encoding": "br"},
        {"status": "206"},
        {"etag": '"a file that somebody stored"'},
        {"path": "/api/v1/session"},
        {"path": "/storage/artifacts/x"},
    ],
    ids=lambda given: "-".join(map(str, given.items())),
)
async def test_what_is_left_as_it_is(given: dict[str, str]) -> None:
    headers, pieces = await answer(TEXT, b"", content_length=str(len(TEXT)), **given)
    assert headers.get("content-encoding") == given.get("content_encoding")
    assert (headers["content-length"], pieces) == (str(len(TEXT)), [TEXT, b""])


async def test_a_short_answer_is_left_as_it_is() -> None:
    headers, pieces = await answer(b"{}")
    assert "content-encoding" not in headers
    assert pieces == [b"{}"]


@pytest.mark.parametrize(
    ("accepted", "chosen"),
    [("GZIP", "gzip"), ("zstd;q=0, gzip;q=0.5", "gzip"), ("gzip;q=0.0", ""), ("br, *", ""), ("", "")],
)
def test_what_a_client_accepts(accepted: str, chosen: str) -> None:
    assert chosen_encoding(accepted) == chosen
