"""JSON values by digest: small ones in the metadata store, large ones in the blob store."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from runlake.errors import InvalidInput
from runlake.products.objects.digests import bytes_digest, hashed_text
from runlake.products.objects.store import contents
from runlake.storage.blobs import Blobs
from runlake.storage.metadata import Metadata

_INLINE_BYTES = 64 * 1024
_MOST_BYTES = 1 << 40
_AT_ONCE = 16


class Values:
    """The values of all projects, objects' and rows' alike. What has a digest never changes."""

    def __init__(self, metadata: Metadata, blobs: Blobs) -> None:
        self._metadata = metadata
        self._blobs = blobs

    async def put(self, project_id: int, values: Sequence[Any]) -> list[tuple[str, int]]:
        """Store values; durable on return. Gives the digest and the size in bytes of each, in their order."""
        encoded = await asyncio.to_thread(_encode, values)
        small = {digest: text for digest, text, _ in encoded if len(text) <= _INLINE_BYTES}
        large = {digest: text for digest, text, _ in encoded if digest not in small}
        for digest, text in large.items():
            await self._blobs.put_stream(_blob(project_id, digest), _once(text.encode()), limit_bytes=_MOST_BYTES)
        sizes = {digest: size_bytes for digest, _, size_bytes in encoded}
        rows = [
            {"project_id": project_id, "digest": digest, "size_bytes": size_bytes, "document": small.get(digest)}
            for digest, size_bytes in sizes.items()
        ]
        if rows:
            await self._metadata.write(partial(contents.put_values, rows=rows))
        return [(digest, size_bytes) for digest, _, size_bytes in encoded]

    async def read(self, project_id: int, digests: Iterable[str]) -> Mapping[str, Any]:
        """The values that there are, by digest."""
        wanted = list(dict.fromkeys(digests))
        found = await self._metadata.read(partial(contents.find_values, project_id=project_id, digests=wanted))
        small = {digest: text for digest, text in found.items() if text is not None}
        large = [digest for digest, text in found.items() if text is None]
        values = await asyncio.to_thread(_decode, small)
        for start in range(0, len(large), _AT_ONCE):
            some = large[start : start + _AT_ONCE]
            texts = await asyncio.gather(*(self._blobs.get(_blob(project_id, digest)) for digest in some))
            values |= {digest: json.loads(text) for digest, text in zip(some, texts, strict=True)}
        return values

    async def sizes(self, project_id: int, digests: Sequence[str]) -> Mapping[str, int]:
        """The sizes in bytes of the values that there are."""
        return await self._metadata.read(partial(contents.find_sizes, project_id=project_id, digests=digests))


def _encode(values: Sequence[Any]) -> list[tuple[str, str, int]]:
    """The digest, the text and the size of each. Sizes are those of the texts that are hashed, as clients expect."""
    try:
        return [
            (bytes_digest((hashed := hashed_text(value)).encode()), json.dumps(value), len(hashed)) for value in values
        ]
    except RecursionError as error:
        raise InvalidInput("a value is nested too deep to be stored") from error


def _decode(texts: Mapping[str, str]) -> dict[str, Any]:
    return {digest: json.loads(text) for digest, text in texts.items()}


def _blob(project_id: int, digest: str) -> str:
    return f"objects/{project_id}/values/{digest}"


async def _once(content: bytes) -> AsyncIterator[bytes]:
    yield content
