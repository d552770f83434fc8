"""Versions that somebody is uploading, or has left half way, and how far they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from runlake.products.artifacts.parts import Upload
from runlake.products.artifacts.records import Version
from runlake.products.artifacts.store import uploads as store
from runlake.storage.blobs import Blobs
from runlake.storage.metadata import Metadata

_MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class PendingVersion:
    """A version that is not committed: the files that it brought, and the parts of files that are still coming.

    How many there will be is not known: the list of files comes last. `heard_at` is when bytes came last.
    """

    version: Version
    file_count: int
    size_bytes: int
    part_count: int
    parts_expected: int
    heard_at: datetime


class Uploading:
    """Looks at what is on its way in."""

    def __init__(self, metadata: Metadata, blobs: Blobs) -> None:
        self._metadata = metadata
        self._blobs = blobs

    async def list(self, collection_id: int) -> list[PendingVersion]:
        """The versions of a sequence that are not committed, the newest first; the latest 20."""
        find = partial(store.list_pending, collection_id=collection_id, most=_MOST_SHOWN)
        return [await self._with_parts(*found) for found in await self._metadata.read(find)]

    async def _with_parts(self, version: Version, arrived: store.Arrived, coming: Sequence[Upload]) -> PendingVersion:
        heads = [head for upload in coming async for head in self._blobs.list(upload.blob)]
        times = [version.created_at, *(head.stored_at for head in heads)]
        return PendingVersion(
            version,
            arrived.file_count,
            arrived.size_bytes + sum(head.size_bytes for head in heads),
            len(heads),
            sum(len(upload.part_md5s) for upload in coming),
            max(times if arrived.last_at is None else [*times, arrived.last_at]),
        )
