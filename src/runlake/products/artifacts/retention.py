"""Deleting what has had its time, and the bytes that no version refers to any more.

What a writer counts on is safe without a lock. Whoever is told that bytes are there already, and whoever commits a version
with them, notes that on the bytes first (`used_at`); a version that is committed was checked a short while after that. Bytes are
forgotten only when nobody noted anything for the time that unused bytes are kept, and when no manifest names them that is
committed, or uploaded for a pending version. Their row goes first and their blob after it: what a crash leaves
behind is a blob without a row, which the sweep finds. Blob names are never used twice, so that a late deletion
cannot meet a new upload of the same bytes.
"""

import logging
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import Connection

from runlake.errors import CorruptData, InvalidInput, NotFound
from runlake.model.clock import Clock
from runlake.products.artifacts import changes, parts
from runlake.products.artifacts.bytes_in import CONTENTS
from runlake.products.artifacts.documents import MANIFESTS, Documents
from runlake.products.artifacts.records import Content, Version
from runlake.products.artifacts.store import contents as content_store
from runlake.products.artifacts.store import retention as store
from runlake.products.artifacts.store import uploads
from runlake.products.artifacts.store.batches import in_batches
from runlake.settings import ArtifactSettings
from runlake.storage.blobs import Blobs
from runlake.storage.metadata import Metadata, Work

_SWEEP_BATCH = 500

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Collected:
    """What a round did away with."""

    versions: int = 0
    contents: int = 0
    blobs: int = 0


class _Names:
    """The digests that manifests name some bytes by, of either kind."""

    def __init__(self, contents: Iterable[Content]) -> None:
        self._md5s = {digest: content.md5 for content in contents for digest in (content.xxh128, content.md5)}

    def md5s(self, digests: set[str]) -> set[str]:
        """The MD5s of those of the bytes that are named by these digests."""
        return {self._md5s[digest] for digest in digests & self._md5s.keys()}


class Retention:
    """Runs beside the requests, in rounds; a round that is broken off is done again by the next one."""

    def __init__(
        self, metadata: Metadata, blobs: Blobs, documents: Documents, clock: Clock, settings: ArtifactSettings
    ) -> None:
        self._metadata = metadata
        self._blobs = blobs
        self._documents = documents
        self._clock = clock
        self._settings = settings

    async def round(self, deleted_projects: Sequence[int] = ()) -> Collected:
        """Delete what is due, then the bytes that are left over. Raises StoreError."""
        versions = await self.expire(deleted_projects)
        contents = await self.collect()
        found = Collected(versions, contents, await self.sweep())
        if found != Collected():
            _log.info("artifacts collected", extra={"versions": versions, "contents": contents, "blobs": found.blobs})
        return found

    async def expire(self, deleted_projects: Sequence[int] = ()) -> int:
        """Delete versions whose time to live is over, that were never committed, or whose project is gone."""
        abandoned = self._clock() - timedelta(days=self._settings.pending_kept_days)
        count = await self._delete_all(partial(store.list_expired, now=self._clock()))
        count += await self._delete_all(partial(store.list_abandoned, before=abandoned))
        if deleted_projects:
            count += await self._delete_all(partial(store.list_of_projects, project_ids=deleted_projects))
        return count

    async def _delete_all(self, find: Work[list[Version]]) -> int:
        now = self._clock()

        def work(connection: Connection) -> int:
            due = find(connection)
            for version in due:
                changes.delete_version(connection, version, now)
            return len(due)

        count = 0
        while done := await self._metadata.write(work):
            count += done
        return count

    async def collect(self) -> int:
        """Forget and remove the bytes that only deleted versions had; returns how many files that were."""
        before = self._unused_before()
        await self._metadata.write(store.complete_contents)
        count = 0
        for project_id in await self._metadata.read(partial(store.list_projects_to_collect, before=before)):
            find = partial(store.list_uncollected, project_id=project_id, before=before)
            while dead := await self._metadata.read(find):
                count += await self._collect(project_id, dead, before)
        return count

    async def _collect(self, project_id: int, dead: Sequence[Version], before: datetime) -> int:
        """`before` was taken ahead of the look at the live manifests: who commits from then on has noted it later."""
        named = await self._candidates(dead)
        find = partial(content_store.find_contents, project_id=project_id, digests=sorted(named))
        names = _Names((await self._metadata.read(find)).values())
        candidates = names.md5s(named)
        await self._spare_live(project_id, candidates, names)
        count = 0
        for some in in_batches(sorted(candidates)):
            work = partial(store.delete_unused, project_id=project_id, md5s=some, before=before)
            for blobs in await self._metadata.write(work):
                for blob in blobs:
                    await self._blobs.delete(blob)
                count += 1
        ids = [version.version_id for version in dead]
        await self._metadata.write(partial(store.mark_collected, version_ids=ids, now=self._clock()))
        return count

    async def _spare_live(self, project_id: int, candidates: set[str], names: "_Names") -> None:
        """Take out what a manifest names that counts."""
        pending = await self._metadata.read(partial(store.list_pending_manifests, project_id=project_id))
        for blob in pending:
            with suppress(InvalidInput):  # what is no manifest will not be committed
                candidates -= names.md5s(await self._documents.digests(blob))
        committed = await self._metadata.read(partial(store.list_committed_manifests, project_id=project_id))
        for blob in committed:
            if not candidates:
                return
            try:
                candidates -= names.md5s(await self._documents.digests(blob))
            except (InvalidInput, NotFound) as error:  # it must not look as if it named nothing
                raise CorruptData(f"the manifest {blob} of a committed version cannot be read: {error}") from error

    async def _candidates(self, dead: Sequence[Version]) -> set[str]:
        ids = [version.version_id for version in dead]
        found = set(await self._metadata.read(partial(store.list_born, version_ids=ids)))
        for version in dead:
            if version.manifest_blob is not None:
                try:
                    found |= await self._documents.digests(version.manifest_blob)
                except NotFound:  # a sweep took it after an earlier round was broken off
                    continue
        return found

    async def sweep(self) -> int:
        """Remove blobs that no row names: of crashed or abandoned uploads, of rounds, and manifests of collected versions."""
        before = self._unused_before()
        await self._metadata.write(partial(uploads.delete_unused, before=before))
        await self._metadata.write(store.complete_contents)
        count = 0
        batch: list[str] = []
        for folder in (CONTENTS, MANIFESTS, parts.FOLDER):
            async for head in self._blobs.list(folder):
                if head.stored_at < before:
                    batch.append(head.name)
                if len(batch) == _SWEEP_BATCH:
                    count += await self._sweep(batch)
                    batch = []
        return count + await self._sweep(batch)

    async def _sweep(self, names: Sequence[str]) -> int:
        rows = [parts.row_blob(name) for name in names]
        known = await self._metadata.read(partial(store.known_blobs, blobs=rows))
        left = [name for name, row in zip(names, rows, strict=True) if row not in known]
        for name in left:
            await self._blobs.delete(name)
        return len(left)

    def _unused_before(self) -> datetime:
        return self._clock() - timedelta(hours=self._settings.unused_kept_h)
