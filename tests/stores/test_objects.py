"""Objects, labels, tables and files on real stores of both dialects."""

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import runlake.products.objects as objects_package
from runlake.errors import DigestMismatch, InvalidInput, NotFound, VersionDeleted, VersionMoved
from runlake.products.objects import (
    DataSets,
    Labels,
    NewVersion,
    ObjectFiles,
    Objects,
    RowChange,
    RowsPage,
    RowTables,
    Values,
    VersionsQuery,
    table_digest,
    table_of,
    value_digest,
)
from runlake.products.objects.digests import outer_digest
from runlake.storage.blobs import LocalBlobs
from runlake.storage.metadata import Metadata
from runlake.storage.migrate import migrate_metadata
from tests.stores.conftest import FakeClock


@dataclass
class World:
    """The parts of the product on one pair of stores."""

    objects: Objects
    values: Values
    labels: Labels
    tables: RowTables
    files: ObjectFiles
    clock: FakeClock

    async def publish(self, value: Any, name: str = "thing", project_id: int = 1, **classes: Any) -> str:
        self.clock.advance(seconds=1)
        return await self.objects.publish(project_id, NewVersion("object", name, value, **classes), created_by="ann")

    async def read(self, version: str, name: str = "thing", project_id: int = 1) -> Any:
        found = await self.objects.get(project_id, name, version)
        return (await self.values.read(project_id, [found.digest]))[found.digest]


@pytest.fixture
async def world(metadata: Metadata, tmp_path: Path, clock: FakeClock) -> AsyncIterator[World]:
    await migrate_metadata(metadata, [objects_package])
    blobs = LocalBlobs(tmp_path / "blobs")
    values = Values(metadata, blobs)
    yield World(
        Objects(metadata, values, clock),
        values,
        Labels(metadata),
        RowTables(metadata, blobs, values),
        ObjectFiles(metadata, blobs),
        clock,
    )
    await blobs.close()


async def test_versions_are_numbered_and_the_last_published_is_latest(world: World) -> None:
    first, second = await world.publish({"n": 1}), await world.publish({"n": 2.0, "big": 2**70})
    assert await world.publish({"n": 1}) == first  # no new version, but the latest again
    found = await world.objects.list(1, VersionsQuery(names=["thing"]))
    assert [(version.digest, version.version_index, version.is_latest) for version in found] == [
        (first, 0, True),
        (second, 1, False),
    ]
    assert [await world.read(version) for version in ("latest", "v0", "v1", second)] == [
        {"n": 1},
        {"n": 1},
        {"n": 2.0, "big": 2**70},
        {"n": 2.0, "big": 2**70},
    ]
    for missing in ("v2", "alias", "f" * 43):
        with pytest.raises(NotFound):
            await world.read(missing)
    with pytest.raises(NotFound):
        await world.read("latest", project_id=2)


async def test_digests_are_checked_and_names_as_well(world: World) -> None:
    new = NewVersion("object", "thing", {"n": 1})
    await world.objects.publish(1, new, created_by="ann", expected_digest=value_digest({"n": 1}))
    with pytest.raises(DigestMismatch):
        await world.objects.publish(1, new, created_by="ann", expected_digest=value_digest({"n": 1.0}))
    for name in ("", "a/b", "a:b", "x" * 129):
        with pytest.raises(InvalidInput, match="name"):
            await world.publish({}, name)
    await world.publish({"n": 1}, "typed", base_class="Model")
    with pytest.raises(InvalidInput, match="class Model"):
        await world.publish({"n": 2}, "typed", base_class="Dataset")


async def test_a_deleted_version_says_so_and_may_come_back(world: World) -> None:
    first, second = await world.publish({"n": 1}), await world.publish({"n": 2})
    assert [version.digest for version in await world.objects.delete(1, "thing", ["latest"])] == [second]
    with pytest.raises(VersionDeleted):
        await world.read(second)
    assert await world.read("latest") == {"n": 1}
    found = re.escape("contains 3 digests, but found 1 objects to delete. Diff digests: {'v1', 'nothing'}")
    with pytest.raises(NotFound, match=found) as refused:
        await world.objects.delete(1, "thing", [first, "v1", "nothing"])
    assert not isinstance(refused.value, VersionDeleted)
    await world.publish({"n": 2})
    again = await world.objects.get(1, "thing", "latest")
    assert (again.version_index, again.created_at) == (1, world.clock())
    assert len(await world.objects.delete(1, "thing", None)) == 2
    with pytest.raises(NotFound):
        await world.objects.delete(1, "thing", None)
    await world.publish({"n": 3})
    assert (await world.objects.get(1, "thing", "latest")).version_index == 2  # numbers are not used again
    with pytest.raises(InvalidInput, match="100 or fewer"):
        await world.objects.delete(1, "thing", [f"v{number}" for number in range(101)])


