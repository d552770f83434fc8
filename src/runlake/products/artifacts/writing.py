"""Logging a version: announce it, upload its files and manifest, commit."""

import asyncio
from collections.abc import AsyncIterable, Sequence
from functools import partial
from typing import Any

from sqlalchemy import Connection

from runlake.errors import Conflict, InvalidInput, NotFound, Overloaded
from runlake.model import Principal, Project
from runlake.model.clock import Clock
from runlake.model.texts import check_texts
from runlake.products.artifacts import changes, manifest
from runlake.products.artifacts.again import write_again
from runlake.products.artifacts.bytes_in import BytesIn
from runlake.products.artifacts.documents import Documents
from runlake.products.artifacts.records import (
    FileSlot,
    FileWanted,
    Manifest,
    ManifestKind,
    NewVersion,
    Version,
    VersionState,
)
from runlake.products.artifacts.store import contents as content_store
from runlake.products.artifacts.store import versions as version_store
from runlake.products.artifacts.telling import Telling
from runlake.storage.metadata import Metadata, Recorder


class Writing:
    """The way of a version into the store. Callers have checked the right to write to the project."""

    def __init__(
        self, metadata: Metadata, documents: Documents, bytes_in: BytesIn, clock: Clock, record: Recorder
    ) -> None:
        self._metadata = metadata
        self._telling = Telling(record)
        self._documents = documents
        self._bytes_in = bytes_in
        self.parts = bytes_in.parts
        self._clock = clock

    async def create(self, principal: Principal, project: Project, new: NewVersion) -> Version:
        """Announce a version. Committed already when its sequence ends with the same content; else pending.

        A retry, and other writers of the same distributed version, get the same one. Raises InvalidInput; Conflict
        when the name belongs to a collection of another type.
        """
        changes.check_new(new)
        work = partial(
            changes.create_version,
            principal=principal,
            project=project,
            new=new,
            now=self._clock(),
            telling=self._telling,
        )
        return await write_again(self._metadata, work)

    async def open_files(self, version: Version, wanted: Sequence[FileWanted]) -> list[FileSlot]:
        """Where to upload each file, in the order given; nowhere when the project has the bytes already."""
        return await self._bytes_in.open_files(version, wanted)

    async def receive_file(self, project_id: int, md5: str, version_id: int, chunks: AsyncIterable[bytes]) -> None:
        """Store the bytes of one file; durable on return. Raises InvalidInput."""
        await self._bytes_in.receive_file(project_id, md5, version_id, chunks)

    async def open_manifest(
        self, version: Version, name: str, kind: ManifestKind, md5: str, base: Version | None
    ) -> Manifest:
        """A place for a manifest of a pending version. `md5` is base64 of its bytes, "" when not known yet."""
        check_texts({"name": name, "digest": md5})
        base_id = None if base is None else base.version_id
        work = partial(
            content_store.put_manifest,
            version_id=version.version_id,
            name=name,
            kind=kind,
            md5=md5,
            base_version_id=base_id,
        )
        return await self._metadata.write(work)

    async def update_manifest(self, found: Manifest, md5: str | None, base: Version | None) -> Manifest:
        """Say what a manifest's bytes will be."""
        check_texts({"digest": md5})
        values: dict[str, object] = {} if md5 is None else {"md5": md5}
        if base is not None:
            values["base_version_id"] = base.version_id
        if not values:
            return found
        return await self._metadata.write(
            partial(content_store.update_manifest, manifest_id=found.manifest_id, values=values)
        )

    async def find_manifest(self, manifest_id: int) -> Manifest | None:
        """The manifest of that id."""
        return await self._metadata.read(partial(content_store.find_manifest, manifest_id=manifest_id))

    async def receive_manifest(self, manifest_id: int, chunks: AsyncIterable[bytes]) -> None:
        """Store a manifest; durable on return. Raises NotFound, InvalidInput when its bytes are not those announced."""
        found = await self.find_manifest(manifest_id)
        if found is None:
            raise NotFound("the manifest of this address does not exist any more")
        await self._require_pending(found.version_id)
        blob = await self._bytes_in.receive_manifest(found, chunks)
        await self._metadata.write(
            partial(content_store.update_manifest, manifest_id=manifest_id, values={"blob": blob})
        )

    async def commit(self, version: Version) -> Version:
        """Make a version visible, with the next number of its sequence, and move its aliases. May be repeated.

        Digest, size and number of files are computed from what was uploaded. Raises InvalidInput when the manifest
        or a file's bytes are missing.
        """
        if version.state is VersionState.COMMITTED:
            return version
        if version.state is VersionState.DELETED:
            raise NotFound("the artifact version was deleted")
        document, blob = await self._whole_manifest(version)
        files = await asyncio.to_thread(manifest.files_of, document)
        sure_until = await self._bytes_in.require_files(version.project_id, files)
        totals = await asyncio.to_thread(manifest.totals, document, version.digest_algorithm)
        blob = blob or await self._documents.write(document)
        whole_blob = blob

        def work(connection: Connection) -> Version:
            now = self._clock()
            if now > sure_until:  # a machine that slept: unused bytes may have been removed meanwhile
                raise Overloaded("the commit took too long: commit again")
            return changes.commit_version(connection, version.version_id, totals, whole_blob, now, self._telling)

        await self._documents.remember(blob, document)
        try:
            return await self._metadata.write(work)
        except Conflict:  # with another commit, of this version or of another one with the same aliases
            current = await self._metadata.read(partial(version_store.find_version, version_id=version.version_id))
            if current is not None and current.state is VersionState.COMMITTED:
                return current
            return await self._metadata.write(work)

    async def _whole_manifest(self, version: Version) -> tuple[dict[str, Any], str | None]:
        """The manifest that a commit makes valid, and its blob when it was uploaded as it is."""
        listed = await self._metadata.read(partial(content_store.list_manifests, version_id=version.version_id))
        uploaded = [(found, found.blob) for found in listed if found.blob is not None]
        if not uploaded:
            raise InvalidInput("no manifest was uploaded for this artifact version: upload one, then commit")
        last, last_blob = uploaded[-1]
        if last.kind is ManifestKind.FULL:
            return await self._documents.read(last_blob), last_blob
        documents = [await self._documents.read(blob) for found, blob in uploaded if found.kind is last.kind]
        if last.kind is ManifestKind.INCREMENTAL and last.base_version_id is not None:
            documents.insert(0, await self._base_document(version, last.base_version_id))
        return await asyncio.to_thread(manifest.merged, documents), None

    async def _base_document(self, version: Version, base_version_id: int) -> dict[str, Any]:
        base = await self._metadata.read(partial(version_store.find_version, version_id=base_version_id))
        if base is None or base.manifest_blob is None or base.project_id != version.project_id:
            raise InvalidInput("the base version of this incremental artifact is not a committed one of its project")
        return await self._documents.read(base.manifest_blob)

    async def _require_pending(self, version_id: int) -> None:
        def work(connection: Connection) -> Version | None:
            return version_store.find_version(connection, version_id)

        version = await self._metadata.read(work)
        if version is None or version.state is not VersionState.PENDING:
            raise InvalidInput("the artifact version is committed or deleted: its manifest does not change any more")
