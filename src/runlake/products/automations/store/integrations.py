"""Where things are sent: integrations, secrets, channels of alerts."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Row

from runlake.products.automations.records import Channel, Integration, IntegrationKind
from runlake.products.automations.tables import channels, integrations, secrets


def find_integration(connection: Connection, integration_id: int) -> Integration | None:
    here = integrations.c.integration_id == integration_id
    row = connection.execute(sa.select(integrations).where(here)).first()
    return None if row is None else _integration(row)


def list_integrations(connection: Connection, entity_id: int) -> list[Integration]:
    """In the order in which they were made."""
    statement = sa.select(integrations).where(integrations.c.entity_id == entity_id)
    return [_integration(row) for row in connection.execute(statement.order_by(integrations.c.integration_id))]


def find_integrations(connection: Connection, integration_ids: Sequence[int]) -> dict[int, Integration]:
    statement = sa.select(integrations).where(integrations.c.integration_id.in_(integration_ids))
    return {row.integration_id: _integration(row) for row in connection.execute(statement)}


def insert_integration(connection: Connection, values: Mapping[str, object]) -> Integration:
    row = connection.execute(sa.insert(integrations).values(**values).returning(*integrations.c)).one()
    return _integration(row)


def update_integration(connection: Connection, integration_id: int, values: Mapping[str, object]) -> Integration | None:
    here = integrations.c.integration_id == integration_id
    row = connection.execute(sa.update(integrations).where(here).values(**values).returning(*integrations.c)).first()
    return None if row is None else _integration(row)


def delete_integration(connection: Connection, integration_id: int) -> None:
    connection.execute(sa.delete(channels).where(channels.c.integration_id == integration_id))
    connection.execute(sa.delete(integrations).where(integrations.c.integration_id == integration_id))


def list_secret_names(connection: Connection, entity_id: int) -> list[tuple[str, datetime]]:
    statement = sa.select(secrets.c.name, secrets.c.updated_at).where(secrets.c.entity_id == entity_id)
    return [(row.name, row.updated_at) for row in connection.execute(statement.order_by(secrets.c.name))]


def find_secrets(connection: Connection, entity_id: int, names: Sequence[str]) -> dict[str, str]:
    """Name → the sealed secret."""
    statement = sa.select(secrets).where(secrets.c.entity_id == entity_id, secrets.c.name.in_(names))
    return {row.name: row.sealed for row in connection.execute(statement)}


def put_secret(connection: Connection, entity_id: int, name: str, sealed: str, now: datetime) -> None:
    here = sa.and_(secrets.c.entity_id == entity_id, secrets.c.name == name)
    values = {"sealed": sealed, "updated_at": now}
    if connection.execute(sa.update(secrets).where(here).values(**values)).rowcount == 0:
        connection.execute(sa.insert(secrets).values(entity_id=entity_id, name=name, **values))


def delete_secret(connection: Connection, entity_id: int, name: str) -> bool:
    here = sa.and_(secrets.c.entity_id == entity_id, secrets.c.name == name)
    return connection.execute(sa.delete(secrets).where(here)).rowcount > 0


def list_channels(connection: Connection, *, project_id: int | None, user_id: int | None) -> list[Channel]:
    """Those of a project, and those of a user."""
    wanted = []
    if project_id is not None:
        wanted.append(channels.c.project_id == project_id)
    if user_id is not None:
        wanted.append(channels.c.user_id == user_id)
    statement = sa.select(channels).where(sa.or_(sa.false(), *wanted)).order_by(channels.c.channel_id)
    return [Channel(**row._mapping) for row in connection.execute(statement)]


def insert_channel(connection: Connection, values: Mapping[str, object]) -> Channel:
    row = connection.execute(sa.insert(channels).values(**values).returning(*channels.c)).one()
    return Channel(**row._mapping)


def delete_channel(connection: Connection, channel_id: int, *, project_id: int | None, user_id: int | None) -> bool:
    owner = channels.c.project_id == project_id if project_id is not None else channels.c.user_id == user_id
    return connection.execute(sa.delete(channels).where(channels.c.channel_id == channel_id, owner)).rowcount > 0


def _integration(row: Row[Any]) -> Integration:
    return Integration(**{**row._mapping, "kind": IntegrationKind(row.kind)})