async def test_labels(world: World) -> None:
    first, second = await world.publish({"n": 1}), await world.publish({"n": 2})
    old, new = await world.objects.get(1, "thing", first), await world.objects.get(1, "thing", second)
    await world.labels.add_tags(old, ["good", "in use"])
    await world.labels.set_aliases(old, ["prod"])
    assert await world.read("prod") == {"n": 1}
    await world.labels.set_aliases(new, ["prod"])
    await world.labels.remove_tags(old, ["good", "never given"])
    assert await world.read("prod") == {"n": 2}
    found = {version.digest: version for version in await world.objects.list(1, VersionsQuery())}
    assert (found[first].tags, found[first].aliases) == (("in use",), ())
    assert (found[second].tags, found[second].aliases) == ((), ("latest", "prod"))
    assert [v.digest for v in await world.objects.list(1, VersionsQuery(tags=["in use"]))] == [first]
    assert [v.digest for v in await world.objects.list(1, VersionsQuery(aliases=["prod"]))] == [second]
    assert (await world.labels.list_tags(1), await world.labels.list_aliases(1)) == (["in use"], ["prod"])
    await world.labels.remove_aliases(1, "thing", ["prod"])
    with pytest.raises(NotFound):
        await world.read("prod")
    for wrong in ("latest", "v3", "a/b", ""):
        with pytest.raises(InvalidInput):
            await world.labels.set_aliases(new, [wrong])


async def test_versions_are_found_by_kind_and_class(world: World) -> None:
    await world.publish({"n": 1}, "m", base_class="Model", leaf_class="Mine")
    await world.publish({"n": 2}, "d", base_class="Dataset", leaf_class="Dataset")
    await world.publish({"n": 3}, "plain")
    await world.objects.publish(1, NewVersion("op", "plain", {"op": 1}), created_by="ann")

    async def names(**query: Any) -> list[str]:
        return [f"{version.kind} {version.name}" for version in await world.objects.list(1, VersionsQuery(**query))]

    assert await names(kind="op") == ["op plain"]
    assert await names(base_classes=["Model"]) == ["object m"]
    assert await names(leaf_classes=["Dataset"]) == ["object d"]
    assert await names(not_base_classes=["Model", "Dataset"], kind="object") == ["object plain"]
    assert await names(by_name=True, descending=True, limit=2, offset=1) == ["object plain", "object m"]
    assert len(await names(latest_only=True)) == 4


async def test_large_values_are_kept_whole(world: World) -> None:
    large = {"text": "ünïcode " * 200_000}
    await world.publish(large)
    assert await world.read("latest") == large


async def test_tables_share_rows_and_are_read_in_pages(world: World) -> None:
    rows = [{"n": number} for number in range(120)] + [{"n": 5}]
    digest, row_digests = await world.tables.create(1, rows)
    assert digest == table_digest(row_digests)
    page = await world.tables.page(1, digest, RowsPage(limit=50, offset=100))
    assert [(row.index, row.value) for row in page][-1] == (120, {"n": 5})
    assert len(page) == 21
    assert await world.tables.page(1, digest, RowsPage(limit=50, offset=121)) == []
    same = await world.tables.page(1, digest, RowsPage(digests=[value_digest({"n": 5})]))
    assert [row.index for row in same] == [5, 120]
    assert await world.tables.page(2, digest, RowsPage()) == []
    assert await world.tables.page(1, (await world.tables.create(1, []))[0], RowsPage()) == []
    assert await world.tables.join(1, row_digests) == digest
    with pytest.raises(NotFound):
        await world.tables.join(2, row_digests)
    with pytest.raises(DigestMismatch):
        await world.tables.create(1, rows, "0" * 64)


