"""The files product on real stores: what is acknowledged is there, the latest upload wins, nothing is left behind."""

import asyncio
import hashlib
from base64 import b64encode
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from runlake.errors import InvalidInput, LimitExceeded, NotFound, StorageFull, StoreUnavailable
from runlake.live import LiveBus
from runlake.model import Run, RunState
from runlake.products import files as files_package
from runlake.products.files import FileQuery, Files, cursor_after
from runlake.products.files.tables import metadata as declared
from runlake.storage.blobs import LocalBlobs
from runlake.storage.metadata import Metadata, Work
from runlake.storage.migrate import migrate_metadata
from tests.stores.conftest import FakeClock

START = datetime(2030, 1, 1, tzinfo=UTC)
UPLOAD_BYTES = 5_000_000


@dataclass
class Bench:
    """The product and what it stands on."""

    files: Files
    metadata: Metadata
    blobs: LocalBlobs
    clock: FakeClock
    bus: LiveBus

    async def put(self, run: Run, name: str, body: bytes = b"x") -> None:
        await self.files.receive(run, name, chunks_of(body))

    async def blob_names(self) -> list[str]:
        return [head.name async for head in self.blobs.list()]

    async def content(self, run: Run, name: str) -> bytes:
        stream = await self.files.read(await self.files.get(run.run_number, name))
        return b"".join([chunk async for chunk in stream])


@pytest.fixture
async def bench(metadata: Metadata, tmp_path: Path) -> AsyncIterator[Bench]:
    await migrate_metadata(metadata, [files_package])
    blobs, clock, bus = LocalBlobs(tmp_path / "blobs"), FakeClock(), LiveBus()
    files = Files(metadata, blobs, b"k" * 32, clock, bus, upload_bytes=UPLOAD_BYTES)
    yield Bench(files, metadata, blobs, clock, bus)
    await blobs.close()


def run_of(number: int, project_id: int = 1) -> Run:
    return Run(
        run_number=number,
        project_id=project_id,
        run_id=f"run{number}",
        display_name="",
        state=RunState.RUNNING,
        config_json="{}",
        summary_json="{}",
        tags=(),
        notes=None,
        group=None,
        job_type=None,
        description=None,
        commit=None,
        host=None,
        program=None,
        repo=None,
        sweep=None,
        user_id=None,
        username=None,
        created_at=START,
        updated_at=START,
        heartbeat_at=None,
        finished_at=None,
        exit_code=None,
        stop_requested=False,
        segment=0,
        branch=(),
        version=1,
    )


RUN = run_of(1)


async def chunks_of(*chunks: bytes) -> AsyncIterator[bytes]:
    for chunk in chunks:
        yield chunk


async def slow(body: bytes, go: asyncio.Event) -> AsyncIterator[bytes]:
    await go.wait()
    yield body


async def names(bench: Bench, query: FileQuery, run: Run = RUN) -> list[str]:
    return [file.name for file in (await bench.files.list(run.run_number, query)).files]


async def test_the_migration_makes_the_tables_that_the_code_declares(bench: Bench) -> None:
    def columns(connection: sa.Connection) -> dict[str, bool]:
        found = sa.inspect(connection).get_columns("run_files")
        return {column["name"]: column["nullable"] for column in found}

    expected = {column.name: bool(column.nullable) for column in declared.tables["run_files"].columns}
    assert await bench.metadata.read(columns) == expected


@pytest.mark.parametrize("name", ["a", "media/images/ä b 100%_0.png", "#?&;=+'\"\\.txt", "🧪/日本"])
@pytest.mark.parametrize("body", [b"", b"x" * 700_000])
async def test_an_upload_is_read_back(bench: Bench, name: str, body: bytes) -> None:
    file = await bench.files.receive(RUN, name, chunks_of(body))
    assert (file.name, file.size_bytes, file.project_id, file.run_number) == (name, len(body), 1, 1)
    assert file.md5 == b64encode(hashlib.md5(body).digest()).decode()
    assert file.sha256 == hashlib.sha256(body).hexdigest()
    assert await bench.files.find(1, name) == file
    assert await bench.content(RUN, name) == body


async def test_an_upload_is_announced(bench: Bench) -> None:
    subscription = bench.bus.subscribe(["run:1:files"])
    await bench.put(RUN, "a")
    event = subscription.next_nowait()
    assert event is not None
    assert event.payload == await bench.files.get(1, "a")


