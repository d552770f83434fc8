"""Queues and the resources that they ask for."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Row

from runlake.products.launch.records import Queue, Resource
from runlake.products.launch.tables import launch_items, launch_queues, launch_resources, users

_WITH_USER = sa.select(launch_queues, users.c.username).select_from(
    launch_queues.outerjoin(users, users.c.user_id == launch_queues.c.user_id)
)


def find_queue(connection: Connection, project_id: int, name: str) -> Queue | None:
    return _first(connection, (launch_queues.c.project_id == project_id) & (launch_queues.c.name == name))


def find_queue_by_number(connection: Connection, queue_number: int) -> Queue | None:
    return _first(connection, launch_queues.c.queue_number == queue_number)


def list_queues(connection: Connection, project_ids: Sequence[int], limit: int) -> list[Queue]:
    """By name."""
    statement = _WITH_USER.where(launch_queues.c.project_id.in_(project_ids)).order_by(
        launch_queues.c.name, launch_queues.c.queue_number
    )
    return [_queue(row) for row in connection.execute(statement.limit(limit))]


def count_queues(connection: Connection, project_id: int) -> int:
    statement = sa.select(sa.func.count()).where(launch_queues.c.project_id == project_id)
    return int(connection.execute(statement).scalar_one())


def insert_queue(connection: Connection, values: Mapping[str, object]) -> Queue:
    number = connection.execute(
        sa.insert(launch_queues).values(**values).returning(launch_queues.c.queue_number)
    ).scalar_one()
    found = find_queue_by_number(connection, number)
    assert found is not None  # noqa: S101 - inserted just now
    return found


def update_queue(connection: Connection, queue_number: int, values: Mapping[str, object]) -> None:
    connection.execute(sa.update(launch_queues).where(launch_queues.c.queue_number == queue_number).values(**values))


def delete_queue(connection: Connection, queue: Queue) -> bool:
    """Its items go with it, and its resource unless another queue asks for the same."""
    connection.execute(sa.delete(launch_items).where(launch_items.c.queue_number == queue.queue_number))
    deleted = (
        connection.execute(sa.delete(launch_queues).where(launch_queues.c.queue_number == queue.queue_number)).rowcount
        > 0
    )
    delete_unused_resource(connection, queue.resource_number)
    return deleted


def insert_resource(connection: Connection, values: Mapping[str, object]) -> int:
    statement = sa.insert(launch_resources).values(**values).returning(launch_resources.c.resource_number)
    return int(connection.execute(statement).scalar_one())


def find_resource(connection: Connection, resource_number: int) -> Resource | None:
    statement = sa.select(launch_resources).where(launch_resources.c.resource_number == resource_number)
    row = connection.execute(statement).first()
    return None if row is None else Resource(**row._mapping)


def list_resources(connection: Connection, resource_numbers: Sequence[int]) -> dict[int, Resource]:
    """By number; those that are gone are absent."""
    statement = sa.select(launch_resources).where(launch_resources.c.resource_number.in_(resource_numbers))
    return {row.resource_number: Resource(**row._mapping) for row in connection.execute(statement)}


def delete_unused_resource(connection: Connection, resource_number: int | None) -> None:
    used = sa.exists().where(launch_queues.c.resource_number == resource_number)
    connection.execute(sa.delete(launch_resources).where(launch_resources.c.resource_number == resource_number, ~used))


def _first(connection: Connection, condition: sa.ColumnElement[bool]) -> Queue | None:
    row = connection.execute(_WITH_USER.where(condition)).first()
    return None if row is None else _queue(row)


def _queue(row: Row[Any]) -> Queue:
    return Queue(**row._mapping)