async def test_tables_are_changed_into_others(world: World) -> None:
    digest, _ = await world.tables.create(1, [{"n": 1}, {"n": 2}])
    changes = [RowChange(None, {"n": 3}), RowChange(0, removes=True), RowChange(1, {"n": 9})]
    changed, touched = await world.tables.change(1, digest, changes)
    assert [row.value["n"] for row in await world.tables.page(1, changed, RowsPage())] == [2, 9, 3]
    assert touched == [value_digest({"n": number}) for number in (3, 1, 9)]
    assert len(await world.tables.page(1, digest, RowsPage())) == 2
    for change in (RowChange(2, removes=True), RowChange(3, {"n": 1}), RowChange(-1, {"n": 1})):
        with pytest.raises(InvalidInput, match="no place"):
            await world.tables.change(1, digest, [change])


async def test_files(world: World) -> None:
    for content in (b"", b"hello", b"x" * 3_000_000):
        digest = await world.files.put(1, content)
        assert await world.files.put(1, content) == digest
        assert await world.files.read(1, digest) == content
        with pytest.raises(NotFound):
            await world.files.read(2, digest)
    assert (await world.files.sum_bytes(1))["files"] == 3_000_005
    with pytest.raises(NotFound):
        await world.files.read(1, "../../secrets")


async def test_a_data_set_grows_by_versions_and_holds_each_row_once(world: World) -> None:
    datasets = DataSets(world.objects, world.values, world.tables)

    async def rows_of(version: str) -> list[Any]:
        found = await world.objects.get(1, "golden", version)
        value = (await world.values.read(1, [found.digest]))[found.digest]
        assert (found.base_class, value["_type"], value["rows"][:20]) == ("Dataset", "Dataset", "weave:///lab/vision/")
        return [row.value["n"] for row in await world.tables.page(1, table_of(value) or "", RowsPage())]

    first = await datasets.add(1, "lab/vision", "golden", [{"n": 1}, {"n": 2}], created_by="ann")
    again = await datasets.add(1, "lab/vision", "golden", [{"n": 2}, {"n": 1}], created_by="ann")
    assert (first.added, again.added, again.version.digest) == (2, 0, first.version.digest)
    grown = await datasets.add(1, "lab/vision", "golden", [{"n": 2}, {"n": 3}], created_by="bob")
    assert (grown.version.version_index, grown.added, grown.rows) == (1, 1, 3)
    assert (await rows_of("v0"), await rows_of("latest")) == ([1, 2], [1, 2, 3])

    await world.objects.publish(1, NewVersion("object", "prompt", {"a": 1}, "Prompt", "Prompt"), created_by="ann")
    with pytest.raises(InvalidInput, match="no data set"):
        await datasets.add(1, "lab/vision", "prompt", [{"n": 1}], created_by="ann")


async def test_no_writer_of_a_data_set_leaves_out_the_rows_of_another(world: World) -> None:
    writers = [DataSets(world.objects, world.values, world.tables) for _ in range(2)]  # as two servers have them
    await asyncio.gather(
        *(writers[number % 2].add(1, "lab/vision", "shared", [{"n": number}], created_by="ann") for number in range(6))
    )
    found = await world.objects.get(1, "shared", "latest")
    table = table_of((await world.values.read(1, [found.digest]))[found.digest]) or ""
    assert sorted(row.value["n"] for row in await world.tables.page(1, table, RowsPage())) == list(range(6))
    with pytest.raises(VersionMoved):
        await world.objects.publish(
            1, NewVersion("object", "shared", {}, "Dataset", "Dataset"), created_by="ann", follows=""
        )


async def test_clients_that_know_no_internal_ids_find_what_they_named(world: World) -> None:
    value = {"rows": "weave:///ann/project/table/1"}
    digest, other = await world.publish(value), outer_digest(value)
    assert await world.publish(value) == digest == value_digest(value) != other
    assert await world.read(digest) == await world.read(other) == value
    assert (await world.objects.get(1, "thing", other)).digest == digest
    assert (await world.objects.with_labels(await world.objects.get(1, "thing", digest))).aliases == ("latest",)
