"""What changes of runs do inside one metadata transaction."""

import random
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from runlake.errors import Conflict, NotFound
from runlake.model import Principal, Project, Run, RunState
from runlake.products.runs import rules, store
from runlake.products.runs.branches import branch_after_rewind, branch_of_fork, fork_point
from runlake.products.runs.configs import (
    brings_new_writer,
    inherited_config,
    internal_config,
    merged_config,
    summary_at,
)
from runlake.products.runs.creation import new_run
from runlake.products.runs.records import RunProgress, RunUpsert
from runlake.products.runs.rows import new_columns_of

_MIRRORED_EVERY = timedelta(seconds=60)
_NOT_SET = frozenset({"run_id", "run_number", "config_json", "state", "started_at", "shared", "joins", "rewind_to"})
_PLAIN = tuple(field.name for field in fields(RunUpsert) if field.name not in _NOT_SET)


@dataclass(frozen=True, slots=True)
class Changed:
    """A run after a transaction, and before it (None: it is new).

    `stored` False: at most its heartbeat changed, and the mirror needs nothing.
    """

    run: Run
    before: Run | None
    stored: bool = True

    @property
    def is_new(self) -> bool:
        return self.before is None


@dataclass(frozen=True, slots=True)
class Upsert:
    """Creates a run, or changes what is given of it."""

    principal: Principal
    project: Project
    wanted: RunUpsert
    now: datetime
    chooser: random.Random

    def __call__(self, connection: Connection) -> Changed:
        current = self._find(connection)
        if current is None:
            return Changed(self._insert(connection), None)
        return _store(connection, current, self._changed(current), self.now)

    def _find(self, connection: Connection) -> Run | None:
        wanted, project = self.wanted, self.project
        if wanted.run_number is None:
            return None if wanted.run_id is None else store.find_run(connection, project.project_id, wanted.run_id)
        run = store.find_by_number(connection, wanted.run_number)
        if run is None or run.project_id != project.project_id:
            raise NotFound(f"run number {wanted.run_number} not found in {project.entity_name}/{project.name}")
        return run

    def _changed(self, current: Run) -> Run:
        wanted = self.wanted
        given = {name: getattr(wanted, name) for name in _PLAIN if getattr(wanted, name) is not None}
        if "tags" in given:
            given["tags"] = tuple(dict.fromkeys(given["tags"]))
        run = replace(self._rewound(current), **given)
        if wanted.config_json is not None:
            run = replace(run, config_json=self._config_after(current, wanted.config_json))
        if wanted.state is not None:
            return run if wanted.state is run.state else rules.with_state(run, wanted.state, self.now)
        return rules.resumed(run, self.now) if self._is_start(current) and not run.state.is_live else run

    def _rewound(self, current: Run) -> Run:
        """The run to be changed: rewound, unless this process was here before and sends the same again."""
        step, config_json = self.wanted.rewind_to, self.wanted.config_json
        if step is None or config_json is None or not brings_new_writer(current.config_json, config_json):
            return current
        return rewound(current, step, self.now)

    def _is_start(self, current: Run) -> bool:
        """True when a process of the run has just started: it names the run by its id, and sends a config.

        A process that has been known before only sends its last changes, perhaps after another has ended the run.
        """
        if self.wanted.run_number is not None or self.wanted.config_json is None or self.wanted.joins:
            return False
        return brings_new_writer(current.config_json, self.wanted.config_json)

    def _config_after(self, current: Run, config_json: str) -> str:
        is_forked = self.wanted.run_number is None and fork_point(internal_config(config_json), current.run_id)
        merged = merged_config(current.config_json, config_json)
        return inherited_config(current.config_json, merged) if is_forked or self.wanted.shared else merged

    def _insert(self, connection: Connection) -> Run:
        count = store.count_runs(connection, self.project.project_id) + 1
        run = new_run(self.principal, self.project, self.wanted, count, self.now, self.chooser)
        point = fork_point(internal_config(run.config_json), run.run_id)
        parent = None if point is None else self._parent(connection, point[0])
        number = store.insert_run(connection, new_columns_of(run), run.config_json, run.summary_json)
        run = replace(run, run_number=number)
        if point is None or parent is None:
            return run
        forked = _forked(run, parent, point[1])
        store.update_run(connection, run, forked)
        return forked

    def _parent(self, connection: Connection, run_id: str) -> Run:
        parent = store.find_run(connection, self.project.project_id, run_id)
        if parent is None:
            raise NotFound(f"cannot fork from run {run_id!r:.200}: it is not in this project")
        return parent


