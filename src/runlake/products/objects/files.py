"""Files that belong to objects: source text, pictures, sounds. Bytes by digest."""

from collections.abc import AsyncIterator
from functools import partial

from runlake.errors import NotFound
from runlake.products.objects.digests import bytes_digest, is_digest
from runlake.products.objects.store import contents
from runlake.storage.blobs import Blobs
from runlake.storage.metadata import Metadata


class ObjectFiles:
    """The files of all projects. Callers have checked the caller's rights on the project."""

    def __init__(self, metadata: Metadata, blobs: Blobs) -> None:
        self._metadata = metadata
        self._blobs = blobs

    async def put(self, project_id: int, content: bytes) -> str:
        """Store a file; durable on return. Gives its digest; may be repeated. Raises StorageFull."""
        digest = bytes_digest(content)
        if await self._size(project_id, digest) is None:
            await self._blobs.put_stream(_blob(project_id, digest), _once(content), limit_bytes=len(content))
            row = {"project_id": project_id, "digest": digest, "size_bytes": len(content)}
            await self._metadata.write(partial(contents.put_file, row=row))
        return digest

    async def read(self, project_id: int, digest: str) -> bytes:
        """The bytes of a file. Raises NotFound."""
        if not is_digest(digest) or await self._size(project_id, digest) is None:
            raise NotFound(f"file {digest[:64]!r} not found in this project")
        return await self._blobs.get(_blob(project_id, digest))

    async def find(self, project_id: int, start: str) -> str | None:
        """The digest of the file whose digest starts so (16 to 43 characters), None when there is none."""
        return await self._metadata.read(partial(contents.find_digest, project_id=project_id, start=start))

    async def sum_bytes(self, project_id: int) -> dict[str, int]:
        """What a project stores, in bytes: `values`, `tables` (their lists of rows) and `files`."""
        return await self._metadata.read(partial(contents.sum_bytes, project_id=project_id))

    async def _size(self, project_id: int, digest: str) -> int | None:
        return await self._metadata.read(partial(contents.find_file, project_id=project_id, digest=digest))


def _blob(project_id: int, digest: str) -> str:
    return f"objects/{project_id}/files/{digest}"


async def _once(content: bytes) -> AsyncIterator[bytes]:
    if content:
        yield content
