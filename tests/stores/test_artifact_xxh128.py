"""Versions whose files are named by XXH128: the bytes are the same ones, and both names keep them."""

import hashlib
from base64 import b64encode
from collections.abc import AsyncIterator
from pathlib import Path

import orjson
import pytest
import xxhash

from runlake.errors import InvalidInput
from runlake.products.artifacts import DigestAlgorithm, FileWanted, ManifestKind, NewVersion, Version
from runlake.storage.metadata import Metadata
from tests.stores.test_artifacts import ALICE, PROJECT, chunks_of, md5_of
from tests.stores.test_retention import World, open_world

BODY = b"bytes with two names"
MD5 = hashlib.md5(BODY).hexdigest()
XXH128 = xxhash.xxh128(BODY).hexdigest()


@pytest.fixture
async def world(metadata: Metadata, tmp_path: Path) -> AsyncIterator[World]:
    opened = await open_world(metadata, tmp_path)
    yield opened
    await opened.blobs.close()


async def announce(world: World, name: str) -> Version:
    new = NewVersion("dataset", name, "", digest_algorithm=DigestAlgorithm.XXH128)
    return await world.bench.artifacts.writing.create(ALICE, PROJECT, new)


async def commit(world: World, version: Version, digest: str) -> Version:
    """Commit a version whose only file is named by this XXH128, hex."""
    writing = world.bench.artifacts.writing
    entry = {"digest": b64encode(bytes.fromhex(digest)).decode(), "size": len(BODY), "extra": {"alg": "XXH128"}}
    body = orjson.dumps({"version": 1, "contents": {"f": entry}})
    opened = await writing.open_manifest(version, "wandb_manifest.json", ManifestKind.FULL, md5_of(body), None)
    await writing.receive_manifest(opened.manifest_id, chunks_of(body))
    return await writing.commit(version)


async def upload(world: World, version: Version) -> bool:
    """Whether the bytes had to be sent."""
    writing = world.bench.artifacts.writing
    (slot,) = await writing.open_files(version, [FileWanted("f", MD5, xxh128=XXH128)])
    if slot.upload_path is not None:
        await writing.receive_file(PROJECT.project_id, MD5, version.version_id, chunks_of(BODY))
    return slot.upload_path is not None


async def test_bytes_have_both_names_and_are_stored_once(world: World) -> None:
    version = await announce(world, "a")
    assert await upload(world, version)
    committed = await commit(world, version, XXH128)
    (file,) = await world.bench.artifacts.reading.files(committed)
    by_xxh128 = await world.bench.artifacts.reading.find_content(PROJECT.project_id, file.hex_digest)
    assert (file.hex_digest, committed.digest_algorithm) == (XXH128, DigestAlgorithm.XXH128)
    assert by_xxh128 == await world.bench.artifacts.reading.find_content(PROJECT.project_id, MD5)
    assert not await upload(world, await announce(world, "b"))
    assert await world.stored() == 1


async def test_a_digest_that_is_not_that_of_the_bytes_is_not_committed(world: World) -> None:
    version = await announce(world, "a")
    await upload(world, version)
    with pytest.raises(InvalidInput, match="were not uploaded"):
        await commit(world, version, xxhash.xxh128(b"other bytes").hexdigest())


async def test_a_version_of_either_kind_keeps_the_bytes(world: World) -> None:
    named_by_md5 = await world.bench.log({"f": BODY}, name="md5")
    version = await announce(world, "xxh128")
    await upload(world, version)
    named_by_xxh128 = await commit(world, version, XXH128)
    await world.delete(named_by_md5)
    world.clock.advance(days=3)
    await world.round()
    assert await world.stored() == 1
    await world.delete(named_by_xxh128)
    world.clock.advance(days=3)
    await world.round()
    assert await world.stored() == 0
