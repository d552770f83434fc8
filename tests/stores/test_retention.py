"""Retention on SQLite and PostgreSQL: what has had its time goes, and nothing that anybody refers to, whatever happens."""

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from runlake.errors import InvalidInput
from runlake.products import artifacts as artifacts_package
from runlake.products.artifacts import Artifacts, Editor, NewVersion, Version, VersionChange, VersionState
from runlake.settings import ArtifactSettings
from runlake.storage.blobs import LocalBlobs
from runlake.storage.metadata import Metadata, Work, open_metadata
from runlake.storage.migrate import migrate_metadata
from tests.stores.conftest import FakeClock
from tests.stores.test_artifacts import ALICE, OTHER, PROJECT, Bench, digest_of

DAY_S = 24 * 3600
BODIES = {name: name.encode() * 3 for name in "abcdef"}


class Crash(BaseException):
    """The process died."""


@dataclass
class Fuse:
    """Lets so many steps through, then kills."""

    left: int = 1_000_000_000

    def step(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise Crash


class FusedMetadata:
    """Dies before, or after, a transaction."""

    def __init__(self, metadata: Metadata, fuse: Fuse) -> None:
        self._metadata, self._fuse = metadata, fuse

    def __getattr__(self, name: str) -> Any:
        return getattr(self._metadata, name)

    async def write(self, work: Work[Any]) -> Any:
        self._fuse.step()
        result = await self._metadata.write(work)
        self._fuse.step()
        return result


class FusedBlobs:
    """Dies before, or after, a blob is stored or removed."""

    def __init__(self, blobs: LocalBlobs, fuse: Fuse) -> None:
        self._blobs, self._fuse = blobs, fuse

    def __getattr__(self, name: str) -> Any:
        return getattr(self._blobs, name)

    async def put_stream(self, *args: Any, **more: Any) -> Any:
        self._fuse.step()
        info = await self._blobs.put_stream(*args, **more)
        self._fuse.step()
        return info

    async def delete(self, name: str) -> None:
        self._fuse.step()
        await self._blobs.delete(name)
        self._fuse.step()


@dataclass
class World:
    """The product, and what its versions hold."""

    metadata: Metadata
    blobs: LocalBlobs
    clock: FakeClock
    fuse: Fuse = field(default_factory=Fuse)
    held: dict[int, dict[str, bytes]] = field(default_factory=dict)
    bench: Bench = field(init=False)

    def __post_init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        """The same stores under a new process."""
        self.fuse = Fuse()
        metadata, blobs = FusedMetadata(self.metadata, self.fuse), FusedBlobs(self.blobs, self.fuse)
        product = Artifacts(metadata, blobs, b"k" * 32, self.clock, ArtifactSettings(), upload_bytes=1_000_000)  # type: ignore[arg-type]
        self.bench = Bench(product, metadata, self.blobs)  # type: ignore[arg-type]

    async def log(self, names: str, **more: Any) -> Version:
        files = {name: BODIES[name] for name in names}
        version = await self.bench.log(files, **more)
        self.held[version.version_id] = files
        return version

    async def round(self, *projects: int) -> Any:
        return await self.bench.artifacts.retention.round(projects)

    async def delete(self, version: Version) -> None:
        await self.bench.artifacts.changing.delete(version, even_with_aliases=True)

    async def state(self, version: Version) -> VersionState:
        found = await self.bench.artifacts.reading.find_version(version.version_id)
        assert found is not None
        return found.state

    async def check(self) -> None:
        """Every committed version has all its bytes."""
        reading = self.bench.artifacts.reading
        for version_id, files in self.held.items():
            version = await reading.find_version(version_id)
            if version is None or version.state is not VersionState.COMMITTED:
                continue
            assert {file.name for file in await reading.files(version)} == set(files)
            for file in await reading.files(version):
                content = await reading.find_content(version.project_id, file.hex_digest)
                assert content is not None, f"{file.name} of {version_id} is lost"
                stream = await reading.open_content(content)
                assert b"".join([chunk async for chunk in stream]) == files[file.name]

    async def stored(self) -> int:
        """How many files' bytes there are."""
        return len([head async for head in self.blobs.list("artifacts/contents")])

    async def manifests(self) -> int:
        return len([head async for head in self.blobs.list("artifacts/manifests")])


async def open_world(metadata: Metadata, folder: Path) -> World:
    await migrate_metadata(metadata, [artifacts_package])
    return World(metadata, LocalBlobs(folder / "blobs"), FakeClock(datetime.now(UTC)))


@pytest.fixture
async def world(metadata: Metadata, tmp_path: Path) -> AsyncIterator[World]:
    opened = await open_world(metadata, tmp_path)
    yield opened
    await opened.blobs.close()


async def test_versions_live_as_long_as_they_or_their_collection_say(world: World) -> None:
    changing, reading = world.bench.artifacts.changing, world.bench.artifacts.reading
    own = await world.log("a", ttl_s=2 * DAY_S)
    inherits = await world.log("b")
    stays = await world.log("c")
    await changing.update(stays, VersionChange(ttl_s=-2))
    assert [each.ttl_s for each in await reading.details([own, inherits])] == [2 * DAY_S, None]
    await changing.update_collection(await world.bench.sequence(), ttl_s=DAY_S)
    assert [each.ttl_s for each in await reading.details([own, inherits])] == [2 * DAY_S, DAY_S]
    world.clock.advance(hours=25)
    await world.round()
    assert [await world.state(each) for each in (own, inherits)] == [VersionState.COMMITTED, VersionState.DELETED]
    world.clock.advance(hours=24)
    await world.round()
    assert await world.state(own) is VersionState.DELETED
    world.clock.advance(days=1000)
    await world.round()
    await world.round()
    assert await world.state(stays) is VersionState.COMMITTED
    assert (await world.stored(), await world.manifests()) == (1, 1)
    with pytest.raises(InvalidInput, match="time to live"):
        await world.log("d", ttl_s=10**18)


async def test_aliases_and_links_protect(world: World) -> None:
    promoting = world.bench.artifacts.promoting
    protected = [await world.log(names, name=name, ttl_s=1) for names, name in (("a", "one"), ("b", "two"))]
    sequence = await world.bench.sequence("one")
    editor = Editor.of(ALICE, PROJECT)
    await promoting.add_aliases(editor, protected[0], sequence, ["prod"])
    await promoting.link(editor, protected[1], await world.bench.sequence("two"), OTHER.project_id, "best", [])
    world.clock.advance(days=3)
    await world.round()
    assert {await world.state(version) for version in protected} == {VersionState.COMMITTED}
    await promoting.delete_aliases(editor, protected[0], sequence, ["prod"])
    await world.round()
    assert await world.state(protected[0]) is VersionState.DELETED


async def test_bytes_go_when_nobody_refers_to_them(world: World) -> None:
    first, second = await world.log("ab"), await world.log("bc")
    elsewhere = await world.log("a", project=OTHER)
    await world.delete(first)
    await world.round()
    assert await world.stored() == 4, "there is a while to think better of it"
    world.clock.advance(hours=25)
    found = await world.round()
    assert (found.contents, await world.stored(), await world.manifests()) == (1, 3, 2)
    await world.check()
    await world.delete(second)
    await world.delete(elsewhere)
    world.clock.advance(hours=25)
    await world.round()
    assert (await world.stored(), await world.manifests()) == (0, 0)
    again = await world.log("abc")
    await world.check()
    assert await world.state(again) is VersionState.COMMITTED


async def test_what_a_writer_was_told_is_there_stays_there(world: World) -> None:
    old = await world.log("ab")
    await world.delete(old)
    world.clock.advance(hours=23)
    writing = world.bench.artifacts.writing
    files = {name: BODIES[name] for name in "abc"}
    pending = await writing.create(ALICE, PROJECT, NewVersion("dataset", "data", digest_of(files)))
    assert await world.bench.upload(pending, files) == 1, "two are there"
    world.clock.advance(hours=20)
    await world.round()
    await world.bench.put_manifest(pending, files)
    world.clock.advance(hours=100)
    await world.round()
    world.held[pending.version_id] = files
    await writing.commit(pending)
    await world.round()
    await world.check()


async def test_what_is_begun_and_left_goes_with_its_bytes(world: World) -> None:
    writing = world.bench.artifacts.writing
    files = {"a": BODIES["a"]}
    pending = await writing.create(ALICE, PROJECT, NewVersion("dataset", "data", digest_of(files)))
    await world.bench.upload(pending, files)
    world.clock.advance(days=6)
    await world.round()
    assert await world.stored() == 1
    for _ in range(2):
        world.clock.advance(days=2)
        await world.round()
    assert (await world.state(pending), await world.stored()) == (VersionState.DELETED, 0)


async def test_a_deleted_project_leaves_nothing(world: World) -> None:
    await world.log("ab")
    kept = await world.log("a", project=OTHER)
    await world.round(PROJECT.project_id)
    world.clock.advance(hours=25)
    await world.round(PROJECT.project_id)
    assert (await world.stored(), await world.state(kept)) == (1, VersionState.COMMITTED)
    await world.check()


async def test_a_crash_at_any_step_loses_nothing_and_leaves_nothing(world: World) -> None:
    kept = await world.log("ab", name="kept")
    for attempt in range(200):
        dead = await world.log("bcd", name=f"dead-{attempt}")
        await world.delete(dead)
        world.clock.advance(hours=25)
        world.fuse.left = attempt
        try:
            await world.round()
        except Crash:
            world.restart()
            await world.check()
            continue
        break
    else:
        pytest.fail("a round has fewer steps")
    world.restart()
    world.clock.advance(hours=25)
    await world.round()
    assert (await world.stored(), await world.manifests()) == (2, 1)
    assert await world.state(kept) is VersionState.COMMITTED


async def test_a_crash_while_logging_shows_nothing_and_a_retry_completes(world: World) -> None:
    for attempt in range(200):
        world.fuse.left = attempt
        new = {"name": f"data-{attempt}", "client_id": f"writer-{attempt}"}
        try:
            await world.log("abc", **new)
        except Crash:
            world.restart()
            listed = await world.bench.artifacts.reading.find_collection(PROJECT.project_id, new["name"])
            if listed is not None:
                members = await world.bench.artifacts.reading.members(listed.collection_id)
                assert all(version.file_count == 3 for _, version in members), "half of a version is to be seen"
            version = await world.log("abc", **new)
            assert (version.version_index, await world.state(version)) == (0, VersionState.COMMITTED)
            await world.check()
            continue
        break
    else:
        pytest.fail("logging has fewer steps")
    world.restart()
    world.clock.advance(hours=25)
    await world.round()
    assert await world.stored() == 3
    await world.check()


STEPS = st.tuples(
    st.sampled_from(["log", "log", "begin", "commit", "delete", "ttl", "wait", "wait", "round", "crash"]),
    st.integers(0, 1_000_000),
)


async def go_through(world: World, steps: list[tuple[str, int]]) -> None:
    """Do the steps, and look after each that no committed version has lost anything."""
    pending: list[tuple[Version, dict[str, bytes]]] = []
    for place, (step, number) in enumerate(steps):
        chance = random.Random(number)
        names = "".join(sorted(chance.sample("abcdef", chance.randint(1, 4))))
        committed = [each for each in world.held if each % 2 == number % 2]
        if step == "log":
            await world.log(names, name=chance.choice("xyz"), project=chance.choice([PROJECT, OTHER]))
        elif step == "begin":
            files = {name: BODIES[name] for name in names}
            new = NewVersion("dataset", "data", digest_of(files), client_id=f"w{place}")
            version = await world.bench.artifacts.writing.create(ALICE, PROJECT, new)
            if version.state is VersionState.PENDING:
                await world.bench.upload(version, files)
                pending.append((version, files))
        elif step == "commit" and pending:
            version, files = pending.pop()
            with contextlib.suppress(InvalidInput):  # it was left alone for so long that it has to be begun anew
                await world.bench.put_manifest(version, files)
                await world.bench.artifacts.writing.commit(version)
                world.held[version.version_id] = files
        elif step in ("delete", "ttl") and committed:
            found = await world.bench.artifacts.reading.find_version(chance.choice(committed))
            assert found is not None
            if step == "delete":
                await world.delete(found)
            elif found.state is VersionState.COMMITTED:
                await world.bench.artifacts.changing.update(found, VersionChange(ttl_s=3600))
        elif step == "wait":
            world.clock.advance(hours=number % 40)
        elif step in ("round", "crash"):
            world.fuse.left = number % 12 if step == "crash" else 1_000_000
            with contextlib.suppress(Crash):
                await world.round()
            world.restart()
        await world.check()


async def test_a_long_life(world: World) -> None:
    chance = random.Random(7)
    kinds = ["log", "begin", "commit", "delete", "ttl", "wait", "round", "crash"]
    await go_through(world, [(chance.choice(kinds), chance.randrange(1_000_000)) for _ in range(80)])


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(st.lists(STEPS, min_size=8, max_size=40))
def test_any_life(tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int]]) -> None:
    async def live() -> None:
        folder = tmp_path_factory.mktemp("life")
        metadata = open_metadata(f"sqlite:///{folder / 'metadata.sqlite3'}")
        world = await open_world(metadata, folder)
        try:
            await go_through(world, steps)
        finally:
            await world.blobs.close()
            await metadata.close()

    asyncio.run(live())