async def test_a_second_upload_replaces_the_first_and_frees_its_bytes(bench: Bench) -> None:
    first = await bench.files.receive(RUN, "a", chunks_of(b"one"))
    bench.clock.now -= timedelta(days=1)  # even when the clock is set back
    second = await bench.files.receive(RUN, "a", chunks_of(b"three"))
    assert second.file_id == first.file_id
    assert second.version > first.version
    assert await bench.content(RUN, "a") == b"three"
    assert await bench.blob_names() == [second.blob]
    assert await bench.files.count(1) == 1
    with pytest.raises(NotFound):
        await bench.files.read(first)


async def test_a_clock_set_back_over_a_restart_does_not_hide_uploads(bench: Bench) -> None:
    await bench.put(RUN, "a", b"before")
    earlier = FakeClock(START - timedelta(days=365))
    restarted = Files(bench.metadata, bench.blobs, b"k" * 32, earlier, bench.bus, upload_bytes=UPLOAD_BYTES)
    await restarted.receive(RUN, "a", chunks_of(b"after"))
    assert await bench.content(RUN, "a") == b"after"


async def test_the_upload_that_began_last_wins_though_it_ends_first(bench: Bench) -> None:
    go = asyncio.Event()
    late = asyncio.create_task(bench.files.receive(RUN, "a", slow(b"old", go)))
    while not bench.files._last_version:  # noqa: ASYNC110 - the upload has no event for its beginning
        await asyncio.sleep(0.01)
    await bench.put(RUN, "a", b"new")
    go.set()
    assert (await late).sha256 == hashlib.sha256(b"new").hexdigest()
    assert await bench.content(RUN, "a") == b"new"
    assert len(await bench.blob_names()) == 1


async def test_many_uploads_of_one_name_at_once_leave_one(bench: Bench) -> None:
    await asyncio.gather(*(bench.put(RUN, "a", bytes([i])) for i in range(20)))
    file = await bench.files.get(1, "a")
    assert await bench.blob_names() == [file.blob]
    assert await bench.content(RUN, "a") == bytes([19])


@pytest.mark.parametrize("name", ["", "/a", "../a", "a\0", "\ud800"])
async def test_a_bad_name_is_refused_everywhere_and_found_nowhere(bench: Bench, name: str) -> None:
    with pytest.raises(InvalidInput):
        await bench.files.open_upload(RUN, name)
    with pytest.raises(InvalidInput):
        await bench.put(RUN, name)
    assert await bench.files.find(1, name) is None
    assert await bench.files.find_named(1, [name]) == {}
    assert await names(bench, FileQuery(names=(name,))) == []


async def test_refused_bodies_leave_the_old_file(bench: Bench) -> None:
    await bench.put(RUN, "a", b"old")
    with pytest.raises(LimitExceeded):
        await bench.put(RUN, "a", b"x" * (UPLOAD_BYTES + 1))
    with pytest.raises(InvalidInput, match="Content-MD5"):
        await bench.files.receive(RUN, "a", chunks_of(b"new"), expected_md5="bm90IHRoZSBtZDU=")
    assert await bench.content(RUN, "a") == b"old"
    assert len(await bench.blob_names()) == 1


class FailingMetadata:
    """Metadata whose writes fail."""

    def __init__(self, metadata: Metadata, error: Exception) -> None:
        self._metadata, self._error = metadata, error
        self.dialect_name = metadata.dialect_name

    async def read(self, work: Work[object]) -> object:
        return await self._metadata.read(work)

    async def write(self, work: Work[object]) -> object:
        raise self._error


@pytest.mark.parametrize(("error", "blobs_left"), [(StorageFull("full"), 1), (StoreUnavailable("gone"), 2)])
async def test_a_failing_metadata_store_loses_nothing(bench: Bench, error: Exception, blobs_left: int) -> None:
    await bench.put(RUN, "a", b"old")
    healthy, bench.files._metadata = bench.files._metadata, FailingMetadata(bench.metadata, error)  # type: ignore[assignment]
    with pytest.raises(type(error)):
        await bench.put(RUN, "a", b"new")
    bench.files._metadata = healthy
    assert await bench.content(RUN, "a") == b"old"
    # After "full" the row is surely not there. Otherwise it may be, so its blob is left for the sweep to judge.
    assert len(await bench.blob_names()) == blobs_left


