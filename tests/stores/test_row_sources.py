"""Where rows of data sets came from, on both dialects."""

import pytest

import runlake.products.objects as objects_package
from runlake.errors import InvalidInput
from runlake.products.objects import NewSource, RowSources, SourceKey, SourcesQuery
from runlake.storage.metadata import Metadata
from runlake.storage.migrate import migrate_metadata
from tests.stores.conftest import FakeClock

CALL, TALK = SourceKey("call", "c", "t"), SourceKey("conversation", "talk")


@pytest.fixture
async def sources(metadata: Metadata, clock: FakeClock) -> RowSources:
    await migrate_metadata(metadata, [objects_package])
    return RowSources(metadata, clock)


async def test_a_link_is_made_once_deleted_and_restored(sources: RowSources, clock: FakeClock) -> None:
    links = [NewSource("row", CALL, "work", clock(), {"why": "good"}), NewSource("row", TALK, "", clock())]
    made = await sources.link(1, "rows", links, "ann")
    assert [is_new for _, is_new in made] == [True, True]
    first_at = clock()
    clock.advance(seconds=5)
    assert await sources.link(1, "rows", links[:1], "bob") == [(made[0][0], False)]
    with pytest.raises(InvalidInput):
        await sources.unlink(1, [made[0][0], "nothing"])
    with pytest.raises(InvalidInput):
        await sources.unlink(2, [made[0][0]])  # another project's
    found = await sources.of_dataset(1, SourcesQuery("rows"))
    assert [(link.kind, link.note, link.created_by) for link in found] == [
        ("call", {"why": "good"}, "ann"),
        ("conversation", None, "ann"),
    ]
    assert found[0].created_at == first_at
    assert await sources.unlink(1, [made[0][0]]) == [True]
    assert await sources.unlink(1, [made[0][0]]) == [False]
    assert [link.kind for link in await sources.of_dataset(1, SourcesQuery("rows"))] == ["conversation"]
    assert len(await sources.of_dataset(1, SourcesQuery("rows", with_deleted=True))) == 2
    assert await sources.link(1, "rows", links[:1], "ann") == [(made[0][0], False)]
    assert len(await sources.of_dataset(1, SourcesQuery("rows"))) == 2


async def test_links_are_found_from_both_ends(sources: RowSources, clock: FakeClock) -> None:
    rows = [NewSource(f"row-{number}", CALL, "work", clock()) for number in range(5)]
    await sources.link(1, "rows", [*rows, NewSource("row-0", TALK, "", clock())], "ann")
    await sources.link(1, "more", rows[:1], "ann")
    await sources.link(2, "rows", rows[:1], "ann")

    async def digests(query: SourcesQuery) -> list[str]:
        return [link.row_digest for link in await sources.of_dataset(1, query)]

    assert await digests(SourcesQuery("rows", kinds=["conversation"])) == ["row-0"]
    assert await digests(SourcesQuery("rows", ["row-3", "row-1"])) == ["row-1", "row-3"]
    assert await digests(SourcesQuery("rows", kinds=["call"], limit=2, offset=2)) == ["row-2", "row-3"]
    found = await sources.of_sources(1, ["c"])
    assert sorted({link.dataset for link in found}) == ["more", "rows"]
    assert len(found) == 6
    assert await sources.of_sources(1, ["other"]) == []
