"""Sweeps are listed page by page, however many a project has."""

import json
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from runlake.errors import InvalidInput
from runlake.model import Project, Visibility
from runlake.products.sweeps import Sweep, SweepsQuery, SweepState
from runlake.protocols.wandb.graphql.resolvers.sweeps import resolve_sweeps

MOMENT = datetime(2030, 1, 1, tzinfo=UTC)
PROJECT = Project(1, 1, "alice", "p", None, Visibility.PRIVATE, MOMENT, MOMENT, created_by=None)
CONFIG = "{method: random, parameters: {lr: {min: 0.0, max: 1.0}}}"


def sweep(number: int) -> Sweep:
    state = SweepState.RUNNING if number % 2 else SweepState.FINISHED
    documents = {"config_yaml": CONFIG, "controller_json": None, "scheduler_json": None, "prior_runs": ()}
    times = {"created_at": MOMENT, "updated_at": MOMENT, "heartbeat_at": None}
    counts = {"next_position": 0, "grid_index": 0, "user_id": None, "username": None}
    names: dict[str, Any] = {"sweep_id": f"s{number}", "display_name": None, "description": None}
    return Sweep(number, 1, state=state, **names, **documents, **times, **counts)


class FakeSweeps:
    """`count` sweeps, which are given as the store gives them: newest first, at most 1,000 at once."""

    def __init__(self, count: int) -> None:
        self.all = [sweep(number) for number in range(count, 0, -1)]

    async def search(self, project_id: int, query: SweepsQuery) -> list[Sweep]:
        older = [each for each in self.all if query.after is None or each.sweep_number < query.after]
        return older[: min(query.limit, 1000)]


async def names(count: int, first: int | None, filters: str | None = None) -> list[list[str]]:
    """The names of each page, as a client that goes on from `endCursor` gets them."""
    spent = SimpleNamespace(spend=lambda amount=1: None)
    context = SimpleNamespace(budget=spent, services=SimpleNamespace(sweeps=FakeSweeps(count)))
    node: Any = SimpleNamespace(project=PROJECT)
    info: Any = SimpleNamespace(context=context)
    pages, after = [], None
    while True:
        page = await resolve_sweeps(node, info, after, first, filters)
        pages.append([edge["node"]["name"] for edge in page["edges"]])
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            return pages


async def test_every_sweep_of_many_comes_once() -> None:
    pages = await names(2300, 400)
    assert [len(page) for page in pages] == [400, 400, 400, 400, 400, 300]
    assert [name for page in pages for name in page] == [f"s{number}" for number in range(2300, 0, -1)]


async def test_pages_end_where_the_sweeps_end() -> None:
    assert [len(page) for page in await names(100, None)] == [50, 50]
    assert await names(3, 5) == [["s3", "s2", "s1"]]
    assert await names(0, 5) == [[]]


async def test_a_filter_looks_beyond_the_first_thousand() -> None:
    found = await names(2300, 1000, json.dumps({"state": "RUNNING"}))
    assert [len(page) for page in found] == [1000, 150]


async def test_a_cursor_that_is_none_of_ours_is_refused() -> None:
    context = SimpleNamespace(
        budget=SimpleNamespace(spend=lambda: None), services=SimpleNamespace(sweeps=FakeSweeps(1))
    )
    node: Any = SimpleNamespace(project=PROJECT)
    info: Any = SimpleNamespace(context=context)
    with pytest.raises(InvalidInput):
        await resolve_sweeps(node, info, "nonsense")
