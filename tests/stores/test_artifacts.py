"""Artifacts on real stores: numbers without gaps, bytes stored once, aliases that name one version."""

import asyncio
import hashlib
from base64 import b64encode
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import orjson
import pytest
import sqlalchemy as sa

from runlake.errors import Conflict, InvalidInput
from runlake.model import Principal, Project, Role, Visibility
from runlake.products import artifacts as artifacts_package
from runlake.products.artifacts import (
    Artifacts,
    Collection,
    Editor,
    FileWanted,
    ManifestKind,
    NewVersion,
    Version,
    VersionChange,
    VersionState,
)
from runlake.products.artifacts.tables import TABLES
from runlake.settings import ArtifactSettings
from runlake.storage.blobs import LocalBlobs
from runlake.storage.metadata import Metadata
from runlake.storage.migrate import migrate_metadata
from tests.stores.conftest import FakeClock

START = datetime(2030, 1, 1, tzinfo=UTC)
ALICE = Principal(7, "alice", None, "Alice", False, 1, {1: Role.ADMIN})
PROJECT = Project(1, 1, "alice", "p", None, Visibility.PRIVATE, START, START, 7)
EDITOR = Editor(7, is_admin=True)
OTHER = Project(2, 1, "alice", "q", None, Visibility.PRIVATE, START, START, 7)


@dataclass
class Bench:
    """The product and what it stands on."""

    artifacts: Artifacts
    metadata: Metadata
    blobs: LocalBlobs

    async def log(
        self, files: dict[str, bytes], *, name: str = "data", project: Project = PROJECT, **more: object
    ) -> Version:
        """The whole way of a version, as a client goes it."""
        new = NewVersion("dataset", name, digest_of(files), aliases=("latest",), **more)  # type: ignore[arg-type]
        version = await self.artifacts.writing.create(ALICE, project, new)
        if version.state is VersionState.COMMITTED:
            return version
        await self.upload(version, files)
        await self.put_manifest(version, files)
        return await self.artifacts.writing.commit(version)

    async def upload(self, version: Version, files: dict[str, bytes]) -> int:
        """Upload what is not there yet; returns how many files that were."""
        wanted = [FileWanted(name, hashlib.md5(body).hexdigest()) for name, body in files.items()]
        slots = await self.artifacts.writing.open_files(version, wanted)
        missing = [slot for slot in slots if slot.upload_path is not None]
        for slot in missing:
            await self.artifacts.writing.receive_file(
                version.project_id, slot.wanted.md5, version.version_id, chunks_of(files[slot.wanted.name])
            )
        return len(missing)

    async def put_manifest(
        self,
        version: Version,
        files: dict[str, bytes],
        kind: ManifestKind = ManifestKind.FULL,
        base: Version | None = None,
    ) -> None:
        body = manifest_of(files)
        writing = self.artifacts.writing
        manifest = await writing.open_manifest(version, "wandb_manifest.json", kind, md5_of(body), base)
        await writing.receive_manifest(manifest.manifest_id, chunks_of(body))

    async def sequence(self, name: str = "data") -> Collection:
        found = await self.artifacts.reading.find_collection(PROJECT.project_id, name)
        assert found is not None
        return found

    async def index_of(self, alias: str, name: str = "data") -> int | None:
        place = await self.artifacts.reading.find_place(await self.sequence(name), alias)
        return None if place is None else place.version_index


async def chunks_of(body: bytes) -> AsyncIterator[bytes]:
    yield body


def md5_of(body: bytes) -> str:
    return b64encode(hashlib.md5(body).digest()).decode()


def digest_of(files: dict[str, bytes]) -> str:
    lines = "".join(f"{name}:{md5_of(files[name])}\n" for name in sorted(files))
    return hashlib.md5(f"wandb-artifact-manifest-v1\n{lines}".encode()).hexdigest()


def manifest_of(files: dict[str, bytes]) -> bytes:
    contents = {name: {"digest": md5_of(body), "size": len(body)} for name, body in files.items()}
    return orjson.dumps({"version": 1, "storagePolicy": "wandb-storage-policy-v1", "contents": contents})


@pytest.fixture
async def bench(metadata: Metadata, tmp_path: Path) -> AsyncIterator[Bench]:
    await migrate_metadata(metadata, [artifacts_package])
    blobs = LocalBlobs(tmp_path / "blobs")
    yield Bench(
        Artifacts(metadata, blobs, b"k" * 32, FakeClock(), ArtifactSettings(), upload_bytes=1_000_000), metadata, blobs
    )
    await blobs.close()


