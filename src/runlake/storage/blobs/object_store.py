"""Blobs in any object store that obstore knows: S3, GCS, Azure, or memory for tests."""

import asyncio
import logging
from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import Protocol

import obstore
from obstore.exceptions import BaseError
from obstore.store import ObjectStore, from_url

from runlake.errors import NotFound, StoreUnavailable
from runlake.storage.blobs.base import BlobHead, BlobInfo, BlobStream, check_name
from runlake.storage.blobs.transfer import BLOCK_BYTES, Digests, in_blocks

_PART_BYTES = 8 * 1024 * 1024  # S3 takes at most 10,000 parts, none but the last below 5 MiB

logger = logging.getLogger(__name__)


class ObjectStoreBlobs:
    """Blobs in one bucket. The store acknowledges a put when it is durable, and shows it whole or not at all."""

    def __init__(self, store: ObjectStore, *, threads: int = 4) -> None:
        self._store = store
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="blob-digests")

    @classmethod
    def open(cls, url: str) -> "ObjectStoreBlobs":
        """Open `s3://bucket/prefix`, `gs://…`, `az://…` or `memory:///`; credentials come from the environment."""
        return cls(from_url(url))

    async def put_stream(
        self,
        name: str,
        chunks: AsyncIterable[bytes],
        *,
        limit_bytes: int,
        expected_md5: str | None = None,
        with_sha256: bool = True,
    ) -> BlobInfo:
        digests = Digests(with_sha256=with_sha256)
        body = self._digested(in_blocks(chunks, limit_bytes), digests, expected_md5)
        with _store_errors(name):
            # An error raised by `body`, even at its very end, breaks the upload off: nothing becomes visible.
            await obstore.put_async(self._store, check_name(name), body, chunk_size=_PART_BYTES, max_concurrency=4)
        return digests.info(name)

    async def get(self, name: str, first_byte: int = 0, last_byte: int | None = None) -> bytes:
        return b"".join([chunk async for chunk in await self.stream(name, first_byte, last_byte)])

    async def stream(self, name: str, first_byte: int = 0, last_byte: int | None = None) -> BlobStream:
        size_bytes = (await self.head(name)).size_bytes
        end = size_bytes if last_byte is None else min(size_bytes, last_byte + 1)
        if first_byte >= end:  # stores answer an empty range with an error
            return _ObjectStream(name, _nothing())
        with _store_errors(name):
            found = await obstore.get_async(self._store, name, options={"range": (first_byte, end)})
        return _ObjectStream(name, found.stream(min_chunk_size=BLOCK_BYTES))

    async def feed(self, name: str, take: Callable[[bytes], None]) -> int:
        loop = asyncio.get_running_loop()
        size_bytes = 0
        async for block in await self.stream(name):
            await loop.run_in_executor(self._pool, take, block)
            size_bytes += len(block)
        return size_bytes

    async def head(self, name: str) -> BlobHead:
        with _store_errors(name):
            meta = await obstore.head_async(self._store, check_name(name))
        return BlobHead(name, meta["size"], meta["last_modified"])

    async def delete(self, name: str) -> None:
        with suppress(NotFound), _store_errors(name):
            await obstore.delete_async(self._store, check_name(name))

    async def list(self, prefix: str = "") -> AsyncIterator[BlobHead]:
        with _store_errors(prefix):
            async for page in obstore.list(self._store, check_name(prefix) if prefix else None):
                for meta in page:
                    yield BlobHead(meta["path"], meta["size"], meta["last_modified"])

    async def close(self) -> None:
        await asyncio.to_thread(self._pool.shutdown)

    async def _digested(
        self, blocks: AsyncIterable[bytes], digests: Digests, expected_md5: str | None
    ) -> AsyncIterator[bytes]:
        loop = asyncio.get_running_loop()
        async for block in blocks:
            await loop.run_in_executor(self._pool, digests.update, block)
            yield block
        digests.check_md5(expected_md5)


class _Chunks(Protocol):
    def __anext__(self) -> Awaitable[bytes]: ...


class _ObjectStream:
    """A blob being read, with the store's errors as ours."""

    def __init__(self, name: str, chunks: _Chunks) -> None:
        self._name, self._chunks = name, chunks

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self

    async def __anext__(self) -> bytes:
        with _store_errors(self._name):
            return await self._chunks.__anext__()

    async def aclose(self) -> None:
        """The connection goes back when the stream is collected: obstore has no call for it."""


async def _nothing() -> AsyncIterator[bytes]:
    return
    yield b""  # makes this a generator


@contextmanager
def _store_errors(name: str) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:  # obstore raises the built-in for a missing object
        raise NotFound(f"blob {name} is not in the store") from error
    except BaseError as error:
        logger.error("blob store failed", extra={"blob": name, "reason": str(error).partition("\n")[0]})
        raise StoreUnavailable(f"the blob store did not answer for {name}: try again later") from error
