"""The MD5 of a file whose parts arrive in any order, taken from its beginning as far as it is there."""

import asyncio
from collections import OrderedDict

from runlake.errors import NotFound
from runlake.products.artifacts.parts import Upload, part_blob
from runlake.storage.blobs import Blobs, Digests

_MOST_KEPT = 64


class PrefixMd5:
    """Reads each part once, in order; what came last decides when the whole is known."""

    def __init__(self, blobs: Blobs, upload: Upload) -> None:
        self._blobs = blobs
        self._upload = upload
        self._digests = Digests(with_sha256=False)
        self._turn = asyncio.Lock()
        self.sizes: list[int] = []  # of the parts that were read, in bytes

    @property
    def is_whole(self) -> bool:
        return len(self.sizes) == len(self._upload.part_md5s)

    @property
    def is_busy(self) -> bool:
        """Somebody reads already, and will come to what has just arrived."""
        return self._turn.locked()

    @property
    def md5(self) -> str:
        """Base64, of what was read."""
        return self._digests.info(self._upload.blob).md5

    @property
    def xxh128(self) -> str:
        """Hex, of what was read."""
        return self._digests.info(self._upload.blob).xxh128

    async def advance(self) -> None:
        """Read on, to the first part that is missing."""
        async with self._turn:
            while not self.is_whole:
                digests = self._digests.copy()  # what breaks off in the middle of a part must not count
                try:
                    size_bytes = await self._blobs.feed(self._next_blob(), digests.update)
                except NotFound:
                    return
                self._digests = digests
                self.sizes.append(size_bytes)

    def _next_blob(self) -> str:
        return part_blob(self._upload.blob, len(self.sizes) + 1)


class Prefixes:
    """Those of the uploads that were last heard of. What is dropped, or lost in a crash, is read again."""

    def __init__(self, blobs: Blobs) -> None:
        self._blobs = blobs
        self._kept: OrderedDict[str, PrefixMd5] = OrderedDict()

    def of(self, upload: Upload) -> PrefixMd5:
        """The digest of an upload, as far as it is known."""
        found = self._kept.setdefault(upload.token, PrefixMd5(self._blobs, upload))
        self._kept.move_to_end(upload.token)
        if len(self._kept) > _MOST_KEPT:
            self._kept.popitem(last=False)
        return found

    def drop(self, upload: Upload) -> None:
        """It is complete, or given up."""
        self._kept.pop(upload.token, None)
