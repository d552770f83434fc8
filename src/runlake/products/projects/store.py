"""The statements of projects, as functions of a connection."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy import Connection

from runlake.model import NO_MEMBERS, MemberRole, Project, ProjectMembers, Visibility
from runlake.products.projects.tables import entities, projects

_SELECT_PROJECTS = (
    sa.select(
        projects.c.project_id,
        projects.c.entity_id,
        entities.c.name.label("entity_name"),
        projects.c.name,
        projects.c.description,
        projects.c.visibility,
        projects.c.created_at,
        projects.c.updated_at,
        projects.c.created_by,
        projects.c.members,
        projects.c.allows_all_types,
    )
    .join(entities, entities.c.entity_id == projects.c.entity_id)
    .where(projects.c.deleted_at.is_(None), entities.c.deleted_at.is_(None))
)
_SHARED = (Visibility.SHARED_READ.value, Visibility.SHARED_WRITE.value)


def find_project(connection: Connection, entity_name: str, name: str) -> Project | None:
    return _one(connection, (entities.c.name == entity_name) & (projects.c.name == name))


def find_project_by_id(connection: Connection, project_id: int) -> Project | None:
    return _one(connection, projects.c.project_id == project_id)


def list_projects(connection: Connection, entity_name: str | None, visible: list[int] | None) -> list[Project]:
    """Projects of one entity or of all, by owner and name. `visible`: entities whose private ones are included.

    None includes every private project. Those in which anybody was given a role come, too: the caller looks at them.
    """
    statement = _SELECT_PROJECTS.order_by(entities.c.name, projects.c.name)
    if entity_name is not None:
        statement = statement.where(entities.c.name == entity_name)
    if visible is not None:
        given = projects.c.members.is_not(None)
        statement = statement.where(projects.c.entity_id.in_(visible) | projects.c.visibility.in_(_SHARED) | given)
    return [_to_project(row) for row in connection.execute(statement)]


def find_entity_id(connection: Connection, entity_name: str) -> int | None:
    alive = entities.c.deleted_at.is_(None)
    statement = sa.select(entities.c.entity_id).where(entities.c.name == entity_name, alive)
    return connection.execute(statement).scalar_one_or_none()


def insert_project(connection: Connection, values: Mapping[str, object], now: datetime) -> int:
    statement = sa.insert(projects).values(created_at=now, updated_at=now, **values)
    project_id: int = connection.execute(statement.returning(projects.c.project_id)).scalar_one()
    return project_id


def list_deleted(connection: Connection, before: datetime) -> tuple[int, ...]:
    """Ids of the projects that were deleted before that time."""
    return tuple(connection.scalars(sa.select(projects.c.project_id).where(projects.c.deleted_at < before)))


def update_project(connection: Connection, project_id: int, values: Mapping[str, object], now: datetime) -> None:
    statement = sa.update(projects).where(projects.c.project_id == project_id)
    connection.execute(statement.values(updated_at=now, **values))


def _one(connection: Connection, condition: sa.ColumnElement[bool]) -> Project | None:
    row = connection.execute(_SELECT_PROJECTS.where(condition)).first()
    return None if row is None else _to_project(row)


def _to_project(row: sa.Row[*tuple[object, ...]]) -> Project:
    values = dict(row._mapping)
    values["visibility"] = Visibility(str(values["visibility"]))
    values["members"] = _members(values["members"])
    values["allows_all_types"] = values["allows_all_types"] is not False
    return Project(**cast(dict[str, Any], values))


def _members(stored: object) -> ProjectMembers:
    if not isinstance(stored, dict):
        return NO_MEMBERS
    users, teams = ({int(key): MemberRole(role) for key, role in stored[kind].items()} for kind in ("users", "teams"))
    return ProjectMembers(users, teams)


def lock_project(connection: Connection, project_id: int) -> Project | None:
    """The project, which nobody else changes until the transaction ends."""
    same = projects.c.project_id == project_id
    connection.execute(sa.update(projects).where(same).values(updated_at=projects.c.updated_at))
    return find_project_by_id(connection, project_id)
