"""How bytes travel into a store: in blocks of even size, counted, limited and digested."""

import hashlib
from base64 import b64encode
from collections.abc import AsyncIterable, AsyncIterator

import xxhash

from runlake.errors import InvalidInput, LimitExceeded
from runlake.storage.blobs.base import BlobInfo

# One thread hop per block: large enough that hashing dominates, small enough that hundreds of uploads fit in memory.
BLOCK_BYTES = 256 * 1024


class Digests:
    """MD5, XXH128 (some 20 times as fast), and SHA-256 if wanted, of all that passed through `update`. Not thread-safe; may move between threads."""

    def __init__(self, *, with_sha256: bool = True) -> None:
        self._md5 = hashlib.md5(usedforsecurity=False)
        self._xxh128 = xxhash.xxh128()
        self._sha256 = hashlib.sha256() if with_sha256 else None
        self.size_bytes = 0

    def update(self, block: bytes) -> None:
        self._md5.update(block)
        self._xxh128.update(block)
        if self._sha256 is not None:
            self._sha256.update(block)
        self.size_bytes += len(block)

    def copy(self) -> "Digests":
        """The same so far; both go on on their own."""
        copied = Digests(with_sha256=False)
        copied._md5 = self._md5.copy()
        copied._xxh128 = self._xxh128.copy()
        copied._sha256 = None if self._sha256 is None else self._sha256.copy()
        copied.size_bytes = self.size_bytes
        return copied

    def info(self, name: str) -> BlobInfo:
        sha256 = "" if self._sha256 is None else self._sha256.hexdigest()
        md5 = b64encode(self._md5.digest()).decode()
        return BlobInfo(name, self.size_bytes, md5, sha256, self._xxh128.hexdigest())

    def check_md5(self, expected_md5: str | None) -> None:
        """Raise InvalidInput when the bytes are not those that the sender promised."""
        found = b64encode(self._md5.digest()).decode()
        if expected_md5 is not None and expected_md5.strip() != found:
            raise InvalidInput(
                f"Content-MD5 is {expected_md5[:64]!r} but the {self.size_bytes} bytes received have {found!r}: "
                "they were damaged on the way, send them again"
            )


async def in_blocks(chunks: AsyncIterable[bytes], limit_bytes: int) -> AsyncIterator[bytes]:
    """Join small chunks to blocks of BLOCK_BYTES or more; the last may be smaller, an empty body gives none.

    Raises LimitExceeded as soon as more than `limit_bytes` have arrived.
    """
    waiting: list[bytes] = []
    waiting_bytes = total_bytes = 0
    async for chunk in chunks:
        total_bytes += len(chunk)
        if total_bytes > limit_bytes:
            raise LimitExceeded(f"the upload is larger than {limit_bytes} bytes (setting limits.upload_bytes)")
        waiting.append(chunk)
        waiting_bytes += len(chunk)
        if waiting_bytes >= BLOCK_BYTES:
            yield b"".join(waiting)
            waiting, waiting_bytes = [], 0
    if waiting_bytes:
        yield b"".join(waiting)
