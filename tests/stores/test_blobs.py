"""Every promise of the blob interface, on every engine."""

import asyncio
import hashlib
from base64 import b64encode
from collections.abc import AsyncIterator, Iterable
from pathlib import Path

import pytest
from obstore.store import MemoryStore

from runlake.errors import InvalidInput, LimitExceeded, NotFound
from runlake.storage.blobs import Blobs, LocalBlobs, ObjectStoreBlobs

LIMIT_BYTES = 10_000_000


@pytest.fixture(params=["local", "memory"])
async def blobs(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Blobs]:
    opened: Blobs = LocalBlobs(tmp_path / "blobs") if request.param == "local" else ObjectStoreBlobs(MemoryStore())
    yield opened
    await opened.close()


async def chunks_of(*chunks: bytes) -> AsyncIterator[bytes]:
    for chunk in chunks:
        yield chunk


async def names_in(blobs: Blobs, prefix: str = "") -> set[str]:
    return {head.name async for head in blobs.list(prefix)}


@pytest.mark.parametrize("chunks", [[], [b""], [b"abc"], [b"a", b"", b"bc"], [b"x" * 300_000] * 5, [b"y"] * 70_000])
async def test_what_is_put_is_read_back_with_its_digests(blobs: Blobs, chunks: list[bytes]) -> None:
    body = b"".join(chunks)
    info = await blobs.put_stream("a/b", chunks_of(*chunks), limit_bytes=LIMIT_BYTES)
    assert (info.name, info.size_bytes) == ("a/b", len(body))
    assert info.md5 == b64encode(hashlib.md5(body).digest()).decode()
    assert info.sha256 == hashlib.sha256(body).hexdigest()
    assert await blobs.get("a/b") == body
    assert (await blobs.head("a/b")).size_bytes == len(body)


@pytest.mark.parametrize(
    ("first", "last"), [(0, 0), (3, 9), (9, 9), (5, None), (0, 10**9), (10, None), (10, 12), (99, None), (4, 3)]
)
async def test_ranges_are_inclusive_and_clamped(blobs: Blobs, first: int, last: int | None) -> None:
    await blobs.put_stream("digits", chunks_of(b"0123456789"), limit_bytes=LIMIT_BYTES)
    assert await blobs.get("digits", first, last) == b"0123456789"[first : None if last is None else last + 1]


async def test_a_long_blob_streams(blobs: Blobs) -> None:
    body = bytes(range(256)) * 8192
    await blobs.put_stream("long", chunks_of(body), limit_bytes=LIMIT_BYTES)
    chunks = [chunk async for chunk in await blobs.stream("long", 1, len(body) - 2)]
    assert b"".join(chunks) == body[1:-1]


async def test_a_blob_is_fed_whole_and_in_order(blobs: Blobs) -> None:
    body = bytes(range(256)) * 9000
    await blobs.put_stream("long", chunks_of(body), limit_bytes=LIMIT_BYTES, with_sha256=False)
    taken: list[bytes] = []
    assert await blobs.feed("long", taken.append) == len(body)
    assert b"".join(taken) == body
    with pytest.raises(NotFound):
        await blobs.feed("nothing", taken.append)


async def test_a_stream_can_be_left_early(blobs: Blobs) -> None:
    await blobs.put_stream("long", chunks_of(b"z" * 2_000_000), limit_bytes=LIMIT_BYTES)
    stream = await blobs.stream("long")
    assert (await anext(aiter(stream))).startswith(b"z")
    await stream.aclose()
    await stream.aclose()


async def test_a_second_put_replaces_the_first(blobs: Blobs) -> None:
    await blobs.put_stream("a", chunks_of(b"old"), limit_bytes=LIMIT_BYTES)
    await blobs.put_stream("a", chunks_of(b"new"), limit_bytes=LIMIT_BYTES)
    assert await blobs.get("a") == b"new"


