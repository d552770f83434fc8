"""Statements on the table of runs."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from runlake.model import BranchPart, Run, RunState
from runlake.products.runs.tables import runs, users

_ALIVE = runs.c.deleted_at.is_(None)
_SELECT = sa.select(runs, users.c.username).select_from(runs.outerjoin(users, users.c.user_id == runs.c.user_id))
_LIVE_STATES = (RunState.RUNNING.value, RunState.PREEMPTING.value)
_CHUNK = 500


def find_run(connection: Connection, project_id: int, run_id: str) -> Run | None:
    return _first(connection, runs.c.project_id == project_id, runs.c.run_id == run_id)


def find_by_number(connection: Connection, run_number: int) -> Run | None:
    return _first(connection, runs.c.run_number == run_number)


def list_by_ids(connection: Connection, project_id: int, run_ids: Sequence[str]) -> list[Run]:
    found: list[Run] = []
    for start in range(0, len(run_ids), _CHUNK):
        part = run_ids[start : start + _CHUNK]
        found += _all(connection, runs.c.project_id == project_id, runs.c.run_id.in_(part))
    return found


def list_by_numbers(connection: Connection, run_numbers: Sequence[int]) -> list[Run]:
    found: list[Run] = []
    for start in range(0, len(run_numbers), _CHUNK):
        found += _all(connection, runs.c.run_number.in_(run_numbers[start : start + _CHUNK]))
    return found


def list_silent(connection: Connection, since: datetime) -> list[Run]:
    """Runs that should be alive but sent nothing after `since`."""
    return _all(connection, runs.c.state.in_(_LIVE_STATES), runs.c.heartbeat_at < since)


def list_versions(connection: Connection) -> list[tuple[int, int, int, bool]]:
    """(project_id, run_number, version, deleted) of every run."""
    statement = sa.select(runs.c.project_id, runs.c.run_number, runs.c.version, runs.c.deleted_at.is_not(None))
    return [(row[0], row[1], row[2], bool(row[3])) for row in connection.execute(statement)]


def count_runs(connection: Connection, project_id: int) -> int:
    """Runs the project has ever had, deleted ones included."""
    statement = sa.select(sa.func.count()).select_from(runs).where(runs.c.project_id == project_id)
    return int(connection.execute(statement).scalar_one())


def insert_run(connection: Connection, values: dict[str, Any]) -> int:
    """Returns the new run's number. Raises IntegrityError when the project has a run of that id."""
    inserted = connection.execute(runs.insert().values(values)).inserted_primary_key
    assert inserted is not None  # noqa: S101 - the table has a generated key
    return int(inserted[0])


def update_run(connection: Connection, run: Run) -> None:
    """Store all that can change of a run."""
    connection.execute(runs.update().where(runs.c.run_number == run.run_number).values(_columns(run)))


def touch_run(connection: Connection, run_number: int, heartbeat_at: datetime) -> None:
    connection.execute(runs.update().where(runs.c.run_number == run_number).values(heartbeat_at=heartbeat_at))


def mark_deleted(connection: Connection, run_number: int, deleted_at: datetime) -> None:
    change = {"deleted_at": deleted_at, "version": runs.c.version + 1}
    connection.execute(runs.update().where(runs.c.run_number == run_number).values(change))


def project_totals(connection: Connection, project_ids: Sequence[int]) -> list[tuple[int, int, int, int | None]]:
    """(project_id, runs, running, last activity in µs) of projects that have runs."""
    running = sa.case((runs.c.state.in_(_LIVE_STATES), 1), else_=0)
    latest = sa.func.max(sa.func.coalesce(runs.c.heartbeat_at, runs.c.created_at), type_=sa.BigInteger)
    statement = (
        sa.select(runs.c.project_id, sa.func.count(), sa.func.sum(running), latest)
        .where(_ALIVE, runs.c.project_id.in_(project_ids))
        .group_by(runs.c.project_id)
    )
    return [(row[0], row[1], int(row[2] or 0), row[3]) for row in connection.execute(statement)]


def created_since(connection: Connection, project_ids: Sequence[int], since: datetime) -> list[tuple[int, datetime]]:
    statement = sa.select(runs.c.project_id, runs.c.created_at).where(
        _ALIVE, runs.c.project_id.in_(project_ids), runs.c.created_at >= since
    )
    return [(row[0], row[1]) for row in connection.execute(statement)]


def _first(connection: Connection, *conditions: sa.ColumnElement[bool]) -> Run | None:
    row = connection.execute(_SELECT.where(_ALIVE, *conditions)).mappings().first()
    return None if row is None else _run(row)


def _all(connection: Connection, *conditions: sa.ColumnElement[bool]) -> list[Run]:
    return [_run(row) for row in connection.execute(_SELECT.where(_ALIVE, *conditions)).mappings()]


def _run(row: sa.RowMapping) -> Run:
    same = [
        "run_number",
        "project_id",
        "run_id",
        "display_name",
        "config_json",
        "summary_json",
        "notes",
        "job_type",
        "description",
        "host",
        "program",
        "repo",
        "sweep",
        "user_id",
        "username",
        "created_at",
        "updated_at",
        "heartbeat_at",
        "finished_at",
        "exit_code",
        "segment",
        "version",
    ]
    return Run(
        **{name: row[name] for name in same},
        state=RunState(row["state"]),
        tags=tuple(row["tags"]),
        group=row["group_name"],
        commit=row["commit_hash"],
        stop_requested=bool(row["stop_requested"]),
        branch=tuple(BranchPart(*part) for part in row["branch"]),
    )


def _columns(run: Run) -> dict[str, Any]:
    same = [
        "display_name",
        "config_json",
        "summary_json",
        "notes",
        "job_type",
        "description",
        "host",
        "program",
        "repo",
        "sweep",
        "updated_at",
        "heartbeat_at",
        "finished_at",
        "exit_code",
        "stop_requested",
        "segment",
        "version",
    ]
    return {
        **{name: getattr(run, name) for name in same},
        "state": run.state.value,
        "tags": list(run.tags),
        "group_name": run.group,
        "commit_hash": run.commit,
        "branch": branch_columns(run.branch),
    }


def branch_columns(branch: Sequence[BranchPart]) -> list[list[int | None]]:
    """A branch as it is stored."""
    return [[part.run_number, part.segment, part.first_step, part.last_step] for part in branch]
