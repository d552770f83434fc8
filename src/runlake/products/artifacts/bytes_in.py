"""Bytes of artifacts on their way in: addressed by their MD5, stored once in a project."""

from base64 import b64encode
from collections.abc import AsyncIterable, Sequence
from functools import partial

from runlake.errors import InvalidInput
from runlake.model.clock import Clock
from runlake.model.signed_paths import SignedPaths
from runlake.products.artifacts import manifest
from runlake.products.artifacts.again import write_again
from runlake.products.artifacts.documents import new_blob
from runlake.products.artifacts.records import Content, EntryFile, FileSlot, FileWanted, Manifest, Version
from runlake.products.artifacts.store import contents as content_store
from runlake.storage.blobs import Blobs
from runlake.storage.metadata import Metadata

FOLDER = "/storage/artifacts"
# The folder of files in addresses. Clients' own tests tell files from manifests by its last word.
FILES = f"{FOLDER}/wandb_artifacts"


def blob_of(project_id: int, md5: str) -> str:
    """Where the bytes of a project with that hex MD5 are."""
    return f"artifacts/contents/{project_id}/{md5[:2]}/{md5}"


def last_part(name: str) -> str:
    """What a file is called in addresses."""
    return name.rpartition("/")[2] or "file"


class BytesIn:
    """Takes uploads. A file's bytes are checked against the MD5 that is part of its address."""

    def __init__(
        self, metadata: Metadata, blobs: Blobs, paths: SignedPaths, clock: Clock, *, upload_bytes: int
    ) -> None:
        self._metadata = metadata
        self._blobs = blobs
        self._paths = paths
        self._clock = clock
        self._upload_bytes = upload_bytes

    async def open_files(self, version: Version, wanted: Sequence[FileWanted]) -> list[FileSlot]:
        md5s = [file.md5 for file in wanted]
        stored = await self._metadata.read(
            partial(content_store.find_contents, project_id=version.project_id, md5s=md5s)
        )
        return [self._slot(version, file, stored.get(file.md5)) for file in wanted]

    def _slot(self, version: Version, file: FileWanted, stored: Content | None) -> FileSlot:
        if stored is not None:
            return FileSlot(file, stored.birth_version_id, None)
        place = f"{FILES}/{version.project_id}/{version.version_id}/{file.md5}/{last_part(file.name)}"
        return FileSlot(file, version.version_id, self._paths.sign("PUT", place))

    async def receive_file(self, project_id: int, md5: str, version_id: int, chunks: AsyncIterable[bytes]) -> str:
        expected = b64encode(bytes.fromhex(md5)).decode()
        info = await self._blobs.put_stream(
            blob_of(project_id, md5), chunks, limit_bytes=self._upload_bytes, expected_md5=expected
        )
        content = Content(project_id, md5, info.sha256, info.size_bytes, version_id, self._clock())
        await write_again(self._metadata, partial(content_store.put_content, content=content))
        return info.sha256

    async def receive_manifest(self, found: Manifest, chunks: AsyncIterable[bytes]) -> str:
        blob = new_blob()
        expected = found.md5 or None
        await self._blobs.put_stream(blob, chunks, limit_bytes=manifest.MAX_BYTES, expected_md5=expected)
        return blob

    async def require_files(self, project_id: int, files: Sequence[EntryFile]) -> None:
        """Raise InvalidInput unless the bytes of all files are stored."""
        md5s = [file.md5 for file in files if file.md5]
        stored = await self._metadata.read(partial(content_store.find_contents, project_id=project_id, md5s=md5s))
        missing = [file.name for file in files if file.md5 and file.md5 not in stored]
        if missing:
            raise InvalidInput(
                f"{len(missing)} files of the manifest were not uploaded, {missing[0][:200]!r} first: upload them, "
                "then commit"
            )
