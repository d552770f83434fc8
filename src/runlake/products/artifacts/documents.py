"""Manifests in the blob store: reading, keeping the last ones parsed, writing."""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

from runlake.errors import NotFound
from runlake.products.artifacts import manifest
from runlake.products.artifacts.records import EntryFile, Version
from runlake.storage.blobs import Blobs

_KEPT_ENTRIES = 400_000
_FOLDER = "artifacts/manifests"


def new_blob() -> str:
    """A name for a manifest that is about to be stored."""
    suffix = uuid4().hex
    return f"{_FOLDER}/{suffix[:2]}/{suffix}"


class Documents:
    """Reads and writes manifests. Their files are kept parsed for a while, for clients list them page by page."""

    def __init__(self, blobs: Blobs) -> None:
        self._blobs = blobs
        self._kept: OrderedDict[str, list[EntryFile]] = OrderedDict()
        self._kept_entries = 0

    async def read(self, blob: str) -> dict[str, Any]:
        """The parsed document. Raises InvalidInput when it is not a manifest."""
        return await asyncio.to_thread(manifest.parse, await self._blobs.get(blob))

    async def write(self, document: dict[str, Any]) -> str:
        """Store a document; returns its blob."""
        body = await asyncio.to_thread(manifest.encode, document)
        blob = new_blob()
        await self._blobs.put_stream(blob, _once(body), limit_bytes=manifest.MAX_BYTES)
        return blob

    async def files(self, version: Version) -> list[EntryFile]:
        """The files of a committed version, in the order of names. Raises NotFound when it has no manifest."""
        if version.manifest_blob is None:
            raise NotFound("this artifact version has no manifest: it is not committed, or was deleted")
        kept = self._kept.get(version.manifest_blob)
        if kept is not None:
            self._kept.move_to_end(version.manifest_blob)
            return kept
        document = await self.read(version.manifest_blob)
        files = await asyncio.to_thread(manifest.files_of, document)
        self._keep(version.manifest_blob, files)
        return files

    def _keep(self, blob: str, files: list[EntryFile]) -> None:
        if blob not in self._kept:
            self._kept[blob] = files
            self._kept_entries += len(files)
        while self._kept_entries > _KEPT_ENTRIES and self._kept:
            _, dropped = self._kept.popitem(last=False)
            self._kept_entries -= len(dropped)


async def _once(body: bytes) -> AsyncIterator[bytes]:
    yield body
