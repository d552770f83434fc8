"""A run: one execution that logs."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class RunState(StrEnum):
    """Where a run is in its life."""

    RUNNING = "running"
    PENDING = "pending"
    FINISHED = "finished"
    FAILED = "failed"
    CRASHED = "crashed"
    KILLED = "killed"
    PREEMPTING = "preempting"
    PREEMPTED = "preempted"

    @property
    def is_live(self) -> bool:
        """True while a process is expected to send more."""
        return self in (RunState.RUNNING, RunState.PREEMPTING)


@dataclass(frozen=True, slots=True)
class BranchPart:
    """A step range of one segment that belongs to a run's live branch.

    Steps are inclusive, None is open. `segment` None means every segment of the run that has no part of its own; the
    first segment of further writers (see `model.streams`) stands for all of theirs.
    """

    run_number: int
    segment: int | None
    first_step: int | None
    last_step: int | None


@dataclass(frozen=True, slots=True)
class Run:
    """A run as stored in the metadata store.

    `run_id` is the client's, unique in the project; `run_number` is ours, never reused, and the key of all columnar
    rows. `config_json` and `summary_json` are the client's documents, verbatim (they may hold bare NaN tokens).
    `branch` is the live branch; empty means: all segments of this run. `version` grows with every change.
    """

    run_number: int
    project_id: int
    run_id: str
    display_name: str
    state: RunState
    config_json: str
    summary_json: str
    tags: tuple[str, ...]
    notes: str | None
    group: str | None
    job_type: str | None
    description: str | None
    commit: str | None
    host: str | None
    program: str | None
    repo: str | None
    sweep: str | None
    user_id: int | None
    username: str | None
    created_at: datetime
    updated_at: datetime
    heartbeat_at: datetime | None
    finished_at: datetime | None
    exit_code: int | None
    stop_requested: bool
    segment: int
    branch: tuple[BranchPart, ...]
    version: int
