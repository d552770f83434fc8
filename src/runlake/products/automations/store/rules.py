"""Automations and how far they have looked."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Row

from runlake.model import HappeningKind
from runlake.products.automations import conditions
from runlake.products.automations.records import Action, ActionKind, Automation
from runlake.products.automations.tables import automations, watch_clock, watches

_CHUNK = 500


def find_automation(connection: Connection, automation_id: int) -> Automation | None:
    row = connection.execute(sa.select(automations).where(automations.c.automation_id == automation_id)).first()
    return None if row is None else _automation(row)


def list_automations(connection: Connection, project_ids: Sequence[int]) -> list[Automation]:
    """The automations of projects, in the order in which they were made."""
    found: list[Automation] = []
    for start in range(0, len(project_ids), _CHUNK):
        here = automations.c.project_id.in_(project_ids[start : start + _CHUNK])
        found += map(_automation, connection.execute(sa.select(automations).where(here)))
    return sorted(found, key=lambda automation: automation.automation_id)


def list_enabled(connection: Connection, events: Sequence[str], project_id: int | None) -> list[Automation]:
    """Those that wait for one of these events; None means in all projects."""
    statement = sa.select(automations).where(automations.c.enabled, automations.c.event.in_(events))
    if project_id is not None:
        statement = statement.where(automations.c.project_id == project_id)
    return [_automation(row) for row in connection.execute(statement.order_by(automations.c.automation_id))]


def is_awaited(connection: Connection, event: HappeningKind, project_id: int) -> bool:
    """Whether any automation waits for this event in this project."""
    here = sa.and_(automations.c.project_id == project_id, automations.c.event == event.value, automations.c.enabled)
    return connection.execute(sa.select(automations.c.automation_id).where(here).limit(1)).first() is not None


def count_automations(connection: Connection, project_id: int) -> int:
    counted = sa.select(sa.func.count()).select_from(automations).where(automations.c.project_id == project_id)
    return int(connection.execute(counted).scalar_one())


def is_used(connection: Connection, integration_id: int) -> str | None:
    """The name of an automation that sends to an integration."""
    here = automations.c.integration_id == integration_id
    return connection.execute(sa.select(automations.c.name).where(here).limit(1)).scalar_one_or_none()


def insert_automation(connection: Connection, values: Mapping[str, object]) -> Automation:
    return _automation(connection.execute(sa.insert(automations).values(**values).returning(*automations.c)).one())


def update_automation(connection: Connection, automation_id: int, values: Mapping[str, object]) -> Automation | None:
    here = automations.c.automation_id == automation_id
    row = connection.execute(sa.update(automations).where(here).values(**values).returning(*automations.c)).first()
    return None if row is None else _automation(row)


def delete_automation(connection: Connection, automation_id: int) -> bool:
    connection.execute(sa.delete(watches).where(watches.c.automation_id == automation_id))
    return connection.execute(sa.delete(automations).where(automations.c.automation_id == automation_id)).rowcount > 0


def forget_watches(connection: Connection, automation_id: int) -> None:
    """Look at every run anew."""
    connection.execute(sa.delete(watches).where(watches.c.automation_id == automation_id))


def find_watch(connection: Connection, automation_id: int, run_number: int) -> tuple[dict[int, int], bool] | None:
    """Segment → last line that was looked at, and whether the condition held there."""
    here = sa.and_(watches.c.automation_id == automation_id, watches.c.run_number == run_number)
    row = connection.execute(sa.select(watches).where(here)).first()
    return None if row is None else ({int(key): value for key, value in row.marks.items()}, row.holds)


def put_watch(
    connection: Connection, automation_id: int, run_number: int, marks: Mapping[int, int], *, holds: bool
) -> None:
    values = {"marks": {str(segment): line for segment, line in marks.items()}, "holds": holds}
    here = sa.and_(watches.c.automation_id == automation_id, watches.c.run_number == run_number)
    if connection.execute(sa.update(watches).where(here).values(**values)).rowcount == 0:
        keys = {"automation_id": automation_id, "run_number": run_number}
        connection.execute(sa.insert(watches).values(**keys, **values))


def find_checked_at(connection: Connection) -> datetime | None:
    """All points that were stored before this time have been looked at."""
    return connection.execute(sa.select(watch_clock.c.checked_at)).scalar_one_or_none()


def put_checked_at(connection: Connection, checked_at: datetime) -> None:
    if connection.execute(sa.update(watch_clock).values(checked_at=checked_at)).rowcount == 0:
        connection.execute(sa.insert(watch_clock).values(clock_id=1, checked_at=checked_at))


def columns_of_action(action: Action) -> dict[str, object]:
    """How an action is stored."""
    message = {"payload": action.payload, "title": action.title, "text": action.text, "severity": action.severity}
    return {"action": action.kind.value, "integration_id": action.integration_id, "message": message}


def mark_fired(connection: Connection, automation_id: int, now: datetime) -> None:
    here = automations.c.automation_id == automation_id
    connection.execute(sa.update(automations).where(here).values(last_fired_at=now))


def _automation(row: Row[Any]) -> Automation:
    values = dict(row._mapping)
    del values["scope_key"]
    event = HappeningKind(values["event"])
    message = values.pop("message")
    values["event"] = event
    values["condition"] = conditions.parse(event, values["condition"])
    values["action"] = Action(ActionKind(values["action"]), values.pop("integration_id"), **message)
    return Automation(**values)
