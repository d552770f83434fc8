"""Statements on the tables of runs."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from runlake.model import Run, RunState
from runlake.products.runs.rows import columns_of, run_of
from runlake.products.runs.tables import run_documents, runs, users

_ALIVE = runs.c.deleted_at.is_(None)
_WITH_USER = runs.outerjoin(users, users.c.user_id == runs.c.user_id)
_NARROW = sa.select(runs, users.c.username).select_from(_WITH_USER)
_WHOLE = sa.select(runs, users.c.username, run_documents.c.config_json, run_documents.c.summary_json).select_from(
    _WITH_USER.join(run_documents, run_documents.c.run_number == runs.c.run_number)
)
_LIVE_STATES = (RunState.RUNNING.value, RunState.PREEMPTING.value)
_DAY_US = 86_400_000_000
_CHUNK = 500


def find_run(connection: Connection, project_id: int, run_id: str) -> Run | None:
    return _first(connection, runs.c.project_id == project_id, runs.c.run_id == run_id)


def find_by_number(connection: Connection, run_number: int) -> Run | None:
    return _first(connection, runs.c.run_number == run_number)


def list_by_ids(
    connection: Connection, project_id: int, run_ids: Sequence[str], *, documents: bool = False
) -> list[Run]:
    found: list[Run] = []
    for start in range(0, len(run_ids), _CHUNK):
        part = run_ids[start : start + _CHUNK]
        of_ids = runs.c.project_id == project_id, runs.c.run_id.in_(part)
        found += _all(connection, _WHOLE if documents else _NARROW, *of_ids)
    return found


def list_by_numbers(connection: Connection, run_numbers: Sequence[int], *, documents: bool) -> list[Run]:
    found: list[Run] = []
    for start in range(0, len(run_numbers), _CHUNK):
        part = run_numbers[start : start + _CHUNK]
        found += _all(connection, _WHOLE if documents else _NARROW, runs.c.run_number.in_(part))
    return found


def list_branched(connection: Connection, project_id: int) -> list[Run]:
    """Runs with a live branch of their own, without their documents."""
    found = _all(connection, _NARROW, runs.c.project_id == project_id, sa.cast(runs.c.branch, sa.Text) != "[]")
    return [run for run in found if run.branch]


def newest_configs(
    connection: Connection, project_id: int, run_numbers: Sequence[int] | None, *, limit: int, most_characters: int
) -> list[str]:
    """The configs of the newest runs, of those numbers or of all, newest first; longer ones are left out."""
    which = [runs.c.project_id == project_id, _ALIVE]
    if run_numbers is not None:
        which.append(runs.c.run_number.in_(sorted(run_numbers)[-limit:]))
    newest = sa.select(runs.c.run_number).where(*which).order_by(runs.c.run_number.desc()).limit(limit).subquery()
    statement = (
        sa.select(run_documents.c.config_json)
        .where(run_documents.c.run_number.in_(sa.select(newest.c.run_number)))
        .where(sa.func.length(run_documents.c.config_json) <= most_characters)
        .order_by(run_documents.c.run_number.desc())
    )
    return list(connection.execute(statement).scalars())


def list_silent(connection: Connection, since: datetime) -> list[int]:
    """Numbers of the runs that should be alive but sent nothing after `since`."""
    statement = sa.select(runs.c.run_number).where(_ALIVE, runs.c.state.in_(_LIVE_STATES), runs.c.heartbeat_at < since)
    return list(connection.scalars(statement))


def list_versions(connection: Connection) -> list[tuple[int, int, int]]:
    """(project_id, run_number, version) of every run, deleted ones included, purged ones not."""
    statement = sa.select(runs.c.project_id, runs.c.run_number, runs.c.version).where(runs.c.purged_at.is_(None))
    return [(row[0], row[1], row[2]) for row in connection.execute(statement)]


def count_runs(connection: Connection, project_id: int) -> int:
    """Runs the project has ever had, deleted ones included."""
    statement = sa.select(sa.func.count()).select_from(runs).where(runs.c.project_id == project_id)
    return int(connection.execute(statement).scalar_one())


def insert_run(connection: Connection, values: dict[str, Any], config_json: str, summary_json: str) -> int:
    """Returns the new run's number. Raises IntegrityError when the project has a run of that id."""
    inserted = connection.execute(runs.insert().values(values)).inserted_primary_key
    assert inserted is not None  # noqa: S101 - the table has a generated key
    documents = {"run_number": inserted[0], "config_json": config_json, "summary_json": summary_json}
    connection.execute(run_documents.insert().values(documents))
    return int(inserted[0])


def update_run(connection: Connection, before: Run, after: Run) -> None:
    """Store all that can change of a run; its documents only when they did."""
    connection.execute(runs.update().where(runs.c.run_number == after.run_number).values(columns_of(after)))
    names = ("config_json", "summary_json")
    documents = {name: getattr(after, name) for name in names if getattr(after, name) != getattr(before, name)}
    if documents:
        of_run = run_documents.c.run_number == after.run_number
        connection.execute(run_documents.update().where(of_run).values(documents))


def touch_run(connection: Connection, run_number: int, heartbeat_at: datetime) -> None:
    connection.execute(runs.update().where(runs.c.run_number == run_number).values(heartbeat_at=heartbeat_at))


def mark_deleted(connection: Connection, run_number: int, deleted_at: datetime, version: int) -> None:
    change = {"deleted_at": deleted_at, "version": version}
    connection.execute(runs.update().where(runs.c.run_number == run_number).values(change))


def find_deleted(connection: Connection, project_id: int, run_id: str) -> Run | None:
    """The run of that id that was deleted last, as long as what it logged is kept."""
    statement = _WHOLE.where(
        runs.c.project_id == project_id,
        runs.c.run_id == run_id,
        runs.c.deleted_at.is_not(None),
        runs.c.purged_at.is_(None),
    ).order_by(runs.c.deleted_at.desc(), runs.c.run_number.desc())
    row = connection.execute(statement).mappings().first()
    return None if row is None else run_of(dict(row))


def find_deleted_at(connection: Connection, project_id: int, run_id: str) -> datetime | None:
    """When the run of that id was deleted last; None without one of which something is left."""
    statement = sa.select(sa.func.max(runs.c.deleted_at)).where(
        runs.c.project_id == project_id, runs.c.run_id == run_id, runs.c.purged_at.is_(None)
    )
    found: datetime | None = connection.execute(statement).scalar()
    return found


def mark_restored(connection: Connection, run_number: int, version: int) -> None:
    change = {"deleted_at": None, "version": version}
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


def created_per_day(connection: Connection, project_ids: Sequence[int], since: datetime) -> list[tuple[int, int, int]]:
    """(project_id, days since 1970, runs created on that day), in UTC."""
    day = sa.type_coerce(runs.c.created_at, sa.BigInteger) // _DAY_US
    statement = (
        sa.select(runs.c.project_id, day.label("day"), sa.func.count())
        .where(_ALIVE, runs.c.project_id.in_(project_ids), runs.c.created_at >= since)
        .group_by(runs.c.project_id, sa.text("day"))
    )
    return [(row[0], int(row[1]), row[2]) for row in connection.execute(statement)]


def _first(connection: Connection, *conditions: sa.ColumnElement[bool]) -> Run | None:
    row = connection.execute(_WHOLE.where(_ALIVE, *conditions)).mappings().first()
    return None if row is None else run_of(dict(row))


def _all(connection: Connection, select: sa.Select[Any], *conditions: sa.ColumnElement[bool]) -> list[Run]:
    return [run_of(dict(row)) for row in connection.execute(select.where(_ALIVE, *conditions)).mappings()]
