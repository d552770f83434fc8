"""`class Runs`: making, changing, watching and finding runs."""

import asyncio
import logging
import random
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from runlake.errors import Conflict, InvalidInput, NotFound
from runlake.live import LiveBus
from runlake.model import Principal, Project, Run, RunState
from runlake.model.clock import Clock
from runlake.model.events import Change, RunChanged, project_topic
from runlake.products.runs import activity, rules, store
from runlake.products.runs.creation import new_run_values
from runlake.products.runs.documents import Leaf
from runlake.products.runs.mirror import Mirror
from runlake.products.runs.records import FieldInfo, ProjectActivity, RunProgress, RunsPage, RunsQuery, RunUpsert
from runlake.products.runs.search import RunSearch
from runlake.query import Filter
from runlake.settings import RunSettings
from runlake.storage.columnar import Columnar
from runlake.storage.metadata import Metadata

_WATCH_S = 15.0
_MAX_PAGE = 1000
_CHANGEABLE = [
    "display_name",
    "notes",
    "tags",
    "group",
    "job_type",
    "description",
    "config_json",
    "summary_json",
    "commit",
    "host",
    "program",
    "repo",
    "sweep",
    "state",
]

_log = logging.getLogger(__name__)


class Runs:
    """All runs of all projects. Callers have checked the caller's rights on the project.

    The metadata row is the truth; a write returns when the row and its searchable mirror are both durable.
    """

    def __init__(
        self, metadata: Metadata, columnar: Columnar, bus: LiveBus, clock: Clock, settings: RunSettings
    ) -> None:
        self._metadata = metadata
        self._columnar = columnar
        self._bus = bus
        self._clock = clock
        self._settings = settings
        self._mirror = Mirror(columnar)
        self._chooser = random.Random()  # noqa: S311 - names, not secrets
        self._started_at = clock()

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

    async def find_many(self, project_id: int, run_ids: Sequence[str]) -> list[Run]:
        """The runs of those ids, in their order; missing ones are absent."""
        found = await self._metadata.read(partial(store.list_by_ids, project_id=project_id, run_ids=run_ids))
        by_id = {run.run_id: run for run in found}
        return [by_id[run_id] for run_id in dict.fromkeys(run_ids) if run_id in by_id]

    async def search(self, project_id: int, query: RunsQuery) -> RunsPage:
        """A page of the runs that match. Raises InvalidInput for a filter, order or cursor that cannot be."""
        if not 1 <= query.limit <= _MAX_PAGE:
            raise InvalidInput(f"limit is {query.limit}; it must be from 1 to {_MAX_PAGE}")
        search = RunSearch(self._columnar, project_id)
        (numbers, next_cursor), total = await asyncio.gather(
            search.page(query.filter, query.sort, query.limit, query.cursor), search.count(query.filter)
        )
        rows, values = await asyncio.gather(
            self._metadata.read(partial(store.list_by_numbers, run_numbers=numbers)),
            search.values(numbers, query.columns),
        )
        by_number = {run.run_number: run for run in rows}
        found = [by_number[number] for number in numbers if number in by_number]
        return RunsPage(found, total, next_cursor, values)

    async def count(self, project_id: int, found: Filter | None = None) -> int:
        """How many runs match."""
        return await RunSearch(self._columnar, project_id).count(found)

    async def fields(
        self, project_id: int, *, search: str = "", prefix: str = "", limit: int = 1000
    ) -> list[FieldInfo]:
        """Field paths of the project's runs that contain `search`, in alphabetical order."""
        return await RunSearch(self._columnar, project_id).fields(search, prefix, limit)

    async def project_activity(self, project_ids: Sequence[int]) -> Mapping[int, ProjectActivity]:
        """How busy projects are; those without runs are absent."""
        return await self._metadata.read(partial(activity.read_activity, project_ids=project_ids, now=self._clock()))

    # changing

    async def upsert(self, principal: Principal, project: Project, wanted: RunUpsert) -> tuple[Run, bool]:
        """Create the run, or change what is given of it; returns it and whether it is new.

        A config that names a branch point makes a new run a fork: it begins with its parent's rows up to that step.
        Raises NotFound when `run_number` names no run of the project, or the parent is missing.
        """
        try:
            run, is_new = await self._metadata.write(partial(self._upsert, principal, project, wanted))
        except (IntegrityError, Conflict):  # another request made it at the same time
            run, is_new = await self._metadata.write(partial(self._upsert, principal, project, wanted))
        await self._mirrored(run, "created" if is_new else "updated", is_new=is_new)
        return run, is_new

    async def edit(self, run: Run, **changes: Any) -> Run:
        """Set fields of a run: display_name, notes, tags, group, job_type."""
        return await self._change(run.run_number, lambda current: replace(current, **changes))

    async def stop(self, principal: Principal, run: Run) -> Run:
        """Ask the run's process to stop; it learns of it at its next post. Ended runs are left as they are."""
        _log.info("stop requested", extra={"run": run.run_id, "user": principal.username})
        return await self._change(
            run.run_number,
            lambda current: replace(current, stop_requested=current.state.is_live or current.stop_requested),
        )

    async def set_state(self, run: Run, state: RunState) -> Run:
        """Set a state by hand. Raises InvalidInput for a transition that makes no sense."""

        def change(current: Run) -> Run:
            rules.check_transition(current, state)
            return replace(current, state=state)

        return await self._change(run.run_number, change)

    async def rewind(self, project_id: int, run_id: str, step: int) -> Run:
        """Go on from `step` in a new segment. The tail after it is kept, but no longer on the live branch."""
        run = await self.get(project_id, run_id)

        def change(current: Run) -> Run:
            branch = rules.branch_after_rewind(current, step)
            return replace(
                current,
                branch=branch,
                segment=current.segment + 1,
                state=RunState.RUNNING,
                summary_json="{}",
                finished_at=None,
                exit_code=None,
                heartbeat_at=self._clock(),
            )

        return await self._change(run.run_number, change)

    async def delete(self, principal: Principal, run: Run) -> None:
        """Delete the run: it is gone from every list, and its id is free again."""
        _log.info("run deleted", extra={"run": run.run_id, "user": principal.username})
        await self._metadata.write(partial(store.mark_deleted, run_number=run.run_number, deleted_at=self._clock()))
        await self._mirror.remove(run.project_id, run.run_number, run.version + 1)
        self._bus.publish(project_topic(run.project_id), "run", RunChanged(run, "deleted"))

    async def progress(self, run_number: int, progress: RunProgress) -> Run:
        """Take a sign of life: heartbeat, state, summary. A bare heartbeat of a live run costs one small write.

        Raises NotFound when the run was deleted.
        """
        run, changed = await self._metadata.write(partial(self._progress, run_number=run_number, progress=progress))
        if changed:
            await self._mirrored(run, "updated")
        else:
            self._publish(run, "updated", None)
        return run

    # upkeep

    async def catch_up(self) -> int:
        """Mirror what a crash kept from being mirrored; returns how many runs that were. Call it at start."""
        versions = await self._metadata.read(store.list_versions)
        mirrored = await self._mirror.mirrored_versions()
        stale = [entry for entry in versions if mirrored.get(entry[1], -1) < entry[2]]
        for project_id, run_number, version, deleted in stale:
            run = None if deleted else await self.find_by_number(run_number)
            if run is None:
                await self._mirror.remove(project_id, run_number, version)
            else:
                await self._mirror.put(run)
        return len(stale)

    def tasks(self) -> list[Coroutine[Any, Any, None]]:
        """What must run beside the requests."""
        return [self._watch()]

    async def mark_silent(self) -> list[Run]:
        """Mark live runs whose processes have been silent for too long; returns them.

        Silence while the server was down does not count.
        """
        since = self._clock() - timedelta(seconds=self._settings.heartbeat_timeout_s)
        if since < self._started_at:
            return []
        silent = await self._metadata.read(partial(store.list_silent, since=since))
        marked = []
        for run in silent:

            def change(current: Run) -> Run:
                if not current.state.is_live or current.heartbeat_at is None or current.heartbeat_at >= since:
                    return current
                return replace(current, state=rules.after_silence(current), finished_at=current.heartbeat_at)

            marked.append(await self._change(run.run_number, change))
        return marked

    async def close(self) -> None:
        """Commit what waits. Idempotent."""
        await self._mirror.close()

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(min(_WATCH_S, self._settings.heartbeat_timeout_s / 4))
            try:
                for run in await self.mark_silent():
                    _log.info("run silent", extra={"run": run.run_id, "state": run.state.value})
            except Exception:  # noqa: BLE001 - a worker's loop: the next round tries again
                _log.exception("could not look for silent runs")

    def _upsert(
        self, principal: Principal, project: Project, wanted: RunUpsert, connection: Connection
    ) -> tuple[Run, bool]:
        current = self._wanted_run(project, wanted, connection)
        if current is None:
            return self._insert(principal, project, wanted, connection), True
        changes = {name: getattr(wanted, name) for name in _CHANGEABLE if getattr(wanted, name) is not None}
        if wanted.config_json is not None:
            changes["config_json"] = rules.merged_config(current.config_json, wanted.config_json)
        run = replace(current, **changes, updated_at=self._clock(), version=current.version + 1)
        store.update_run(connection, run)
        return run, False

    def _wanted_run(self, project: Project, wanted: RunUpsert, connection: Connection) -> Run | None:
        if wanted.run_number is not None:
            run = store.find_by_number(connection, wanted.run_number)
            if run is None or run.project_id != project.project_id:
                raise NotFound(f"run number {wanted.run_number} not found in {project.entity_name}/{project.name}")
            return run
        return None if wanted.run_id is None else store.find_run(connection, project.project_id, wanted.run_id)

    def _insert(self, principal: Principal, project: Project, wanted: RunUpsert, connection: Connection) -> Run:
        count = store.count_runs(connection, project.project_id) + 1
        values = new_run_values(principal, project, wanted, count, self._clock(), self._chooser)
        number = store.insert_run(connection, values)
        point = rules.fork_point(values["config_json"], values["run_id"])
        run = store.find_by_number(connection, number)
        assert run is not None  # noqa: S101 - inserted in this transaction
        if point is not None:
            run = self._forked(run, point, connection)
        return run

    def _forked(self, run: Run, point: tuple[str, int], connection: Connection) -> Run:
        parent_id, step = point
        parent = store.find_run(connection, run.project_id, parent_id)
        if parent is None:
            raise NotFound(f"cannot fork from run {parent_id!r:.200}: it is not in this project")
        forked = replace(run, branch=rules.branch_of_fork(parent, run.run_number, step))
        store.update_run(connection, forked)
        return forked

    def _progress(self, connection: Connection, run_number: int, progress: RunProgress) -> tuple[Run, bool]:
        current = self._existing(connection, run_number)
        run = rules.after_progress(current, progress)
        if replace(run, heartbeat_at=current.heartbeat_at) == current:
            store.touch_run(connection, run_number, progress.received_at)
            return run, False
        run = replace(run, version=current.version + 1, updated_at=progress.received_at)
        store.update_run(connection, run)
        return run, True

    async def _change(self, run_number: int, change: Callable[[Run], Run]) -> Run:
        def work(connection: Connection) -> tuple[Run, bool]:
            current = self._existing(connection, run_number)
            run = change(current)
            if run == current:
                return run, False
            run = replace(run, version=current.version + 1, updated_at=self._clock())
            store.update_run(connection, run)
            return run, True

        run, changed = await self._metadata.write(work)
        if changed:
            await self._mirrored(run, "updated")
        return run

    def _existing(self, connection: Connection, run_number: int) -> Run:
        run = store.find_by_number(connection, run_number)
        if run is None:
            raise NotFound(f"run number {run_number} was deleted")
        return run

    async def _mirrored(self, run: Run, change: Change, *, is_new: bool = False) -> None:
        changed = await self._mirror.put(run, is_new=is_new)
        self._publish(run, change, changed)

    def _publish(self, run: Run, change: Change, leaves: Mapping[str, Leaf] | None) -> None:
        topic = project_topic(run.project_id)
        if self._bus.has_subscribers(topic):
            prefix = "summary."
            summary = {path: leaf.value() for path, leaf in (leaves or {}).items() if path.startswith(prefix)}
            self._bus.publish(topic, "run", RunChanged(run, change, summary or None))
