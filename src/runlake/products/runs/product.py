"""`class Runs`: making, changing, watching and finding runs."""

import logging
import random
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from functools import partial
from typing import Any

from runlake.errors import Conflict, NotFound
from runlake.live import LiveBus
from runlake.model import Principal, Project, Run, RunState
from runlake.model.clock import Clock
from runlake.model.texts import check_texts
from runlake.products.runs import changes, rules, store
from runlake.products.runs.activity import read_activity
from runlake.products.runs.branches import branch_point
from runlake.products.runs.finding import Finding
from runlake.products.runs.grouping import GroupsPage, GroupsQuery
from runlake.products.runs.metric_definitions import MetricDefinition
from runlake.products.runs.mirror import Mirror
from runlake.products.runs.purging import list_purgeable
from runlake.products.runs.records import FieldInfo, ProjectActivity, RunProgress, RunsPage, RunsQuery, RunUpsert
from runlake.products.runs.upkeep import Upkeep
from runlake.products.runs.writing import Writing
from runlake.query import Filter
from runlake.settings import RunSettings
from runlake.storage.columnar import Columnar
from runlake.storage.metadata import Metadata, Recorder, record_nothing

_EDITABLE = frozenset({"display_name", "notes", "tags", "group", "job_type"})

_log = logging.getLogger(__name__)


