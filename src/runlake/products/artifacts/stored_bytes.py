"""Reading the bytes of a file, whether they lie in one blob or in parts."""

from collections.abc import AsyncIterator, Iterator

from runlake.products.artifacts import parts
from runlake.products.artifacts.records import Content
from runlake.storage.blobs import Blobs, BlobStream


async def open_bytes(blobs: Blobs, content: Content, first_byte: int = 0, last_byte: int | None = None) -> BlobStream:
    """The bytes from the first to the last position, both inclusive; None means to the end. Raises NotFound."""
    if content.part_bytes is None:
        return await blobs.stream(content.blob, first_byte, last_byte)
    rest = iter(parts.ranges(content, first_byte, last_byte))
    return _Joined(blobs, await _next_stream(blobs, rest), rest)


async def read_bytes(blobs: Blobs, content: Content, first_byte: int, last_byte: int) -> bytes:
    """The same bytes, all at once."""
    return b"".join([chunk async for chunk in await open_bytes(blobs, content, first_byte, last_byte)])


async def _next_stream(blobs: Blobs, rest: Iterator[tuple[str, int, int]]) -> BlobStream | None:
    place = next(rest, None)
    return None if place is None else await blobs.stream(*place)


class _Joined:
    """Parts read one after the other; the next is opened when the one before is at its end."""

    def __init__(self, blobs: Blobs, first: BlobStream | None, rest: Iterator[tuple[str, int, int]]) -> None:
        self._blobs, self._current, self._rest = blobs, first, rest

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self

    async def __anext__(self) -> bytes:
        while self._current is not None:
            try:
                return await anext(self._current)
            except StopAsyncIteration:
                self._current = await _next_stream(self._blobs, self._rest)
        raise StopAsyncIteration

    async def aclose(self) -> None:
        current, self._current = self._current, None
        if current is not None:
            await current.aclose()
