"""Whatever happens to runs, in whatever order, lists say what the rows say."""

import asyncio
import json
import math
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from runlake.errors import RunlakeError, StorageFull
from runlake.model import Run
from runlake.products.runs import RunsQuery, RunUpsert
from runlake.products.runs.leaves import leaves_of
from runlake.storage.metadata import open_metadata
from tests.stores.conftest import FakeClock
from tests.stores.runs_world import BOB, World, make_project, open_world

RUN_IDS = ("a", "b", "c")
MOVED_BY_HEARTBEATS = {"heartbeat_at", "duration_s"}  # stored at once, mirrored once a minute

VALUES = st.sampled_from([0, 1.5, math.nan, "x", None, True, [1], {}, {"k": 1}, {"k": {"l": "y"}}])
DOCUMENTS = st.dictionaries(st.sampled_from(["p", "q", "p.k"]), VALUES, max_size=3)
TAGS = st.sets(st.sampled_from(["t", "u"])).map(lambda tags: tuple(sorted(tags)))


@dataclass(frozen=True)
class Event:
    """Something that is asked for, of one run."""

    kind: str
    run_id: str
    document: dict[str, Any]
    tags: tuple[str, ...]
    flag: bool


KINDS = ("create", "config", "summary", "heartbeat", "end", "stop", "tag", "rewind", "fork", "delete")
EVENTS = st.builds(Event, st.sampled_from(KINDS), st.sampled_from(RUN_IDS), DOCUMENTS, TAGS, st.booleans())
ROUNDS = st.lists(
    st.tuples(
        st.lists(EVENTS, min_size=1, max_size=4),  # at the same time
        st.sampled_from(["", "", "", "silence", "restart", "full disk, retried", "full disk, restarted"]),
    ),
    min_size=1,
    max_size=8,
)


class Story:
    """One project in which events happen."""

    def __init__(self, world: World, clock: FakeClock, project_id: int) -> None:
        self.world = world
        self._clock = clock
        self._project = make_project(project_id)

    async def play(self, events: list[Event], around: str) -> None:
        """Let the events happen together; what is refused or fails is part of the story."""
        self._clock.advance(seconds=400 if around == "silence" else 7)
        if around == "silence":
            await self.world.runs.mark_silent()
        self.world.columnar.failing = StorageFull("full") if around.startswith("full disk") else None
        outcomes = await asyncio.gather(*(self._do(event) for event in events), return_exceptions=True)
        self.world.columnar.failing = None
        unexpected = [each for each in outcomes if isinstance(each, Exception) and not isinstance(each, RunlakeError)]
        assert not unexpected
        if around == "full disk, retried":
            await self.world.runs._upkeep.mend()
        elif around in ("restart", "full disk, restarted"):
            await self.world.runs.close()
            self.world = self.world.restarted()
            await self.world.runs.catch_up()

    async def check(self) -> None:
        """The mirror holds exactly the leaves of the rows."""
        number = self._project.project_id
        found = [await self.world.runs.find(number, run_id) for run_id in RUN_IDS]
        expected = {run.run_number: searchable(run) for run in found if run is not None}
        paths = {path for leaves in expected.values() for path in leaves}
        listed = {field.path for field in await self.world.runs.fields(number)} - MOVED_BY_HEARTBEATS
        assert listed == {path for path in paths if not path.startswith("tag:")}
        page = await self.world.runs.search(number, RunsQuery(columns=tuple(paths) or ("state",)))
        assert page.total == len(page.runs) == len(expected)
        assert page.values == expected

    async def _do(self, event: Event) -> None:
        if event.kind in ("create", "config", "fork"):
            await self.world.runs.upsert(BOB, self._project, wanted(event))
            return
        run = await self.world.runs.get(self._project.project_id, event.run_id)
        await self._changes(event, run)[event.kind]()

    def _changes(self, event: Event, run: Run) -> dict[str, Callable[[], Awaitable[object]]]:
        runs, sign, number = self.world.runs, self.world.sign, run.run_number
        text = json.dumps(event.document)
        return {
            "summary": lambda: runs.progress(number, sign(summary_json=text, has_new_lines=event.flag)),
            "heartbeat": lambda: runs.progress(number, sign(preempting=event.flag)),
            "end": lambda: runs.progress(number, sign(complete=True, exit_code=int(event.flag))),
            "stop": lambda: runs.stop(BOB, run),
            "tag": lambda: runs.retag(run, add="t") if event.flag else runs.edit(run, tags=event.tags),
            "rewind": lambda: runs.rewind(run.project_id, run.run_id, 1),
            "delete": lambda: runs.delete(BOB, run),
        }


def wanted(event: Event) -> RunUpsert:
    """An upsert; a fork names another run."""
    config = {key: {"value": value} for key, value in event.document.items()}
    if event.kind == "fork":
        config["_wandb"] = {"value": {"branch_point": {"run_id": RUN_IDS[event.flag], "step": 2}}}
    text = None if event.kind == "create" else json.dumps(config)
    return RunUpsert(run_id=event.run_id, config_json=text, tags=event.tags if event.flag else None)


def searchable(run: Run) -> dict[str, Any]:
    """What a list should show of a run."""
    leaves = {path: leaf for path, leaf in leaves_of(run).items() if path not in MOVED_BY_HEARTBEATS}
    return {path: leaf.value() for path, leaf in leaves.items()}


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[asyncio.Runner, World, FakeClock]]:
    folder, clock = tmp_path_factory.mktemp("stage"), FakeClock()
    with asyncio.Runner() as runner:
        metadata = open_metadata(folder / "metadata.sqlite3")
        world = runner.run(open_world(metadata, folder / "columnar", clock))
        yield runner, world, clock
        runner.run(world.runs.close())
        runner.run(world.columnar.close())
        runner.run(metadata.close())


PROJECT_IDS = iter(range(1, 1_000_000))


@given(rounds=ROUNDS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_lists_say_what_the_rows_say(
    stage: tuple[asyncio.Runner, World, FakeClock], rounds: list[tuple[list[Event], str]]
) -> None:
    runner, world, clock = stage
    story = Story(world.restarted(), clock, next(PROJECT_IDS))

    async def play() -> None:
        for events, around in rounds:
            await story.play(events, around)
            await story.check()
        await story.world.runs.close()

    runner.run(play())