async def test_the_migration_makes_the_tables_that_the_code_declares(bench: Bench) -> None:
    def columns(connection: sa.Connection) -> dict[str, dict[str, bool]]:
        inspector = sa.inspect(connection)
        return {name: {c["name"]: c["nullable"] for c in inspector.get_columns(name)} for name in TABLES.tables}

    expected = {
        name: {column.name: bool(column.nullable) for column in table.columns} for name, table in TABLES.tables.items()
    }
    assert await bench.metadata.read(columns) == expected


async def test_a_committed_version_has_what_was_uploaded(bench: Bench) -> None:
    files = {"a.txt": b"one", "sub/b.txt": b"three"}
    version = await bench.log(files)
    assert (version.version_index, version.digest) == (0, digest_of(files))
    assert (version.size_bytes, version.file_count) == (8, 2)
    listed = await bench.artifacts.reading.files(version)
    assert [file.name for file in listed] == ["a.txt", "sub/b.txt"]
    content = await bench.artifacts.reading.find_content(1, listed[0].hex_digest)
    assert content is not None
    stream = await bench.artifacts.reading.open_content(content)
    assert b"".join([chunk async for chunk in stream]) == b"one"


async def test_the_same_content_is_the_same_version(bench: Bench) -> None:
    first = await bench.log({"a": b"1"})
    second = await bench.log({"a": b"2"})
    again = await bench.log({"a": b"2"})
    back = await bench.log({"a": b"1"})
    assert [v.version_index for v in (first, second, again, back)] == [0, 1, 1, 2]  # only the latest one counts
    assert await bench.index_of("latest") == 2


async def test_the_same_content_is_known_by_every_id_that_it_was_logged_under(bench: Bench) -> None:
    """A table logged at each step names the artifact of that step, whose content may be the one before."""
    list_by_client = bench.artifacts.reading.list_by_client
    first = await bench.log({"a": b"1"}, client_id="c1")
    for _ in range(2):  # the second time is a retry
        assert (await bench.log({"a": b"1"}, client_id="c2")).version_id == first.version_id
    later = await bench.log({"a": b"2"}, client_id="c3")
    retried = await bench.log({"a": b"1"}, client_id="c2")
    assert retried.version_id == first.version_id
    stranger = await bench.log({"a": b"1"}, client_id="c2", project=OTHER)
    known = {name: [each.version_id for each in await list_by_client(name)] for name in ("c1", "c2", "c3", "c4")}
    assert known == {
        "c1": [first.version_id],
        "c2": [first.version_id, stranger.version_id],
        "c3": [later.version_id],
        "c4": [],
    }


async def test_bytes_are_stored_once_in_a_project_and_not_shared_between_projects(bench: Bench) -> None:
    files = {"a": b"1"}
    first = await bench.log(files)
    new = NewVersion("dataset", "copy", digest_of(files))
    same_project = await bench.artifacts.writing.create(ALICE, PROJECT, new)
    wanted = [FileWanted("b", hashlib.md5(b"1").hexdigest())]
    (slot,) = await bench.artifacts.writing.open_files(same_project, wanted)
    assert (slot.upload_path, slot.birth_version_id) == (None, first.version_id)
    other_project = await bench.artifacts.writing.create(ALICE, OTHER, new)
    (slot,) = await bench.artifacts.writing.open_files(other_project, wanted)
    assert slot.upload_path is not None


async def test_a_retry_gets_the_same_version(bench: Bench) -> None:
    new = NewVersion("dataset", "data", "d" * 32, client_id="c1")
    first = await bench.artifacts.writing.create(ALICE, PROJECT, new)
    assert await bench.artifacts.writing.create(ALICE, PROJECT, new) == first


async def test_numbers_have_no_gaps_when_writers_race(bench: Bench) -> None:
    versions = await asyncio.gather(*[bench.log({"a": str(n).encode()}) for n in range(8)])
    assert sorted(version.version_index or 0 for version in versions) == list(range(8))
    newest = max(versions, key=lambda version: version.version_index or 0)
    assert await bench.index_of("latest") == newest.version_index


async def test_a_commit_may_be_repeated(bench: Bench) -> None:
    version = await bench.log({"a": b"1"})
    assert await bench.artifacts.writing.commit(version) == version


async def test_a_commit_without_the_bytes_is_refused(bench: Bench) -> None:
    new = NewVersion("dataset", "data", digest_of({"a": b"1"}))
    version = await bench.artifacts.writing.create(ALICE, PROJECT, new)
    with pytest.raises(InvalidInput, match="no manifest"):
        await bench.artifacts.writing.commit(version)
    await bench.put_manifest(version, {"a": b"1"})
    with pytest.raises(InvalidInput, match="not uploaded"):
        await bench.artifacts.writing.commit(version)


async def test_damaged_bytes_are_refused(bench: Bench) -> None:
    version = await bench.artifacts.writing.create(ALICE, PROJECT, NewVersion("dataset", "data", "d"))
    with pytest.raises(InvalidInput, match="damaged"):
        await bench.artifacts.writing.receive_file(
            1, hashlib.md5(b"good").hexdigest(), version.version_id, chunks_of(b"bad")
        )