def _forked(run: Run, parent: Run, step: int) -> Run:
    return replace(
        run,
        branch=branch_of_fork(parent, run.run_number, step),
        config_json=inherited_config(parent.config_json, run.config_json),
        summary_json=summary_at(parent.summary_json, step) if run.summary_json == "{}" else run.summary_json,
    )


@dataclass(frozen=True, slots=True)
class Progress:
    """Takes a sign of life. One that changes nothing else costs a small write; its time is mirrored now and then."""

    run_number: int
    progress: RunProgress

    def __call__(self, connection: Connection) -> Changed:
        received_at = self.progress.received_at
        current = get_by_number(connection, self.run_number)
        run = rules.after_progress(current, self.progress)
        if run == current:
            return Changed(run, current, stored=False)
        only_heartbeat = replace(run, heartbeat_at=current.heartbeat_at) == current
        if only_heartbeat and received_at - current.updated_at < _MIRRORED_EVERY:
            store.touch_run(connection, self.run_number, received_at)
            return Changed(run, current, stored=False)
        return _store(connection, current, run, received_at)


@dataclass(frozen=True, slots=True)
class Change:
    """Applies a pure change to a run."""

    run_number: int
    change: Callable[[Run], Run]
    now: datetime

    def __call__(self, connection: Connection) -> Changed:
        current = get_by_number(connection, self.run_number)
        return _store(connection, current, self.change(current), self.now)


@dataclass(frozen=True, slots=True)
class Delete:
    """Marks a run as deleted, in its next version; gives it as it was, or None when it is gone already."""

    run_number: int
    now: datetime

    def __call__(self, connection: Connection) -> Run | None:
        run = store.find_by_number(connection, self.run_number)
        if run is None:
            return None
        store.mark_deleted(connection, run.run_number, self.now, run.version + 1)
        return run


@dataclass(frozen=True, slots=True)
class Restore:
    """Takes a deletion back, in the run's next version; raises NotFound, or Conflict when its id was taken since."""

    project_id: int
    run_id: str

    def __call__(self, connection: Connection) -> Changed:
        run = store.find_deleted(connection, self.project_id, self.run_id)
        if run is None:
            raise NotFound(f"run {self.run_id!r:.200} cannot be restored: it was not deleted, or too long ago")
        if store.find_run(connection, self.project_id, self.run_id) is not None:
            raise Conflict(f"run {self.run_id!r:.200} cannot be restored: another run has taken its id since")
        restored = replace(run, version=run.version + 1)
        store.mark_restored(connection, run.run_number, restored.version)
        return Changed(restored, None)  # for searches and open pages it is a new one


def rewound(run: Run, step: int, now: datetime) -> Run:
    """The run as it goes on from `step`, in its next segment."""
    again = rules.restarted(run, RunState.RUNNING)
    return replace(
        again,
        branch=branch_after_rewind(run, step),
        segment=run.segment + 1,
        summary_json=summary_at(run.summary_json, step),
        heartbeat_at=now,
    )


def get_by_number(connection: Connection, run_number: int) -> Run:
    """The run. Raises NotFound when it was deleted."""
    run = store.find_by_number(connection, run_number)
    if run is None:
        raise NotFound(f"run number {run_number} was deleted")
    return run


def _store(connection: Connection, current: Run, run: Run, now: datetime) -> Changed:
    if run == current:
        return Changed(run, current, stored=False)
    run = replace(run, version=current.version + 1, updated_at=now)
    store.update_run(connection, current, run)
    return Changed(run, current)