async def test_pages_are_by_code_point_and_complete(bench: Bench) -> None:
    stored = ["B", "a", "a.b", "a/b", "a0", "b", "ä", "日本", "🧪"]
    for name in reversed(stored):
        await bench.put(RUN, name)
    await bench.put(run_of(2), "other")
    found: list[str] = []
    cursor: str | None = None
    for _ in range(10):
        page = await bench.files.list(1, FileQuery(limit=2, after=cursor))
        assert page.total == len(stored)
        found += [file.name for file in page.files]
        cursor = page.next_cursor
        if cursor is None:
            break
        assert cursor == cursor_after(found[-1])
    assert found == sorted(stored)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (FileQuery(pattern="%.png"), ["media/x.png", "media/y.png"]),
        (FileQuery(pattern="%.PNG"), ["media/z.PNG"]),
        (FileQuery(pattern="media/_.png"), ["media/x.png", "media/y.png"]),
        (FileQuery(pattern="100%"), ["100 files", "100%.txt"]),
        (FileQuery(pattern=r"100\%%"), ["100%.txt"]),
        (FileQuery(pattern=r"100\%.txt\\"), []),
        (FileQuery(pattern="a[b]*"), ["a[b]*"]),
        (FileQuery(pattern="\\"), []),
        (FileQuery(prefix="media/"), ["media/x.png", "media/y.png", "media/z.PNG"]),
        (FileQuery(prefix="100%"), ["100%.txt"]),
        (FileQuery(prefix="a["), ["a[b]*"]),
        (FileQuery(prefix="media/", pattern="%x%"), ["media/x.png"]),
        (FileQuery(names=("media/y.png", "nothing", "100%.txt")), ["100%.txt", "media/y.png"]),
    ],
)
async def test_conditions(bench: Bench, query: FileQuery, expected: Sequence[str]) -> None:
    for name in ("media/x.png", "media/y.png", "media/z.PNG", "100 files", "100%.txt", "a[b]*"):
        await bench.put(RUN, name)
    page = await bench.files.list(1, query)
    assert [file.name for file in page.files] == list(expected)
    assert page.total == len(expected)


async def test_what_cannot_be_asked_is_refused(bench: Bench) -> None:
    for query in (
        FileQuery(after="%%%"),
        FileQuery(pattern="a\0"),
        FileQuery(prefix="\ud800"),
        FileQuery(names=("x",) * 1001),
    ):
        with pytest.raises(InvalidInput):
            await bench.files.list(1, query)


async def test_counts_named_and_ids(bench: Bench) -> None:
    for number in (1, 2):
        for name in ("a", "b")[:number]:
            await bench.put(run_of(number), name)
    assert await bench.files.counts([1, 2, 3]) == {1: 1, 2: 2}
    assert await bench.files.count(3) == 0
    named = await bench.files.find_named(2, ["a", "zz"])
    assert list(named) == ["a"]
    by_id = await bench.files.find_by_ids([named["a"].file_id, 999])
    assert by_id == [named["a"]]
    many = await bench.files.find_named(2, [f"n{i}" for i in range(2000)] + ["b"])
    assert list(many) == ["b"]


async def test_delete_is_within_the_project_and_frees_bytes(bench: Bench) -> None:
    await bench.put(RUN, "mine")
    await bench.put(run_of(2, project_id=2), "other")
    mine, other = await bench.files.get(1, "mine"), await bench.files.get(2, "other")
    assert await bench.files.delete(1, [mine.file_id, other.file_id, 999]) == 1
    assert await bench.files.find(1, "mine") is None
    assert await bench.blob_names() == [other.blob]
    await bench.put(RUN, "mine")
    assert (await bench.files.get(1, "mine")).file_id > other.file_id  # ids are not used again


async def test_deleting_a_run_s_files_leaves_other_runs_alone(bench: Bench) -> None:
    for name in ("a", "b"):
        await bench.put(RUN, name)
        await bench.put(run_of(2), name)
    assert await bench.files.delete_of_run(1) == 2
    assert await bench.files.counts([1, 2]) == {2: 2}
    assert len(await bench.blob_names()) == 2


async def test_orphans_are_removed_once_they_are_old(bench: Bench) -> None:
    await bench.put(RUN, "kept")
    await bench.blobs.put_stream("files/00/orphan", chunks_of(b"x"), limit_bytes=100)
    bench.clock.now = datetime.now(UTC) + timedelta(hours=23)
    assert await bench.files.remove_orphans() == 0
    bench.clock.now += timedelta(hours=2)
    assert await bench.files.remove_orphans() == 1
    assert await bench.blob_names() == [(await bench.files.get(1, "kept")).blob]
