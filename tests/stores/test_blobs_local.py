"""What only the local folder promises: synced before acknowledged, nothing left behind, a full disk survived."""

import asyncio
import errno
import os
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from runlake.errors import StorageFull, StoreUnavailable
from runlake.storage.blobs import LocalBlobs, files

LIMIT_BYTES = 10_000_000


@pytest.fixture
async def blobs(tmp_path: Path) -> AsyncIterator[LocalBlobs]:
    opened = LocalBlobs(tmp_path / "blobs")
    yield opened
    await opened.close()


async def chunks_of(*chunks: bytes) -> AsyncIterator[bytes]:
    for chunk in chunks:
        yield chunk


def incoming(tmp_path: Path) -> list[Path]:
    return list((tmp_path / "blobs" / ".incoming").iterdir())


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110 - a condition on the disk has no event
            await asyncio.sleep(0.01)


async def test_a_put_is_synced_file_first_then_folder(
    blobs: LocalBlobs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    happened: list[str] = []
    fsync, replace = os.fsync, Path.replace

    def recording_fsync(handle: int) -> None:
        happened.append("sync " + Path(os.readlink(f"/proc/self/fd/{handle}")).parent.name)
        fsync(handle)

    def recording_replace(self: Path, target: Path) -> Path:
        happened.append("rename")
        return replace(self, target)

    monkeypatch.setattr(os, "fsync", recording_fsync)
    monkeypatch.setattr(Path, "replace", recording_replace)
    await blobs.put_stream("files/a", chunks_of(b"x"), limit_bytes=LIMIT_BYTES)
    # the file in .incoming; the new folder's name in blobs (under tmp_path); rename; the file's name in files
    assert happened == ["sync .incoming", f"sync {tmp_path.name}", "rename", "sync blobs"]


@pytest.mark.parametrize("failing", ["write", "fsync"])
async def test_a_full_disk_leaves_nothing_and_is_survived(
    blobs: LocalBlobs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    target = (os, "fsync") if failing == "fsync" else ("runlake.storage.blobs.files.write_all",)
    with monkeypatch.context() as broken:
        broken.setattr(*target, full)
        with pytest.raises(StorageFull):
            await blobs.put_stream("a", chunks_of(b"x" * 600_000), limit_bytes=LIMIT_BYTES)
    assert incoming(tmp_path) == []
    assert [head async for head in blobs.list()] == []
    await blobs.put_stream("a", chunks_of(b"y"), limit_bytes=LIMIT_BYTES)
    assert await blobs.get("a") == b"y"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_the_system_s_own_full_device_is_told_as_full() -> None:
    with pytest.raises(StorageFull), files.store_errors("a"), Path("/dev/full").open("wb", buffering=0) as full:
        files.write_all(full, b"x")


async def test_other_errors_are_retryable(blobs: LocalBlobs, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "fsync", broken)
    with pytest.raises(StoreUnavailable):
        await blobs.put_stream("a", chunks_of(b"x"), limit_bytes=LIMIT_BYTES)


async def test_a_cancelled_put_leaves_nothing(blobs: LocalBlobs, tmp_path: Path) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(3):
            yield b"x" * 300_000
        await asyncio.Event().wait()

    put = asyncio.create_task(blobs.put_stream("a", endless(), limit_bytes=LIMIT_BYTES))
    await until(lambda: len(incoming(tmp_path)) == 1)
    put.cancel()
    with pytest.raises(asyncio.CancelledError):
        await put
    await until(lambda: incoming(tmp_path) == [])
    assert [head async for head in blobs.list()] == []


async def test_an_open_stream_outlives_the_blob(blobs: LocalBlobs) -> None:
    await blobs.put_stream("a", chunks_of(b"x" * 1_000_000), limit_bytes=LIMIT_BYTES)
    stream = await blobs.stream("a")
    await blobs.delete("a")
    lengths = [len(chunk) async for chunk in stream]
    assert sum(lengths) == 1_000_000
    assert len(lengths) > 1


async def test_a_cancelled_reader_closes_the_file(blobs: LocalBlobs) -> None:
    await blobs.put_stream("a", chunks_of(b"x" * 1_000_000), limit_bytes=LIMIT_BYTES)
    stream = await blobs.stream("a")

    async def leave() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await stream.aclose()

    reader = asyncio.create_task(leave())
    await asyncio.sleep(0)
    reader.cancel()
    await asyncio.sleep(0)
    reader.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reader
    await until(lambda: open_files("blobs/a") == 0)


def open_files(ending: str) -> int:
    handles = Path("/proc/self/fd").iterdir()
    return sum(os.path.exists(handle) and os.readlink(handle).endswith(ending) for handle in handles)


async def test_opening_removes_what_a_dead_process_left(tmp_path: Path) -> None:
    folder = tmp_path / "blobs" / ".incoming"
    folder.mkdir(parents=True)
    (folder / "half").write_bytes(b"ha")
    opened = LocalBlobs(tmp_path / "blobs")
    assert incoming(tmp_path) == []
    assert [head async for head in opened.list()] == []
    await opened.close()
    with pytest.raises(StoreUnavailable):
        await opened.get("a")
