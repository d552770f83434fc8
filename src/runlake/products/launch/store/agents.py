"""Agents: the processes that take items of queues."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Row

from runlake.products.launch.records import LaunchAgent
from runlake.products.launch.tables import launch_agents, users

_WITH_USER = sa.select(launch_agents, users.c.username).select_from(
    launch_agents.outerjoin(users, users.c.user_id == launch_agents.c.user_id)
)


def find_agent(connection: Connection, agent_number: int) -> LaunchAgent | None:
    row = connection.execute(_WITH_USER.where(launch_agents.c.agent_number == agent_number)).first()
    return None if row is None else _agent(row)


def list_agents(connection: Connection, project_ids: Sequence[int], limit: int) -> list[LaunchAgent]:
    """Those heard last come first."""
    here = _WITH_USER.where(launch_agents.c.project_id.in_(project_ids))
    statement = here.order_by(launch_agents.c.heartbeat_at.desc(), launch_agents.c.agent_number.desc()).limit(limit)
    return [_agent(row) for row in connection.execute(statement)]


def insert_agent(connection: Connection, values: Mapping[str, object]) -> LaunchAgent:
    number = connection.execute(
        sa.insert(launch_agents).values(**values).returning(launch_agents.c.agent_number)
    ).scalar_one()
    found = find_agent(connection, number)
    assert found is not None  # noqa: S101 - inserted just now
    return found


def update_agent(connection: Connection, agent_number: int, values: Mapping[str, object]) -> None:
    connection.execute(sa.update(launch_agents).where(launch_agents.c.agent_number == agent_number).values(**values))


def _agent(row: Row[Any]) -> LaunchAgent:
    return LaunchAgent(**{**row._mapping, "queue_numbers": tuple(row.queue_numbers)})
