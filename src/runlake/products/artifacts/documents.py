"""Manifests in the blob store: reading, keeping the last ones parsed, writing."""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

from runlake.errors import NotFound
from runlake.products.artifacts import manifest
from runlake.products.artifacts.file_index import FileIndex
from runlake.products.artifacts.records import Version
from runlake.storage.blobs import Blobs

_KEPT_ENTRIES = 400_000
MANIFESTS = "artifacts/manifests"


def new_blob() -> str:
    """A name for a manifest that is about to be stored."""
    suffix = uuid4().hex
    return f"{MANIFESTS}/{suffix[:2]}/{suffix}"


class Documents:
    """Reads and writes manifests. Their files are kept parsed for a while, for clients list them page by page."""

    def __init__(self, blobs: Blobs) -> None:
        self._blobs = blobs
        self._kept: OrderedDict[str, FileIndex] = OrderedDict()

    async def read(self, blob: str) -> dict[str, Any]:
        """The parsed document. Raises InvalidInput when it is not a manifest."""
        return await asyncio.to_thread(manifest.parse, await self._blobs.get(blob))

    async def digests(self, blob: str) -> set[str]:
        """The hex digests of all files that a manifest names. Raises NotFound, InvalidInput."""
        return await asyncio.to_thread(_digests_in, await self._blobs.get(blob))

    async def write(self, document: dict[str, Any]) -> str:
        """Store a document; returns its blob."""
        body = await asyncio.to_thread(manifest.encode, document)
        blob = new_blob()
        await self._blobs.put_stream(blob, _once(body), limit_bytes=manifest.MAX_BYTES)
        return blob

    async def index(self, version: Version) -> FileIndex:
        """The files of a committed version. Raises NotFound when it has no manifest."""
        blob = version.manifest_blob
        if blob is None:
            raise NotFound("this artifact version has no manifest: it is not committed, or was deleted")
        found = self._kept.get(blob)
        if found is None:
            # It was checked when it was committed.
            found = await asyncio.to_thread(FileIndex.read, await self._blobs.get(blob))
            self._keep(blob, found)
        self._kept.move_to_end(blob)
        return found

    async def remember(self, blob: str, document: dict[str, Any]) -> None:
        """Keep a manifest that was just stored: somebody is about to look at it, and a large one takes long to parse."""
        self._keep(blob, await asyncio.to_thread(FileIndex.of, document))

    def _keep(self, blob: str, index: FileIndex) -> None:
        self._kept[blob] = index
        while len(self._kept) > 1 and sum(len(each) for each in self._kept.values()) > _KEPT_ENTRIES:
            self._kept.popitem(last=False)


def _digests_in(body: bytes) -> set[str]:
    return {file.hex_digest for file in manifest.files_of(manifest.parse(body)) if file.hex_digest}


async def _once(body: bytes) -> AsyncIterator[bytes]:
    yield body
