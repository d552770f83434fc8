"""The files of runs: bytes in the blob store, one metadata row for each name."""

import asyncio
import logging
from collections.abc import AsyncIterable, Coroutine, Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import uuid4

from runlake.errors import InvalidInput, NotFound, Overloaded, RunlakeError, StorageFull
from runlake.live import LiveBus
from runlake.model import Run
from runlake.model.clock import Clock
from runlake.model.signed_paths import Method, SignedPaths
from runlake.products.files import store
from runlake.products.files.file import FilePage, FileQuery, RunFile
from runlake.products.files.names import check_file_name, is_file_name, mimetype_of
from runlake.storage.blobs import BlobInfo, Blobs, BlobStream
from runlake.storage.metadata import Metadata, to_micros

_BLOB_FOLDER = "files"
_SWEEP_BATCH = 500
_ORPHAN_AGE = timedelta(days=1)
_FIRST_SWEEP_S = 600.0

logger = logging.getLogger(__name__)


def files_topic(run_number: int) -> str:
    """The bus topic of a run's files; its events carry a `RunFile`."""
    return f"run:{run_number}:files"


class Files:
    """Upload, list, read and delete the files of runs. Callers have checked the caller's rights on the project."""

    def __init__(
        self,
        metadata: Metadata,
        blobs: Blobs,
        signing_key: bytes,
        clock: Clock,
        bus: LiveBus,
        *,
        upload_bytes: int,
    ) -> None:
        """`signing_key` is the secret behind addresses; `upload_bytes` is the largest file taken."""
        self._metadata = metadata
        self._blobs = blobs
        self._paths = SignedPaths(signing_key, clock)
        self._clock = clock
        self._bus = bus
        self._upload_bytes = upload_bytes
        self._last_version = 0
        self._version_lock = asyncio.Lock()  # lets waiters in by their order

    async def open_upload(self, run: Run, name: str) -> str:
        """A path (to be put behind the server's address) that takes one `PUT` of this file, for 24 hours.

        Raises InvalidInput for a name that is not allowed.
        """
        return self._paths.sign("PUT", _path(run, name))

    async def open_download(self, run: Run, name: str) -> str:
        """A path that answers `GET` and `HEAD` of this file, for 24 hours; the file need not exist yet."""
        return self._paths.sign("GET", _path(run, name))

    def check_signature(self, method: Method, path: str, *, expires: str, signature: str) -> None:
        """Raise PermissionDenied unless the path was made by `open_upload` or `open_download` and is still valid."""
        self._paths.check(method, path, expires=expires, signature=signature)

    async def receive(
        self, run: Run, name: str, chunks: AsyncIterable[bytes], *, expected_md5: str | None = None
    ) -> RunFile:
        """Store one upload; durable and readable on return. Of several of one name, the one begun last stays.

        Raises InvalidInput (name, Content-MD5), LimitExceeded, StorageFull, StoreUnavailable; then nothing is stored
        and an earlier file of that name is as it was.
        """
        check_file_name(name)
        version = await self._next_version()
        blob = f"{_BLOB_FOLDER}/{(suffix := uuid4().hex)[:2]}/{suffix}"
        info = await self._blobs.put_stream(blob, chunks, limit_bytes=self._upload_bytes, expected_md5=expected_md5)
        outcome = await self._put(self._row(run, name, info, version))
        if outcome.unused_blob is not None:
            await self._blobs.delete(outcome.unused_blob)
        self._bus.publish(files_topic(run.run_number), "file", outcome.file)
        return outcome.file

    async def find(self, run_number: int, name: str) -> RunFile | None:
        """The file of that name; None when there is none."""
        if not is_file_name(name):
            return None
        return await self._metadata.read(partial(store.find_file, run_number=run_number, name=name))

    async def get(self, run_number: int, name: str) -> RunFile:
        """The file of that name. Raises NotFound."""
        file = await self.find(run_number, name)
        if file is None:
            raise NotFound(f"the run has no file {name[:200]!r}")
        return file

    async def find_named(self, run_number: int, names: Sequence[str]) -> dict[str, RunFile]:
        """Those of `names` that exist, by name."""
        possible = [name for name in names if is_file_name(name)]
        return await self._metadata.read(partial(store.find_named, run_number=run_number, names=possible))

    async def find_by_ids(self, file_ids: Sequence[int]) -> list[RunFile]:
        """Those of the files that exist, of any project: check the caller's rights on each."""
        return await self._metadata.read(partial(store.find_by_ids, file_ids=file_ids))

    async def list(self, run_number: int, query: FileQuery) -> FilePage:
        """One page of a run's files. Raises InvalidInput for a cursor or pattern that cannot be."""
        if len(query.names) > store.MAX_PAGE:
            raise InvalidInput(f"{len(query.names)} names in one list: ask for at most {store.MAX_PAGE}")
        if query.names:
            possible = tuple(name for name in query.names if is_file_name(name))
            if not possible:
                return FilePage([], 0, None)
            query = replace(query, names=possible)
        return await self._metadata.read(partial(store.list_files, run_number=run_number, query=query))

    async def count(self, run_number: int) -> int:
        """How many files a run has."""
        return (await self.counts([run_number])).get(run_number, 0)

    async def counts(self, run_numbers: Sequence[int]) -> dict[int, int]:
        """How many files each run has; runs without files are left out."""
        return await self._metadata.read(partial(store.count_files, run_numbers=run_numbers))

    async def stored_bytes(self, project_ids: Sequence[int]) -> int:
        """How many bytes the files of these projects have together."""
        return await self._metadata.read(partial(store.sum_bytes, project_ids=project_ids))

    async def read(self, file: RunFile, first_byte: int = 0, last_byte: int | None = None) -> BlobStream:
        """Open the bytes `first_byte` … `last_byte`, inclusive. Raises NotFound when the file was replaced meanwhile."""
        return await self._blobs.stream(file.blob, first_byte, last_byte)

    async def delete(self, project_id: int, file_ids: Sequence[int]) -> int:
        """Delete those of the files that are in the project; returns how many there were."""
        deleted = await self._metadata.write(partial(store.delete_files, project_id=project_id, file_ids=file_ids))
        await self._delete_blobs(file.blob for file in deleted)
        return len(deleted)

    async def delete_of_run(self, run_number: int) -> int:
        """Delete all files of a run; returns how many there were."""
        deleted = await self._metadata.write(partial(store.delete_files_of_run, run_number=run_number))
        await self._delete_blobs(file.blob for file in deleted)
        return len(deleted)

    async def remove_orphans(self, *, older_than: timedelta = _ORPHAN_AGE) -> int:
        """Delete blobs that no file points at, as a crash between two steps leaves them; returns how many.

        Younger blobs are left alone: their row may be on its way.
        """
        before = self._clock() - older_than
        batch: list[str] = []
        removed = 0
        async for head in self._blobs.list(_BLOB_FOLDER):
            if head.stored_at < before:
                batch.append(head.name)
            if len(batch) == _SWEEP_BATCH:
                removed += await self._remove_unused(batch)
                batch = []
        return removed + await self._remove_unused(batch)

    def tasks(self) -> Sequence[Coroutine[Any, Any, None]]:
        """What runs beside the requests: a daily `remove_orphans`."""
        return [self._remove_orphans_daily()]

    async def _remove_orphans_daily(self) -> None:
        await asyncio.sleep(_FIRST_SWEEP_S)  # a start has better things to do
        while True:
            try:
                removed = await self.remove_orphans()
                logger.info("orphaned blobs removed", extra={"blobs": removed})
            except RunlakeError as error:
                logger.warning("orphaned blobs not removed", extra={"reason": error.message})
            await asyncio.sleep(_ORPHAN_AGE.total_seconds())

    async def _next_version(self) -> int:
        """Greater than every version given out before, even when the clock has been set back. In order of calls."""
        async with self._version_lock:
            if not self._last_version:
                self._last_version = await self._metadata.read(store.find_last_version)
            self._last_version = max(to_micros(self._clock()), self._last_version + 1)
            return self._last_version

    async def _put(self, file: RunFile) -> store.PutOutcome:
        try:
            return await self._metadata.write(partial(store.put_file, file=file))
        except (StorageFull, Overloaded):
            # Surely not stored. After any other error it may have been: the blob stays, for `remove_orphans` to judge.
            await self._blobs.delete(file.blob)
            raise

    def _row(self, run: Run, name: str, info: BlobInfo, version: int) -> RunFile:
        return RunFile(
            file_id=0,
            project_id=run.project_id,
            run_number=run.run_number,
            name=name,
            size_bytes=info.size_bytes,
            md5=info.md5,
            sha256=info.sha256,
            mimetype=mimetype_of(name),
            blob=info.name,
            version=version,
            updated_at=self._clock(),
        )

    async def _remove_unused(self, blobs: Sequence[str]) -> int:
        used = await self._metadata.read(partial(store.find_used_blobs, blobs=blobs))
        unused = [blob for blob in blobs if blob not in used]
        await self._delete_blobs(unused)
        return len(unused)

    async def _delete_blobs(self, blobs: Iterable[str]) -> None:
        for blob in blobs:
            await self._blobs.delete(blob)


def _path(run: Run, name: str) -> str:
    return f"/storage/runs/{run.run_number}/{check_file_name(name)}"