async def test_an_incremental_version_lies_over_its_base(bench: Bench) -> None:
    base = await bench.log({"a": b"1", "b": b"1"})
    new = NewVersion("dataset", "data", digest_of({"b": b"2"}))
    version = await bench.artifacts.writing.create(ALICE, PROJECT, new)
    await bench.upload(version, {"b": b"2"})
    await bench.put_manifest(version, {"b": b"2"}, ManifestKind.INCREMENTAL, base)
    committed = await bench.artifacts.writing.commit(version)
    assert committed.digest == digest_of({"a": b"1", "b": b"2"})
    assert committed.file_count == 2


async def test_writers_of_a_distributed_version_share_it(bench: Bench) -> None:
    ids = set()
    for name in ("a", "b"):
        new = NewVersion("dataset", "data", digest_of({name: b"1"}), distributed_id="all")
        version = await bench.artifacts.writing.create(ALICE, PROJECT, new)
        ids.add(version.version_id)
        await bench.upload(version, {name: b"1"})
        await bench.put_manifest(version, {name: b"1"}, ManifestKind.PATCH)
    committed = await bench.artifacts.writing.commit(version)
    assert len(ids) == 1
    assert committed.digest == digest_of({"a": b"1", "b": b"1"})


async def test_a_name_has_one_type(bench: Bench) -> None:
    await bench.log({"a": b"1"})
    with pytest.raises(InvalidInput, match="already exists with type 'dataset'"):
        await bench.artifacts.writing.create(ALICE, PROJECT, NewVersion("model", "data", "d"))


async def test_aliases_move_and_go(bench: Bench) -> None:
    first, second = await bench.log({"a": b"1"}), await bench.log({"a": b"2"})
    sequence = await bench.sequence()
    promoting = bench.artifacts.promoting
    await promoting.add_aliases(EDITOR, first, sequence, ["best"])
    assert await bench.index_of("best") == 0
    await promoting.add_aliases(EDITOR, second, sequence, ["best"])
    assert await bench.index_of("best") == 1
    await promoting.delete_aliases(EDITOR, first, sequence, ["best"])  # not its own any more
    assert await bench.index_of("best") == 1
    with pytest.raises(InvalidInput):
        await promoting.add_aliases(EDITOR, second, sequence, ["v7"])


async def test_deleting_a_version_frees_its_aliases_but_not_its_number(bench: Bench) -> None:
    await bench.log({"a": b"1"})
    second = await bench.log({"a": b"2"})
    with pytest.raises(InvalidInput, match="alias"):
        await bench.artifacts.changing.delete(second, even_with_aliases=False)
    await bench.artifacts.changing.delete(second, even_with_aliases=True)
    assert await bench.index_of("v1") is None
    assert await bench.index_of("latest") == 0
    assert (await bench.log({"a": b"2"})).version_index == 2


async def test_links_have_numbers_and_aliases_of_their_own(bench: Bench) -> None:
    await bench.log({"a": b"1"})
    second = await bench.log({"a": b"2"})
    sequence = await bench.sequence()
    link = bench.artifacts.promoting.link
    place = await link(EDITOR, second, sequence, PROJECT.project_id, "shelf", ["prod"])
    assert place.version_index == 0
    assert await link(EDITOR, second, sequence, PROJECT.project_id, "shelf", []) == place
    assert await bench.index_of("prod", "shelf") == 0
    assert await bench.index_of("prod") is None
    await bench.artifacts.promoting.unlink(EDITOR, second, await bench.sequence("shelf"))
    assert await bench.index_of("prod", "shelf") is None


async def test_tags_and_texts_change(bench: Bench) -> None:
    version = await bench.log({"a": b"1"}, tags=("old",))
    change = VersionChange(description="text", tags_to_add=("new one",), tags_to_delete=("old",), ttl_s=60)
    changed = await bench.artifacts.changing.update(version, change)
    assert (changed.description, changed.ttl_s) == ("text", 60)
    (details,) = await bench.artifacts.reading.details([changed])
    assert [tag.name for tag in details.tags] == ["new one"]


async def test_a_deleted_collection_frees_its_name(bench: Bench) -> None:
    await bench.log({"a": b"1"})
    await bench.log({"a": b"1"}, name="taken")
    sequence = await bench.sequence()
    with pytest.raises(Conflict):
        await bench.artifacts.changing.update_collection(sequence, name="taken")
    await bench.artifacts.changing.delete_collection(sequence)
    assert await bench.artifacts.reading.find_collection(PROJECT.project_id, "data") is None
    assert (await bench.log({"a": b"1"})).version_index == 0