async def test_a_missing_blob_is_not_found_at_once(blobs: Blobs) -> None:
    await blobs.put_stream("a/b", chunks_of(b"x"), limit_bytes=LIMIT_BYTES)
    for name in ("nothing", "a", "a/b/c"):
        with pytest.raises(NotFound):
            await blobs.get(name)
        with pytest.raises(NotFound):
            await blobs.stream(name)
        with pytest.raises(NotFound):
            await blobs.head(name)


async def test_delete_removes_and_may_repeat(blobs: Blobs) -> None:
    await blobs.put_stream("a", chunks_of(b"x"), limit_bytes=LIMIT_BYTES)
    await blobs.delete("a")
    await blobs.delete("a")
    with pytest.raises(NotFound):
        await blobs.get("a")


async def test_list_is_by_folder(blobs: Blobs) -> None:
    for name in ("files/a/1", "files/a/2", "files/ab/3", "other/4"):
        await blobs.put_stream(name, chunks_of(b"x"), limit_bytes=LIMIT_BYTES)
    assert await names_in(blobs) == {"files/a/1", "files/a/2", "files/ab/3", "other/4"}
    assert await names_in(blobs, "files/a") == {"files/a/1", "files/a/2"}
    assert await names_in(blobs, "nothing") == set()


async def test_a_body_over_the_limit_leaves_nothing(blobs: Blobs) -> None:
    with pytest.raises(LimitExceeded):
        await blobs.put_stream("big", chunks_of(*[b"x" * 100_000] * 20), limit_bytes=1_000_000)
    assert await names_in(blobs) == set()
    await blobs.put_stream("fits", chunks_of(b"x" * 1_000_000), limit_bytes=1_000_000)


async def test_a_wrong_md5_leaves_nothing_and_keeps_the_old_blob(blobs: Blobs) -> None:
    await blobs.put_stream("a", chunks_of(b"old"), limit_bytes=LIMIT_BYTES)
    right = b64encode(hashlib.md5(b"new").digest()).decode()
    with pytest.raises(InvalidInput, match="Content-MD5"):
        await blobs.put_stream("a", chunks_of(b"nev"), limit_bytes=LIMIT_BYTES, expected_md5=right)
    assert await blobs.get("a") == b"old"
    await blobs.put_stream("a", chunks_of(b"new"), limit_bytes=LIMIT_BYTES, expected_md5=right)
    assert await blobs.get("a") == b"new"


async def test_an_error_of_the_sender_passes_through_and_leaves_nothing(blobs: Blobs) -> None:
    class Gone(Exception):
        pass

    async def broken() -> AsyncIterator[bytes]:
        yield b"x" * 600_000
        raise Gone

    with pytest.raises(Gone):
        await blobs.put_stream("a", broken(), limit_bytes=LIMIT_BYTES)
    assert await names_in(blobs) == set()


async def test_puts_run_side_by_side(blobs: Blobs) -> None:
    bodies = {f"n/{i}": bytes([i]) * 400_000 for i in range(20)}
    await asyncio.gather(
        *(blobs.put_stream(name, chunks_of(body), limit_bytes=LIMIT_BYTES) for name, body in bodies.items())
    )
    for name, body in bodies.items():
        assert await blobs.get(name) == body


def unsafe_names() -> Iterable[str]:
    return (
        "",
        "/a",
        "a/",
        "a//b",
        "..",
        "../a",
        "a/../b",
        "a/./b",
        ".incoming/x",
        "a\0b",
        "a b",
        "ä",
        "a" * 600,
        "a\n",
    )


@pytest.mark.parametrize("name", unsafe_names())
async def test_unsafe_names_are_refused(blobs: Blobs, name: str) -> None:
    with pytest.raises(InvalidInput):
        await blobs.put_stream(name, chunks_of(b"x"), limit_bytes=LIMIT_BYTES)
    for operation in (blobs.get, blobs.stream, blobs.head, blobs.delete):
        with pytest.raises(InvalidInput):
            await operation(name)
