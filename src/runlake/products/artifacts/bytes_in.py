"""Bytes of artifacts on their way in: addressed by their MD5, stored once in a project, found by their XXH128 too."""

from base64 import b64encode
from collections.abc import AsyncIterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from uuid import uuid4

from runlake.errors import InvalidInput
from runlake.model.clock import Clock
from runlake.model.signed_paths import SignedPaths
from runlake.products.artifacts import manifest
from runlake.products.artifacts.again import write_again
from runlake.products.artifacts.documents import new_blob
from runlake.products.artifacts.parts_in import PartsIn
from runlake.products.artifacts.records import Content, EntryFile, FileSlot, FileWanted, Manifest, Version
from runlake.products.artifacts.store import contents as content_store
from runlake.settings import ArtifactSettings
from runlake.storage.blobs import Blobs
from runlake.storage.metadata import Metadata

FOLDER = "/storage/artifacts"
# The folder of files in addresses. Clients' own tests tell files from manifests by its last word.
FILES = f"{FOLDER}/wandb_artifacts"


CONTENTS = "artifacts/contents"


def _new_blob(project_id: int, md5: str) -> str:
    """A name for bytes that are about to be stored; never the same twice."""
    return f"{CONTENTS}/{project_id}/{md5[:2]}/{md5}-{uuid4().hex[:12]}"


def last_part(name: str) -> str:
    """What a file is called in addresses."""
    return name.rpartition("/")[2] or "file"


class BytesIn:
    """Takes uploads. A file's bytes are checked against the MD5 that is part of its address."""

    def __init__(
        self,
        metadata: Metadata,
        blobs: Blobs,
        paths: SignedPaths,
        clock: Clock,
        settings: ArtifactSettings,
        *,
        upload_bytes: int,
    ) -> None:
        self._metadata = metadata
        self._blobs = blobs
        self._paths = paths
        self._clock = clock
        self._settings = settings
        self._upload_bytes = upload_bytes
        self.parts = PartsIn(metadata, blobs, paths, clock, settings, upload_bytes=upload_bytes)

    async def open_files(self, version: Version, wanted: Sequence[FileWanted]) -> list[FileSlot]:
        stored = await self._count_on(version.project_id, [file.md5 for file in wanted])
        slots = [self._slot(version, file, stored.get(file.md5)) for file in wanted]
        return [await self._with_parts(version, slot) for slot in slots]

    async def _with_parts(self, version: Version, slot: FileSlot) -> FileSlot:
        if slot.upload_path is None or not slot.wanted.part_md5s:
            return slot
        return replace(slot, parts=await self.parts.open(version, slot.wanted))

    def _slot(self, version: Version, file: FileWanted, stored: Content | None) -> FileSlot:
        # What is to be found by another digest must come once more when we never took that of its bytes.
        if stored is not None and file.xxh128 in (None, stored.xxh128):
            return FileSlot(file, stored.birth_version_id, None)
        place = f"{FILES}/{version.project_id}/{version.version_id}/{file.md5}/{last_part(file.name)}"
        return FileSlot(file, version.version_id, self._paths.sign("PUT", place))

    async def receive_file(self, project_id: int, md5: str, version_id: int, chunks: AsyncIterable[bytes]) -> None:
        expected = b64encode(bytes.fromhex(md5)).decode()
        blob = _new_blob(project_id, md5)
        info = await self._blobs.put_stream(
            blob, chunks, limit_bytes=self._upload_bytes, expected_md5=expected, with_sha256=False
        )
        now = self._clock()
        content = Content(project_id, md5, "", info.size_bytes, version_id, now, blob, now, xxh128=info.xxh128)
        kept = await write_again(self._metadata, partial(content_store.put_content, content=content))
        if kept.blob != blob:  # somebody else brought the same bytes meanwhile
            await self._blobs.delete(blob)

    async def _count_on(self, project_id: int, digests: Sequence[str]) -> dict[str, Content]:
        """Those of the bytes, by hex digest, that are there, and will be for most of the time that unused bytes are kept."""
        find = partial(content_store.find_contents, project_id=project_id, digests=digests)
        stored = await self._metadata.read(find)
        now = self._clock()
        stale_at = now - self._settings.use_noted_for
        stale = [digest for digest, content in stored.items() if content.used_at < stale_at]
        if stale:
            note = partial(content_store.note_use, project_id=project_id, digests=stale, now=now)
            left = await self._metadata.write(note)
            gone = set(stale) - left
            stored = {digest: content for digest, content in stored.items() if digest not in gone}
        return stored

    async def receive_manifest(self, found: Manifest, chunks: AsyncIterable[bytes]) -> str:
        blob = new_blob()
        expected = found.md5 or None
        await self._blobs.put_stream(blob, chunks, limit_bytes=manifest.MAX_BYTES, expected_md5=expected)
        return blob

    async def require_files(self, project_id: int, files: Sequence[EntryFile]) -> datetime:
        """Raise InvalidInput unless the bytes of all files are stored; returns until when they are sure to be."""
        own = [file for file in files if file.hex_digest]
        stored = await self._count_on(project_id, [file.hex_digest for file in own])
        missing = [file.name for file in own if file.hex_digest not in stored]
        if missing:
            raise InvalidInput(
                f"{len(missing)} files of the manifest were not uploaded, {missing[0][:200]!r} first: upload them, "
                "then commit"
            )
        return self._clock() + timedelta(hours=self._settings.unused_kept_h / 2)
