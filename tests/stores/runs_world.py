"""Runs on real stores, and a bare mirror to fill by hand."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import runlake.products.runs as runs_package
from runlake.live import LiveBus, Subscription
from runlake.model import Principal, Project, Role, Run, Visibility
from runlake.model.events import RunChanged, project_topic
from runlake.products import identity as identity_package
from runlake.products.identity import Identity
from runlake.products.runs import RunProgress, Runs, RunsQuery
from runlake.products.runs.field_rows import FieldChange, as_table
from runlake.products.runs.leaves import Leaves, changes_since, leaves_of
from runlake.products.runs.search import RunSearch
from runlake.query import Filter, Sort
from runlake.settings import RunSettings
from runlake.storage.columnar import ChdbColumnar, ColumnarTable
from runlake.storage.metadata import Metadata
from runlake.storage.migrate import migrate_columnar, migrate_metadata
from tests.stores.conftest import FakeClock
from tests.unit.products.runs.examples import MOMENT

BOB = Principal(1, "bob", None, "Bob", False, 1, {1: Role.ADMIN})


class FlakyColumnar(ChdbColumnar):
    """Fails the inserts that it is told to fail."""

    failing: Exception | None = None

    async def insert(self, table: str, rows: ColumnarTable, *, late_indexes: Sequence[str] = ()) -> None:
        if self.failing is not None:
            raise self.failing
        await super().insert(table, rows, late_indexes=late_indexes)


@dataclass
class World:
    """The runs product with its stores."""

    runs: Runs
    metadata: Metadata
    columnar: FlakyColumnar
    bus: LiveBus
    clock: FakeClock
    settings: RunSettings = field(default_factory=RunSettings)

    def restarted(self) -> "World":
        """The same stores behind a fresh product, as after a crash."""
        runs = Runs(self.metadata, self.columnar, self.bus, self.clock, self.settings)
        return World(runs, self.metadata, self.columnar, self.bus, self.clock, self.settings)

    def sign(self, **values: Any) -> RunProgress:
        """A sign of life, now."""
        return RunProgress(received_at=self.clock(), **values)

    async def found(self, found: Filter | None = None, project_id: int = 1, **query: Any) -> list[str]:
        """Ids of the runs that match."""
        page = await self.runs.search(project_id, RunsQuery(filter=found, limit=1000, **query))
        assert page.total == len(page.runs) == await self.runs.count(project_id, found)
        return [run.run_id for run in page.runs]

    def following(self) -> Subscription:
        return self.bus.subscribe([project_topic(1)])


async def open_world(metadata: Metadata, folder: Path, clock: FakeClock) -> World:
    """A project of bob's without runs."""
    await migrate_metadata(metadata, [identity_package, runs_package])
    await Identity(metadata, clock).put_user(BOB.username)
    columnar = await FlakyColumnar.open(folder, readers=2)
    assert isinstance(columnar, FlakyColumnar)
    await migrate_columnar(columnar, [runs_package])
    bus, settings = LiveBus(), RunSettings()
    return World(Runs(metadata, columnar, bus, clock, settings), metadata, columnar, bus, clock, settings)


def make_project(project_id: int = 1) -> Project:
    return Project(project_id, 1, "bob", "p", None, Visibility.PRIVATE, MOMENT, MOMENT, BOB.user_id)


def changes_of(seen: Subscription) -> list[RunChanged]:
    """What was published meanwhile."""
    payloads = []
    while (event := seen.next_nowait()) is not None:
        assert isinstance(event.payload, RunChanged)
        payloads.append(event.payload)
    return payloads


class BareMirror:
    """`run_fields` without the product: runs are put into projects of their own, for many small examples."""

    def __init__(self, columnar: ChdbColumnar, runner: asyncio.Runner) -> None:
        self._columnar = columnar
        self._runner = runner
        self._project_id = 0

    def put(self, *states: Sequence[Run]) -> int:
        """Store the runs as they were one after the other (versions 1, 2, …); returns the project."""
        self._project_id += 1
        known: dict[int, Leaves] = {}
        for version, runs in enumerate(states, 1):
            changes = [
                FieldChange(
                    self._project_id, run.run_number, version, changes_since(known.get(run.run_number, {}), now)
                )
                for run, now in ((run, leaves_of(run)) for run in runs)
            ]
            if changes:
                self._runner.run(self._columnar.insert("run_fields", as_table(changes)))
            known |= {run.run_number: leaves_of(run) for run in runs}
        return self._project_id

    def find(self, project_id: int, found: Filter | None) -> set[int]:
        """Numbers of the runs that match; the count must say the same."""
        search = RunSearch(self._columnar, project_id)
        page = self._runner.run(search.page(found, (), 1000, None))
        assert page.total == len(page.run_numbers) == self._runner.run(search.count(found))
        return set(page.run_numbers)

    def pages(self, project_id: int, sort: Sequence[Sort], limit: int) -> list[list[int]]:
        """All pages in order."""
        search, cursor, pages = RunSearch(self._columnar, project_id), None, []
        while True:
            page = self._runner.run(search.page(None, sort, limit, cursor))
            pages.append(page.run_numbers)
            cursor = page.next_cursor
            if cursor is None:
                return pages


@contextmanager
def open_bare_mirror(folder: Path) -> Iterator[BareMirror]:
    """A mirror on a store of its own, for synchronous tests."""
    with asyncio.Runner() as runner:
        columnar = runner.run(ChdbColumnar.open(folder, readers=1))
        runner.run(migrate_columnar(columnar, [runs_package]))
        yield BareMirror(columnar, runner)
        runner.run(columnar.close())