class Runs:
    """All runs of all projects. Callers have checked the caller's rights on the project.

    The metadata row is the truth; a write returns when the row and its searchable mirror are both durable.
    """

    def __init__(
        self,
        metadata: Metadata,
        columnar: Columnar,
        bus: LiveBus,
        clock: Clock,
        settings: RunSettings,
        record: Recorder = record_nothing,
    ) -> None:
        """`record` is told of changes of state."""
        self._metadata = metadata
        self._clock = clock
        self._chooser = random.Random()  # noqa: S311 - names, not secrets
        mirror = Mirror(columnar)
        self._finding = Finding(metadata, columnar)
        self._writing = Writing(metadata, mirror, bus, record)
        self._upkeep = Upkeep(metadata, mirror, self._writing, clock, settings)

    # finding

    async def find(self, project_id: int, run_id: str) -> Run | None:
        """The run of that id."""
        return await self._metadata.read(partial(store.find_run, project_id=project_id, run_id=run_id))

    async def get(self, project_id: int, run_id: str) -> Run:
        """The run of that id. Raises NotFound."""
        run = await self.find(project_id, run_id)
        if run is None:
            raise NotFound(f"run {run_id!r:.200} not found in this project")
        return run

    async def find_by_number(self, run_number: int) -> Run | None:
        """The run of that number, unless deleted."""
        return await self._metadata.read(partial(store.find_by_number, run_number=run_number))

    async def by_numbers(self, run_numbers: Sequence[int], *, documents: bool = False) -> dict[int, Run]:
        """Run number → run; deleted ones are absent. Without `documents` they come without config and summary."""
        numbers = list(dict.fromkeys(run_numbers))
        found = await self._metadata.read(partial(store.list_by_numbers, run_numbers=numbers, documents=documents))
        return {run.run_number: run for run in found}

    async def deleted_at(self, project_id: int, run_id: str) -> datetime | None:
        """When the run of that id was deleted last; None when none was, or so long ago that nothing is left of it."""
        return await self._metadata.read(partial(store.find_deleted_at, project_id=project_id, run_id=run_id))

    async def find_many(self, project_id: int, run_ids: Sequence[str], *, documents: bool = False) -> list[Run]:
        """The runs of those ids, in their order; missing ones are absent. Without `documents`, config and summary are `{}`."""
        read = partial(store.list_by_ids, project_id=project_id, run_ids=run_ids, documents=documents)
        found = await self._metadata.read(read)
        by_id = {run.run_id: run for run in found}
        return [by_id[run_id] for run_id in dict.fromkeys(run_ids) if run_id in by_id]

    async def search(self, project_id: int, query: RunsQuery) -> RunsPage:
        """A page of the runs that match. Raises InvalidInput for a filter, order or cursor that cannot be."""
        return await self._finding.search(project_id, query)

    async def count(self, project_id: int, found: Filter | None = None) -> int:
        """How many runs match."""
        return await self._finding.count(project_id, found)

    async def groups(self, project_id: int, query: GroupsQuery) -> GroupsPage:
        """The runs that match, grouped by fields, with statistics over all runs of every group. Raises InvalidInput."""
        return await self._finding.groups(project_id, query)

    async def parents_of(self, found: Sequence[Run]) -> Mapping[int, Run]:
        """Run number → run, for the runs that the given ones were forked from; deleted ones are absent."""
        points = [branch_point(run) for run in found]
        numbers = {point.parent_number for point in points if point and point.parent_number is not None}
        if not numbers:
            return {}
        list_parents = partial(store.list_by_numbers, run_numbers=sorted(numbers), documents=False)
        return {run.run_number: run for run in await self._metadata.read(list_parents)}

    async def branched(self, project_id: int) -> list[Run]:
        """The runs that are forks or were rewound: their points are not just all of their own."""
        return await self._metadata.read(partial(store.list_branched, project_id=project_id))

    async def fields(
        self, project_id: int, *, search: str = "", prefix: str = "", limit: int = 1000
    ) -> list[FieldInfo]:
        """Field paths of the project's runs that contain `search`, in alphabetical order."""
        return await self._finding.fields(project_id, search, prefix, limit)

    async def metric_definitions(
        self, project_id: int, metrics: Sequence[str], run_numbers: Sequence[int] | None = None
    ) -> Mapping[str, MetricDefinition]:
        """Metric → what charts follow of its definitions in the newest 50 of those runs, or of all."""
        return await self._finding.metric_definitions(project_id, metrics, run_numbers)

    async def project_activity(self, project_ids: Sequence[int]) -> Mapping[int, ProjectActivity]:
        """How busy projects are; those without runs are absent."""
        return await self._metadata.read(partial(read_activity, project_ids=project_ids, now=self._clock()))

    # changing

    async def upsert(self, principal: Principal, project: Project, wanted: RunUpsert) -> tuple[Run, bool]:
        """Create the run, or change what is given of it; returns it and whether it is new.

        A config that names a branch point makes a new run a fork: it begins with its parent's rows up to that step,
        and with its config. A run that had ended runs again when its process (which names it by id and sends a config)
        comes back. Raises NotFound when `run_number` names no run of the project, or the parent is missing.
        """
        check_texts(asdict(wanted))
        upsert = changes.Upsert(principal, project, wanted, self._clock(), self._chooser)
        try:
            changed = await self._writing.change(upsert)
        except Conflict:  # another request made it at the same time
            changed = await self._writing.change(upsert)
        return changed.run, changed.is_new

    async def edit(self, run: Run, **values: Any) -> Run:
        """Set fields of a run: display_name, notes, tags, group, job_type."""
        unknown = values.keys() - _EDITABLE
        if unknown:
            raise TypeError(f"edit() cannot change {', '.join(sorted(unknown))}")
        check_texts(values)
        return await self._change(run, lambda current: replace(current, **values))

    async def retag(self, run: Run, *, add: str | None = None, remove: str | None = None) -> Run:
        """Add a tag, or take one away; the others stay, whoever else changes them meanwhile."""
        check_texts({"tag": add})

        def change(current: Run) -> Run:
            kept = [tag for tag in current.tags if tag != remove]
            return replace(current, tags=tuple(dict.fromkeys([*kept, *([add] if add else [])])))

        return await self._change(run, change)

    async def stop(self, principal: Principal, run: Run) -> Run:
        """Ask the run's process to stop; it learns of it at its next post. Ended runs are left as they are."""
        _log.info("stop requested", extra={"run": run.run_id, "user": principal.username})
        return await self._change(run, rules.after_stop_request)

    async def set_state(self, run: Run, state: RunState) -> Run:
        """Set a state by hand. Raises InvalidInput for a transition that makes no sense."""
        now = self._clock()

        def change(current: Run) -> Run:
            rules.check_by_hand(current, state)
            return rules.with_state(current, state, now)

        return await self._change(run, change)

    async def rewind(self, project_id: int, run_id: str, step: int) -> Run:
        """Go on from `step` in a new segment. The tail after it is kept, but no longer on the live branch.

        The summary is emptied, unless the run had not gone beyond that step: see `fill_summary`.
        """
        run = await self.get(project_id, run_id)
        now = self._clock()
        return await self._change(run, lambda current: changes.rewound(current, step, now))

    async def fill_summary(self, run: Run, summary_json: str) -> Run:
        """Give a run without summary one that was made of its points. One that its process has sent stays."""
        filled = partial(replace, summary_json=summary_json)
        return await self._change(run, lambda current: filled(current) if current.summary_json == "{}" else current)

    async def progress(self, run_number: int, progress: RunProgress) -> Run:
        """Take a sign of life: heartbeat, state, summary. A bare heartbeat of a live run costs one small write.

        Raises NotFound when the run was deleted.
        """
        return (await self._writing.change(changes.Progress(run_number, progress))).run

    async def delete(self, principal: Principal, run: Run) -> None:
        """Delete the run: it is gone from every list, and its id is free again. May be repeated."""
        _log.info("run deleted", extra={"run": run.run_id, "user": principal.username})
        await self._writing.delete(changes.Delete(run.run_number, self._clock()))

    async def restore(self, principal: Principal, project_id: int, run_id: str) -> Run:
        """Take a deletion back, as long as what the run logged is kept; durable on return.

        Raises NotFound when there is nothing to restore, Conflict when another run has taken the id since.
        """
        _log.info("run restored", extra={"run": run_id, "user": principal.username})
        return (await self._writing.change(changes.Restore(project_id, run_id))).run

    # upkeep

    async def catch_up(self) -> int:
        """Mirror what a crash kept from being mirrored; returns how many runs that were. Call it at start."""
        return await self._upkeep.catch_up()

    def tasks(self) -> list[Coroutine[Any, Any, None]]:
        """What must run beside the requests."""
        return [self._upkeep.watch()]

    async def purgeable(
        self, before: datetime, *, deleted_projects: Sequence[int] = (), limit: int = 500
    ) -> list[tuple[int, int]]:
        """(project_id, run_number) of runs that were deleted before that time, or whose project was.

        Runs that a fork still reads are spared. They stay in the list until `purged` is called for them.
        """
        return await self._metadata.read(
            partial(list_purgeable, before=before, deleted_projects=deleted_projects, limit=limit)
        )

    async def purged(self, run_numbers: Sequence[int]) -> None:
        """Forget what is kept of runs of which everything else has been removed. May be repeated."""
        await self._upkeep.forget(run_numbers)

    async def mark_silent(self) -> list[Run]:
        """Mark live runs whose processes have been silent for too long; returns them.

        Silence while the server was down does not count.
        """
        return await self._upkeep.mark_silent()

    async def close(self) -> None:
        """Finish what is under way. Idempotent."""
        await self._writing.close()

    async def _change(self, run: Run, change: Callable[[Run], Run]) -> Run:
        return (await self._writing.change(changes.Change(run.run_number, change, self._clock()))).run
