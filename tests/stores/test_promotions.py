"""Promotions on real stores: who linked what and moved which alias, and aliases that only admins may touch."""

import pytest

from runlake.errors import Conflict, PermissionDenied
from runlake.products.artifacts import Collection, Editor, PromotionKind, Version
from tests.stores.test_artifacts import EDITOR, OTHER, PROJECT, Bench, bench

__all__ = ["bench"]
MEMBER = Editor(8, is_admin=False)
GIVEN, TAKEN = PromotionKind.ALIAS_GIVEN, PromotionKind.ALIAS_TAKEN


async def two_on_a_shelf(bench: Bench) -> tuple[Version, Version, Collection]:
    """Two versions of `data`, both linked to `shelf` of the other project, the first as its `production`."""
    first, second = await bench.log({"a": b"1"}), await bench.log({"a": b"2"})
    sequence = await bench.sequence()
    await bench.artifacts.promoting.link(MEMBER, first, sequence, OTHER.project_id, "shelf", ["production"])
    await bench.artifacts.promoting.link(MEMBER, second, sequence, OTHER.project_id, "shelf", [])
    shelf = await bench.artifacts.reading.find_collection(OTHER.project_id, "shelf")
    assert shelf is not None
    return first, second, shelf


async def named(bench: Bench, shelf: Collection, alias: str) -> int | None:
    place = await bench.artifacts.reading.find_place(shelf, alias)
    return None if place is None else place.version_index


async def test_each_change_leaves_a_line(bench: Bench) -> None:
    first, second, shelf = await two_on_a_shelf(bench)
    promoting = bench.artifacts.promoting
    await promoting.add_aliases(EDITOR, second, shelf, ["production", "production"])
    await promoting.add_aliases(EDITOR, second, shelf, ["production"])  # has it already: nothing happened
    await promoting.delete_aliases(EDITOR, first, shelf, ["production"])  # not its own any more
    await promoting.delete_aliases(EDITOR, second, shelf, ["production"])
    await promoting.unlink(MEMBER, second, shelf)
    lines = [
        (line.kind, line.alias, line.version_index, line.from_index, line.user_id)
        for line in await promoting.history(shelf.collection_id)
    ]
    assert lines == [
        (PromotionKind.UNLINKED, None, 1, None, 8),
        (TAKEN, "production", 1, None, 7),
        (GIVEN, "production", 1, 0, 7),
        (PromotionKind.LINKED, None, 1, None, 8),
        (GIVEN, "production", 0, None, 8),
        (PromotionKind.LINKED, None, 0, None, 8),
    ]
    page = await promoting.history(shelf.collection_id, limit=4)
    rest = await promoting.history(shelf.collection_id, before=page[-1].promotion_id)
    assert [line.version_index for line in rest] == [0, 0]
    assert set(await promoting.last_changes([PROJECT.project_id, OTHER.project_id])) == {OTHER.project_id}


async def test_the_last_of_several_changes_says_who_did_it(bench: Bench) -> None:
    first, second, shelf = await two_on_a_shelf(bench)
    promoting = bench.artifacts.promoting
    await promoting.add_aliases(EDITOR, second, shelf, ["production"])
    moves = await promoting.last_moves(shelf.collection_id, ["production", "latest"])
    assert {alias: (move.user_id, move.version_index) for alias, move in moves.items()} == {"production": (7, 1)}
    await promoting.unlink(EDITOR, first, shelf)
    await promoting.link(EDITOR, first, await bench.sequence(), OTHER.project_id, "shelf", [])
    links = await promoting.last_links(shelf.collection_id, [first.version_id, second.version_id])
    assert {version: (link.user_id, link.version_index) for version, link in links.items()} == {
        first.version_id: (7, 2),
        second.version_id: (8, 1),
    }


async def test_latest_falls_back_when_the_newest_is_unlinked(bench: Bench) -> None:
    _, second, shelf = await two_on_a_shelf(bench)
    assert await named(bench, shelf, "latest") == 1
    await bench.artifacts.promoting.unlink(MEMBER, second, shelf)
    assert await named(bench, shelf, "latest") == 0


async def test_only_admins_touch_protected_aliases(bench: Bench) -> None:
    first, second, shelf = await two_on_a_shelf(bench)
    promoting, sequence = bench.artifacts.promoting, await bench.sequence()
    await promoting.protect(OTHER.project_id, ["production", "production"])
    assert await promoting.protected([PROJECT.project_id, OTHER.project_id]) == {OTHER.project_id: {"production"}}
    with pytest.raises(PermissionDenied, match="'production' is protected"):
        await promoting.add_aliases(MEMBER, second, shelf, ["fine", "production"])
    with pytest.raises(PermissionDenied):
        await promoting.delete_aliases(MEMBER, first, shelf, ["production"])
    with pytest.raises(PermissionDenied):
        await promoting.unlink(MEMBER, first, shelf)
    with pytest.raises(PermissionDenied):
        await promoting.link(MEMBER, second, sequence, OTHER.project_id, "shelf", ["production"])
    with pytest.raises(PermissionDenied):
        await promoting.link(MEMBER, second, sequence, OTHER.project_id, "another", ["production"])
    assert await bench.artifacts.reading.find_collection(OTHER.project_id, "another") is None
    assert (await named(bench, shelf, "production"), await named(bench, shelf, "fine")) == (0, None)
    await promoting.link(MEMBER, first, sequence, OTHER.project_id, "shelf", ["production"])  # has it already
    await promoting.add_aliases(EDITOR, second, shelf, ["production"])
    assert await named(bench, shelf, "production") == 1


async def test_what_a_protected_alias_names_is_not_deleted(bench: Bench) -> None:
    first, second, shelf = await two_on_a_shelf(bench)
    changing, promoting = bench.artifacts.changing, bench.artifacts.promoting
    await promoting.protect(OTHER.project_id, ["production"])
    for collection in (await bench.sequence(), shelf):
        with pytest.raises(Conflict, match="protected alias 'production'"):
            await changing.delete_collection(collection)
    with pytest.raises(Conflict, match="protected alias 'production'"):
        await changing.delete(first, even_with_aliases=True)
    await changing.delete(second, even_with_aliases=True)
    await promoting.protect(OTHER.project_id, [])
    await changing.delete(first, even_with_aliases=True)
    assert await named(bench, shelf, "production") is None
