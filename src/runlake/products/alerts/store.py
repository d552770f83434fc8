"""Statements on run_alerts. Each function runs inside `Metadata.read` or `Metadata.write`."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, insert, or_, select

from runlake.products.alerts.alert import Alert, Severity
from runlake.products.alerts.tables import run_alerts

MAX_PAGE = 1000


def add_alert(connection: Connection, alert: Alert, wait_s: float) -> Alert | None:
    """Insert the alert, unless the run has raised it, or less than `wait_s` seconds before it one of the same title.

    Returns it with its id, None when suppressed. `alert.alert_id` is ignored.
    """
    if _is_raised(connection, alert, wait_s):
        return None
    values = asdict(alert) | {"severity": alert.severity.value}
    del values["alert_id"]
    return _alert(connection.execute(insert(run_alerts).values(values).returning(*run_alerts.c)).one())


def list_alerts(
    connection: Connection, *, project_id: int, run_number: int | None, before: int | None, limit: int
) -> list[Alert]:
    """The newest alerts of a project, or of one of its runs; `before` is the last alert id of an earlier page."""
    statement = select(run_alerts).where(*_scope(project_id, run_number)).order_by(run_alerts.c.alert_id.desc())
    if before is not None:
        statement = statement.where(run_alerts.c.alert_id < before)
    return [_alert(row) for row in connection.execute(statement.limit(max(1, min(limit, MAX_PAGE))))]


def list_newest(
    connection: Connection,
    *,
    project_ids: Sequence[int],
    severities: Sequence[Severity],
    before: int | None,
    limit: int,
) -> list[Alert]:
    """The newest alerts of these severities in all of these projects."""
    conditions: list[ColumnElement[bool]] = [run_alerts.c.project_id.in_(project_ids)]
    conditions.append(run_alerts.c.severity.in_([severity.value for severity in severities]))
    if before is not None:
        conditions.append(run_alerts.c.alert_id < before)
    statement = select(run_alerts).where(*conditions).order_by(run_alerts.c.alert_id.desc())
    return [_alert(row) for row in connection.execute(statement.limit(max(1, min(limit, MAX_PAGE))))]


def delete_alerts_of_run(connection: Connection, run_number: int) -> int:
    """Delete all alerts of a run; returns how many there were."""
    return connection.execute(delete(run_alerts).where(run_alerts.c.run_number == run_number)).rowcount


def _is_raised(connection: Connection, alert: Alert, wait_s: float) -> bool:
    """Whether this one, or one of its title within `wait_s` seconds, is there."""
    since = alert.created_at - timedelta(seconds=wait_s)
    reasons: list[ColumnElement[bool]] = []
    if wait_s > 0:
        reasons.append((run_alerts.c.title == alert.title) & (run_alerts.c.created_at > since))
    if alert.client_key is not None:
        reasons.append(run_alerts.c.client_key == alert.client_key)
    if not reasons:
        return False
    statement = select(run_alerts.c.alert_id).where(run_alerts.c.run_number == alert.run_number, or_(*reasons))
    return connection.execute(statement.limit(1)).first() is not None


def _scope(project_id: int, run_number: int | None) -> list[ColumnElement[bool]]:
    conditions = [run_alerts.c.project_id == project_id]
    if run_number is not None:
        conditions.append(run_alerts.c.run_number == run_number)
    return conditions


def _alert(row: Row[Any]) -> Alert:
    return Alert(**{**row._mapping, "severity": Severity(row.severity)})
