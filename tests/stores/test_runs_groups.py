"""Groups of runs on real stores: nested values, statistics over all runs of a group, order and limits."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from statistics import mean, stdev
from typing import Any

import pytest

from runlake.errors import InvalidInput
from runlake.products.runs import GroupsQuery, RunUpsert
from runlake.query import And, Compare, Filter, Sort
from runlake.storage.metadata import Metadata
from tests.stores.conftest import FakeClock
from tests.stores.runs_world import BOB, World, make_project, open_world

LOSSES = [0.5, 1.5, float("nan"), 3.0, 4.0, 10.0]


@pytest.fixture
async def world(metadata: Metadata, clock: FakeClock, tmp_path: Path) -> AsyncIterator[World]:
    """adam: r0 r2 r4 · sgd: r1 r3 · without an optimizer: r5; lr 0.1 for r0 to r3."""
    world = await open_world(metadata, tmp_path / "columnar", clock)
    for index, loss in enumerate(LOSSES):
        config: dict[str, Any] = {"lr": {"value": 0.1 if index < 4 else 1}, "note": {"value": f"n{index // 2}"}}
        if index < 5:
            config["opt"] = {"value": "sgd" if index % 2 else "adam"}
        wanted = RunUpsert(
            run_id=f"r{index}", config_json=json.dumps(config), summary_json=json.dumps({"loss": loss}), tags=("even",)
        )
        await world.runs.upsert(BOB, make_project(), wanted)
    yield world
    await world.runs.close()
    await world.columnar.close()


async def test_groups_count_all_their_runs_and_those_without_the_field_come_last(world: World) -> None:
    page = await world.runs.groups(1, GroupsQuery(("config.opt",)))
    assert [(group.values, group.run_count) for group in page.groups] == [(("adam",), 3), (("sgd",), 2), ((None,), 1)]
    assert page.total == 3


async def test_the_filter_of_a_group_finds_its_runs(world: World) -> None:
    page = await world.runs.groups(1, GroupsQuery(("config.lr", "config.opt"), members=True))
    found = {group.values: sorted(await world.found(group.filter)) for group in page.groups}
    assert found == {
        (0.1, "adam"): ["r0", "r2"],
        (0.1, "sgd"): ["r1", "r3"],
        (1, "adam"): ["r4"],
        (1, None): ["r5"],
    }
    for group in page.groups:
        numbers = {run.run_number for run in await world.runs.find_many(1, found[group.values])}
        assert set(group.run_numbers) == numbers


async def test_statistics_are_over_the_finite_numbers_of_every_run(world: World) -> None:
    page = await world.runs.groups(1, GroupsQuery(("config.opt",), columns=("summary.loss", "config.note", "absent")))
    columns = page.groups[0].columns
    loss = columns["summary.loss"]
    values = [0.5, 4.0]
    assert (loss.count, loss.present, loss.low, loss.high) == (2, 3, 0.5, 4.0)
    assert loss.mean == pytest.approx(mean(values))
    assert loss.std == pytest.approx(stdev(values))
    assert (columns["config.note"].count, columns["config.note"].mean, columns["config.note"].different) == (0, None, 3)
    assert page.groups[2].columns["config.note"].value == "n2"
    assert page.groups[2].columns["summary.loss"].std is None
    assert "absent" not in columns


async def test_a_filter_comes_before_the_grouping(world: World) -> None:
    cut: Filter = Compare("config.lr", "lt", 0.5)
    page = await world.runs.groups(1, GroupsQuery(("config.opt",), filter=cut, columns=("summary.loss",)))
    assert [(group.values[0], group.run_count) for group in page.groups] == [("adam", 2), ("sgd", 2)]
    assert sorted(await world.found(And((cut, page.groups[0].filter)))) == ["r0", "r2"]


async def test_groups_are_ordered_by_the_mean_of_a_column_or_its_text(world: World) -> None:
    async def order(sort: Sort) -> list[Any]:
        return [
            group.values[0] for group in (await world.runs.groups(1, GroupsQuery(("config.opt",), sort=sort))).groups
        ]

    # Means: adam 2.25, sgd 2.25, none 10: equal ones stand in the order of their values.
    assert await order(Sort("summary.loss")) == ["adam", "sgd", None]
    assert await order(Sort("summary.loss", descending=True)) == [None, "adam", "sgd"]
    assert await order(Sort("config.opt", descending=True)) == ["sgd", "adam", None]


async def test_pages_of_groups_go_on_where_the_last_one_ended(world: World) -> None:
    pages = [await world.runs.groups(1, GroupsQuery(("name",), limit=4, offset=offset)) for offset in (0, 4)]
    assert [len(page.groups) for page in pages] == [4, 2]
    assert pages[0].total == 6
    assert [group.values[0] for page in pages for group in page.groups] == [f"r{index}" for index in range(6)]


@pytest.mark.parametrize("by", [(), ("a", "a"), ("a", "b", "c", "d"), ("tags",)])
async def test_what_cannot_be_grouped_by_is_refused(by: tuple[str, ...]) -> None:
    with pytest.raises(InvalidInput):
        GroupsQuery(by)


async def test_a_deleted_run_is_in_no_group(world: World) -> None:
    await world.runs.delete(BOB, await world.runs.get(1, "r5"))
    page = await world.runs.groups(1, GroupsQuery(("config.opt",)))
    assert [group.run_count for group in page.groups] == [3, 2]
