"""Blobs in a local folder, on plain operating-system calls.

obstore's LocalStore does not sync what it writes, and an acknowledged blob must survive a power cut: here a put is
write to a temporary file, sync it, rename, sync the folder.
"""

import asyncio
import os
import threading
from collections.abc import AsyncIterable, AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, ParamSpec, TypeVar
from uuid import uuid4

from runlake.errors import StoreUnavailable
from runlake.storage.blobs import files
from runlake.storage.blobs.base import BlobHead, BlobInfo, BlobStream, check_name
from runlake.storage.blobs.transfer import BLOCK_BYTES, Digests, in_blocks

_INCOMING = ".incoming"  # no blob name can start with a dot
_LIST_PAGE = 1000

P = ParamSpec("P")
T = TypeVar("T")


class LocalBlobs:
    """One folder, owned by one server process. File work runs in `threads` threads of its own."""

    def __init__(self, folder: Path, *, threads: int = 8) -> None:
        """Open or create the folder; removes what an earlier process left half-written."""
        self._folder = folder.absolute()
        self._incoming = self._folder / _INCOMING
        self._folders = files.Folders()
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="blobs")
        with files.store_errors(str(folder)):
            self._folders.make(self._incoming)
            for leftover in self._incoming.iterdir():
                leftover.unlink()

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
        put = _Put(name, self._incoming / uuid4().hex, self._path(name), self._folders, digests)
        held = b""
        try:
            async for block in in_blocks(chunks, limit_bytes):
                if held:
                    await self._in_pool(put.write, held)
                held = block
            # The last block is written, synced and renamed in one hop, which is all that a small blob takes.
            return await self._in_pool(put.finish, held, expected_md5)
        except BaseException:
            await self._clean_up(put.discard)
            raise

    async def get(self, name: str, first_byte: int = 0, last_byte: int | None = None) -> bytes:
        return b"".join([chunk async for chunk in await self.stream(name, first_byte, last_byte)])

    async def stream(self, name: str, first_byte: int = 0, last_byte: int | None = None) -> BlobStream:
        wanted = None if last_byte is None else max(0, last_byte - first_byte + 1)
        read = _Read(name, self._path(name), first_byte, wanted)
        return _LocalStream(self, read, await self._in_pool(read.next_block))

    async def feed(self, name: str, take: Callable[[bytes], None]) -> int:
        return await self._in_pool(files.feed, self._path(name), name, take)

    async def head(self, name: str) -> BlobHead:
        return await self._in_pool(files.head, self._path(name), name)

    async def delete(self, name: str) -> None:
        await self._in_pool(files.delete, self._path(name), name)

    async def list(self, prefix: str = "") -> AsyncIterator[BlobHead]:
        heads = files.walk(self._path(prefix) if prefix else self._folder, self._folder)
        while page := await self._in_pool(files.take, heads, _LIST_PAGE):
            for head in page:
                yield head

    async def close(self) -> None:
        await asyncio.to_thread(self._pool.shutdown)

    def _path(self, name: str) -> Path:
        return self._folder / check_name(name)

    async def _clean_up(self, work: Callable[[], None]) -> None:
        # Submitted first and shielded: it runs even when the waiting task is cancelled, perhaps for the second time.
        with suppress(RuntimeError):  # the pool is closed, and the process about to end
            await asyncio.shield(asyncio.wrap_future(self._pool.submit(work)))

    async def _in_pool(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        try:
            submitted = self._pool.submit(work, *args, **kwargs)
        except RuntimeError as error:
            raise StoreUnavailable("the blob store is closed: the server is shutting down") from error
        return await asyncio.wrap_future(submitted)


class _Put:
    """One blob on its way to the disk. Its methods run in the pool; the lock orders them when a put is cancelled."""

    def __init__(self, name: str, temporary: Path, target: Path, folders: files.Folders, digests: Digests) -> None:
        self._name, self._temporary, self._target, self._folders = name, temporary, target, folders
        self._file: BinaryIO | None = None
        self._digests = digests
        self._discarded = False
        self._lock = threading.Lock()

    def write(self, block: bytes) -> None:
        with self._lock, files.store_errors(self._name):
            self._write(block)

    def finish(self, block: bytes, expected_md5: str | None) -> BlobInfo:
        with self._lock, files.store_errors(self._name):
            file = self._write(block)
            self._digests.check_md5(expected_md5)
            os.fsync(file.fileno())
            file.close()
            self._folders.make(self._target.parent)
            self._temporary.replace(self._target)
            files.sync_folder(self._target.parent)
        return self._digests.info(self._name)

    def discard(self) -> None:
        with self._lock:
            self._discarded = True
            if self._file is not None:
                self._file.close()
            self._temporary.unlink(missing_ok=True)

    def _write(self, block: bytes) -> BinaryIO:
        if self._discarded:
            raise StoreUnavailable(f"the upload of {self._name} was broken off")
        if self._file is None:
            self._file = self._temporary.open("xb", buffering=0)
        files.write_all(self._file, block)
        self._digests.update(block)
        return self._file


class _Read:
    """One blob being read. Its methods run in the pool; the lock orders them when a reader goes away."""

    def __init__(self, name: str, path: Path, first_byte: int, wanted: int | None) -> None:
        self._name, self._path, self._first_byte, self._wanted = name, path, first_byte, wanted
        self._file: BinaryIO | None = None
        self._closed = False
        self._lock = threading.Lock()

    def next_block(self) -> bytes:
        """The next bytes; empty at the end, when the file is closed as well."""
        with self._lock, files.read_errors(self._name):
            if self._closed:
                return b""
            file = self._file or self._open()
            block = file.read(BLOCK_BYTES if self._wanted is None else min(BLOCK_BYTES, self._wanted))
            if self._wanted is not None:
                self._wanted -= len(block)
            if not block or self._wanted == 0:
                self._close()
            return block

    def close(self) -> None:
        with self._lock:
            self._close()

    def _open(self) -> BinaryIO:
        self._file = self._path.open("rb", buffering=0)
        self._file.seek(self._first_byte)
        return self._file

    def _close(self) -> None:
        self._closed = True
        if self._file is not None:
            self._file.close()


class _LocalStream:
    """A blob being read, one block ahead: opening it and reading a small one is the same hop."""

    def __init__(self, blobs: LocalBlobs, read: _Read, first_block: bytes) -> None:
        self._blobs, self._read, self._ready = blobs, read, first_block

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self

    async def __anext__(self) -> bytes:
        block, self._ready = self._ready or await self._blobs._in_pool(self._read.next_block), b""
        if not block:
            raise StopAsyncIteration
        return block

    async def aclose(self) -> None:
        await self._blobs._clean_up(self._read.close)
