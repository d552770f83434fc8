"""Files in parts: any order, each once, the whole checked, and nothing left of what was given up."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from runlake.errors import InvalidInput, LimitExceeded, NotFound
from runlake.products.artifacts import FileWanted, NewVersion, PartSlots, Version
from runlake.storage.metadata import Metadata
from tests.stores.test_artifacts import ALICE, PROJECT, chunks_of, digest_of, md5_of
from tests.stores.test_retention import World, open_world

PART_BYTES = 1000
BODY = bytes(range(256)) * 14  # 3,584 bytes: three parts and a smaller one
PARTS = [BODY[start : start + PART_BYTES] for start in range(0, len(BODY), PART_BYTES)]
MD5S = tuple(hashlib.md5(part).hexdigest() for part in PARTS)
MD5 = hashlib.md5(BODY).hexdigest()
GIVEN = dict(enumerate(MD5S, 1))


@pytest.fixture
async def world(metadata: Metadata, tmp_path: Path) -> AsyncIterator[World]:
    opened = await open_world(metadata, tmp_path)
    yield opened
    await opened.blobs.close()


async def begin(world: World, name: str = "data") -> Version:
    new = NewVersion("dataset", name, digest_of({"big": BODY}), aliases=("latest",))
    return await world.bench.artifacts.writing.create(ALICE, PROJECT, new)


async def open_parts(world: World, version: Version, part_md5s: tuple[str, ...] = MD5S, md5: str = MD5) -> PartSlots:
    (slot,) = await world.bench.artifacts.writing.open_files(version, [FileWanted("big", md5, part_md5s)])
    assert slot.upload_path is not None
    assert slot.parts is not None
    return slot.parts


async def send(world: World, slots: PartSlots, *numbers: int) -> None:
    parts = world.bench.artifacts.writing.parts
    await asyncio.gather(*(parts.receive(slots.token, number, chunks_of(PARTS[number - 1])) for number in numbers))


async def read(world: World, first: int = 0, last: int | None = None) -> bytes:
    content = await world.bench.artifacts.reading.find_content(PROJECT.project_id, MD5)
    assert content is not None
    stream = await world.bench.artifacts.reading.open_content(content, first, last)
    return b"".join([chunk async for chunk in stream])


async def left(world: World) -> int:
    return len([head async for head in world.blobs.list("artifacts/parts")])


async def test_parts_in_any_order_make_the_file_also_after_a_crash(world: World) -> None:
    version = await begin(world)
    slots = await open_parts(world, version)
    assert len(slots.upload_paths) == len(PARTS)
    await send(world, slots, 4, 2)
    world.restart()
    again = await open_parts(world, version)
    assert again == replace(slots, stored=frozenset({2, 4})), "a client that asks again goes on"
    await send(world, slots, 3, 1, 2)
    parts = world.bench.artifacts.writing.parts
    done = await asyncio.gather(*(parts.complete(version, slots.token, GIVEN) for _ in range(3)))
    assert set(done) == {md5_of(BODY)}
    assert await read(world) == BODY
    for first, last in ((0, 0), (999, 1000), (1000, 1999), (500, 3300), (3583, 3583), (3000, None), (3584, None)):
        assert await read(world, first, last) == BODY[first : None if last is None else last + 1]
    await world.bench.put_manifest(version, {"big": BODY})
    world.held[version.version_id] = {"big": BODY}
    await world.bench.artifacts.writing.commit(version)
    world.clock.advance(days=400)
    await world.round()
    await world.check()
    with pytest.raises(NotFound):
        await send(world, slots, 1)
    await world.delete(version)
    world.clock.advance(hours=25)
    await world.round()
    assert await left(world) == 0


async def test_a_damaged_or_missing_part_is_told_of(world: World) -> None:
    version = await begin(world)
    slots = await open_parts(world, version)
    parts = world.bench.artifacts.writing.parts
    with pytest.raises(InvalidInput, match="damaged"):
        await parts.receive(slots.token, 1, chunks_of(PARTS[1]))
    for number in (0, 5):
        with pytest.raises(NotFound):
            await parts.receive(slots.token, number, chunks_of(PARTS[0]))
    await send(world, slots, 1, 2, 4)
    with pytest.raises(InvalidInput, match="part 3 was not uploaded"):
        await parts.complete(version, slots.token, GIVEN)
    with pytest.raises(InvalidInput, match="not those that were announced"):
        await parts.complete(version, slots.token, {**GIVEN, 3: MD5S[0]})
    await send(world, slots, 3)
    with pytest.raises(NotFound):
        await parts.complete(await begin(world, "other"), slots.token, GIVEN)
    assert await parts.complete(version, slots.token, GIVEN) == md5_of(BODY)


async def test_parts_that_do_not_make_the_file_go(world: World) -> None:
    version = await begin(world)
    slots = await open_parts(world, version, md5=hashlib.md5(b"else").hexdigest())
    await send(world, slots, 1, 2, 3, 4)
    with pytest.raises(InvalidInput, match="together"):
        await world.bench.artifacts.writing.parts.complete(version, slots.token, GIVEN)
    assert await left(world) == 0
    uneven = await open_parts(world, version, (MD5S[3], MD5S[0]), hashlib.md5(PARTS[3] + PARTS[0]).hexdigest())
    receive = world.bench.artifacts.writing.parts.receive
    await receive(uneven.token, 1, chunks_of(PARTS[3]))
    await receive(uneven.token, 2, chunks_of(PARTS[0]))
    with pytest.raises(InvalidInput, match="one size"):
        await world.bench.artifacts.writing.parts.complete(version, uneven.token, {1: MD5S[3], 2: MD5S[0]})


async def test_an_abandoned_upload_goes_with_its_parts(world: World) -> None:
    version = await begin(world)
    slots = await open_parts(world, version)
    await send(world, slots, 1, 2)
    world.clock.advance(hours=23)
    await send(world, slots, 3)
    world.clock.advance(hours=23)
    await world.round()
    assert await left(world) == 3, "it was heard of"
    world.clock.advance(hours=25)
    await world.round()
    assert await left(world) == 0
    with pytest.raises(NotFound):
        await send(world, slots, 4)
    slots = await open_parts(world, version)
    await send(world, slots, 1)
    await world.bench.artifacts.writing.parts.give_up(version, slots.token)
    assert await left(world) == 0


async def test_an_upload_that_is_given_up_while_it_is_completed_ends_one_way(world: World) -> None:
    for _ in range(5):
        version = await begin(world)
        slots = await open_parts(world, version)
        await send(world, slots, 1, 2, 3, 4)
        parts = world.bench.artifacts.writing.parts
        done, _ = await asyncio.gather(
            parts.complete(version, slots.token, GIVEN), parts.give_up(version, slots.token), return_exceptions=True
        )
        found = await world.bench.artifacts.reading.find_content(PROJECT.project_id, MD5)
        assert (found is None) == isinstance(done, NotFound | InvalidInput)
        if found is not None:
            assert await read(world) == BODY
            return
        assert await left(world) == 0


async def test_the_same_bytes_twice_are_kept_once(world: World) -> None:
    first, second = await begin(world), await begin(world, "other")
    slots = [await open_parts(world, version) for version in (first, second)]
    for version, one in zip((first, second), slots, strict=True):
        await send(world, one, 1, 2, 3, 4)
        await world.bench.artifacts.writing.parts.complete(version, one.token, GIVEN)
    assert await left(world) == len(PARTS)
    assert await read(world) == BODY


async def test_a_file_in_parts_has_the_same_limit(world: World) -> None:
    version = await begin(world)
    body = b"x" * 600_000
    md5s = (hashlib.md5(body).hexdigest(),) * 2
    slots = await open_parts(world, version, md5s, hashlib.md5(body * 2).hexdigest())
    parts = world.bench.artifacts.writing.parts
    for number in (1, 2):
        await parts.receive(slots.token, number, chunks_of(body))
    with pytest.raises(LimitExceeded):
        await parts.complete(version, slots.token, dict(enumerate(md5s, 1)))
