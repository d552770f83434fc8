"""The outbox: what happened, and what is to be sent because of it."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Row

from runlake.model import Happening, HappeningKind
from runlake.products.automations.records import Attempt, Delivery, DeliveryState, Outcome, Recorded
from runlake.products.automations.tables import attempts, deliveries, happenings

MAX_PAGE = 500
MAX_RESPONSE_CHARS = 16 * 1024


def insert_happening(
    connection: Connection,
    happening: Happening,
    now: datetime,
    *,
    key: str | None = None,
    automation_id: int | None = None,
) -> bool:
    """Write down what happened. With a `key`, only once: False when it is there already."""
    if key is not None:
        known = sa.select(happenings.c.happening_id).where(happenings.c.happening_key == key)
        if connection.execute(known).first() is not None:
            return False
    values = {
        "happening_key": key or uuid.uuid4().hex,
        "kind": happening.kind.value,
        "project_id": happening.project_id,
        "collection_id": happening.collection_id,
        "version_id": happening.version_id,
        "run_number": happening.run_number,
        "automation_id": automation_id,
        "facts": dict(happening.facts),
        "user_id": happening.user_id,
        "created_at": now,
        "handled_at": None,
    }
    connection.execute(sa.insert(happenings).values(**values))
    return True


def list_unhandled(connection: Connection, limit: int) -> list[Recorded]:
    """The oldest first."""
    statement = sa.select(happenings).where(happenings.c.handled_at.is_(None)).order_by(happenings.c.happening_id)
    return [_recorded(row) for row in connection.execute(statement.limit(limit))]


def take_happening(connection: Connection, happening_id: int, now: datetime) -> bool:
    """Mark it as handled; False when somebody else has."""
    here = sa.and_(happenings.c.happening_id == happening_id, happenings.c.handled_at.is_(None))
    return connection.execute(sa.update(happenings).where(here).values(handled_at=now)).rowcount > 0


def insert_delivery(connection: Connection, values: Mapping[str, object]) -> Delivery:
    row = connection.execute(sa.insert(deliveries).values(**values).returning(*deliveries.c)).one()
    return _delivery(row)


def find_delivery(connection: Connection, delivery_id: int) -> Delivery | None:
    row = connection.execute(sa.select(deliveries).where(deliveries.c.delivery_id == delivery_id)).first()
    return None if row is None else _delivery(row)


def list_due(connection: Connection, now: datetime, limit: int) -> list[Delivery]:
    """What is to be tried now, the longest due first."""
    due = sa.and_(deliveries.c.state == DeliveryState.WAITING.value, deliveries.c.next_at <= now)
    rows = connection.execute(sa.select(deliveries).where(due).order_by(deliveries.c.next_at).limit(limit))
    return [_delivery(row) for row in rows]


def list_deliveries(
    connection: Connection, project_id: int, *, automation_id: int | None, before: int | None, limit: int
) -> list[Delivery]:
    """The newest first; `before` is the last id of an earlier page."""
    statement = sa.select(deliveries).where(deliveries.c.project_id == project_id)
    if automation_id is not None:
        statement = statement.where(deliveries.c.automation_id == automation_id)
    if before is not None:
        statement = statement.where(deliveries.c.delivery_id < before)
    rows = connection.execute(statement.order_by(deliveries.c.delivery_id.desc()).limit(max(1, min(limit, MAX_PAGE))))
    return [_delivery(row) for row in rows]


def claim(connection: Connection, delivery: Delivery, until: datetime, now: datetime) -> bool:
    """Take a delivery for one try; unless another server has. It comes back at `until` if this one dies."""
    here = sa.and_(
        deliveries.c.delivery_id == delivery.delivery_id,
        deliveries.c.attempts == delivery.attempts,
        deliveries.c.state == DeliveryState.WAITING.value,
    )
    values = {"attempts": delivery.attempts + 1, "next_at": until, "updated_at": now}
    return connection.execute(sa.update(deliveries).where(here).values(**values)).rowcount > 0


def finish_attempt(
    connection: Connection,
    delivery: Delivery,
    outcome: Outcome,
    state: DeliveryState,
    next_at: datetime | None,
    started_at: datetime,
    ended_at: datetime,
) -> None:
    """Write the try down, and what is to become of its delivery."""
    values = {
        "delivery_id": delivery.delivery_id,
        "started_at": started_at,
        "duration_ms": max(0, int((ended_at - started_at).total_seconds() * 1000)),
        "status": outcome.status,
        "error": outcome.error,
        "request_headers": dict(outcome.request_headers),
        "response": outcome.response[:MAX_RESPONSE_CHARS].replace("\0", "\N{REPLACEMENT CHARACTER}"),
    }
    connection.execute(sa.insert(attempts).values(**values))
    put_state(connection, delivery.delivery_id, state, next_at, ended_at)


def put_state(
    connection: Connection, delivery_id: int, state: DeliveryState, next_at: datetime | None, now: datetime
) -> None:
    here = deliveries.c.delivery_id == delivery_id
    values = {"state": state.value, "next_at": next_at, "updated_at": now}
    connection.execute(sa.update(deliveries).where(here).values(**values))


def restart(connection: Connection, delivery_id: int, now: datetime) -> Delivery | None:
    """Let a delivery be tried anew, from its first attempt; its log and its key stay."""
    here = deliveries.c.delivery_id == delivery_id
    values = {"state": DeliveryState.WAITING.value, "attempts": 0, "next_at": now, "updated_at": now}
    row = connection.execute(sa.update(deliveries).where(here).values(**values).returning(*deliveries.c)).first()
    return None if row is None else _delivery(row)


def list_attempts(connection: Connection, delivery_id: int) -> list[Attempt]:
    """The oldest first."""
    statement = sa.select(attempts).where(attempts.c.delivery_id == delivery_id).order_by(attempts.c.attempt_id)
    return [Attempt(**row._mapping) for row in connection.execute(statement.limit(MAX_PAGE))]


def last_states(connection: Connection, automation_ids: Sequence[int]) -> dict[int, DeliveryState]:
    """Automation → the state of its newest delivery."""
    newest = (
        sa.select(sa.func.max(deliveries.c.delivery_id))
        .where(deliveries.c.automation_id.in_(automation_ids))
        .group_by(deliveries.c.automation_id)
    )
    statement = sa.select(deliveries.c.automation_id, deliveries.c.state).where(deliveries.c.delivery_id.in_(newest))
    return {row.automation_id: DeliveryState(row.state) for row in connection.execute(statement)}


def delete_older(connection: Connection, before: datetime) -> int:
    """Drop what was handled and ended before that time; returns how many deliveries that were."""
    old = sa.and_(deliveries.c.updated_at < before, deliveries.c.state != DeliveryState.WAITING.value)
    ids = sa.select(deliveries.c.delivery_id).where(old)
    connection.execute(sa.delete(attempts).where(attempts.c.delivery_id.in_(ids)))
    gone = connection.execute(sa.delete(deliveries).where(old)).rowcount
    connection.execute(sa.delete(happenings).where(happenings.c.handled_at < before))
    return gone


def _recorded(row: Row[Any]) -> Recorded:
    values = dict(row._mapping)
    for name in ("happening_key", "handled_at"):
        del values[name]
    values["kind"] = HappeningKind(values["kind"])
    return Recorded(**values)


def _delivery(row: Row[Any]) -> Delivery:
    return Delivery(**{**row._mapping, "state": DeliveryState(row.state)})
