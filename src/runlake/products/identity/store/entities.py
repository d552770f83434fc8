"""Entities, their members, and organizations."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection

from runlake.errors import Conflict
from runlake.model import Role
from runlake.products.identity.records import Entity, EntityKind, Membership, Organization
from runlake.products.identity.tables import entities, memberships, organizations

_ALIVE = entities.c.deleted_at.is_(None)
_ENTITY_COLUMNS = (entities.c.entity_id, entities.c.name, entities.c.kind, entities.c.organization_id)
_SELECT_ORGANIZATION = (
    sa.select(
        organizations.c.organization_id,
        organizations.c.name,
        entities.c.entity_id,
        entities.c.name.label("entity_name"),
    )
    .join(entities, entities.c.organization_id == organizations.c.organization_id)
    .where(organizations.c.deleted_at.is_(None), entities.c.kind == EntityKind.ORGANIZATION.value)
)


def find_entity(connection: Connection, name: str) -> Entity | None:
    return _one(connection, entities.c.name == name)


def find_entity_by_id(connection: Connection, entity_id: int) -> Entity | None:
    return _one(connection, entities.c.entity_id == entity_id)


def entities_by_id(connection: Connection, entity_ids: Sequence[int]) -> dict[int, Entity]:
    rows = connection.execute(sa.select(*_ENTITY_COLUMNS).where(entities.c.entity_id.in_(entity_ids), _ALIVE))
    return {entity.entity_id: entity for entity in map(_to_entity, rows)}


def list_memberships(connection: Connection, user_id: int) -> list[Membership]:
    """The entities of a user: the personal one, teams, organizations; by name."""
    statement = (
        sa.select(*_ENTITY_COLUMNS, memberships.c.role)
        .join(memberships, memberships.c.entity_id == entities.c.entity_id)
        .where(memberships.c.user_id == user_id, _ALIVE)
        .order_by(entities.c.name)
    )
    return [Membership(_to_entity(row), Role(row.role)) for row in connection.execute(statement)]


def list_teams(connection: Connection, organization_id: int) -> list[Entity]:
    statement = (
        sa.select(*_ENTITY_COLUMNS)
        .where(entities.c.organization_id == organization_id, entities.c.kind == EntityKind.TEAM.value, _ALIVE)
        .order_by(entities.c.name)
    )
    return [_to_entity(row) for row in connection.execute(statement)]


def list_member_ids(connection: Connection, entity_id: int) -> dict[int, Role]:
    rows = connection.execute(
        sa.select(memberships.c.user_id, memberships.c.role).where(memberships.c.entity_id == entity_id)
    )
    return {row.user_id: Role(row.role) for row in rows}


def insert_entity(
    connection: Connection, name: str, kind: EntityKind, organization_id: int | None, now: datetime
) -> Entity:
    """Add an entity. Raises Conflict when the name is taken, in whatever case."""
    taken = sa.select(entities.c.name).where(sa.func.lower(entities.c.name) == name.lower(), _ALIVE)
    if connection.execute(taken).first() is not None:
        raise Conflict(f"the name {name!r} is taken by another user, team or organization: choose another one")
    statement = (
        sa.insert(entities)
        .values(name=name, kind=kind.value, organization_id=organization_id, created_at=now)
        .returning(*_ENTITY_COLUMNS)
    )
    return _to_entity(connection.execute(statement).one())


def delete_entities(connection: Connection, condition: sa.ColumnElement[bool], now: datetime) -> None:
    """Mark entities as deleted and end all memberships in them."""
    ids = connection.scalars(sa.select(entities.c.entity_id).where(condition, _ALIVE)).all()
    connection.execute(sa.delete(memberships).where(memberships.c.entity_id.in_(ids)))
    connection.execute(sa.update(entities).where(entities.c.entity_id.in_(ids)).values(deleted_at=now))


def put_member(connection: Connection, entity_id: int, user_id: int, role: Role) -> None:
    """Make the user a member with this role, or change the role."""
    here = (memberships.c.entity_id == entity_id) & (memberships.c.user_id == user_id)
    changed = connection.execute(sa.update(memberships).where(here).values(role=int(role)))
    if changed.rowcount == 0:
        connection.execute(sa.insert(memberships).values(entity_id=entity_id, user_id=user_id, role=int(role)))


def delete_member(connection: Connection, entity_id: int, user_id: int) -> bool:
    here = (memberships.c.entity_id == entity_id) & (memberships.c.user_id == user_id)
    return connection.execute(sa.delete(memberships).where(here)).rowcount > 0


def find_organization(connection: Connection, name: str) -> Organization | None:
    return _one_organization(connection, organizations.c.name == name)


def find_organization_by_id(connection: Connection, organization_id: int) -> Organization | None:
    return _one_organization(connection, organizations.c.organization_id == organization_id)


def list_organizations(connection: Connection, user_id: int) -> list[Organization]:
    """The organizations a user belongs to; by name."""
    mine = sa.select(memberships.c.entity_id).where(memberships.c.user_id == user_id)
    statement = _SELECT_ORGANIZATION.where(entities.c.entity_id.in_(mine)).order_by(organizations.c.name)
    return [_to_organization(row) for row in connection.execute(statement)]


def insert_organization(connection: Connection, name: str, entity_name: str, now: datetime) -> Organization:
    organization_id = connection.execute(
        sa.insert(organizations).values(name=name, created_at=now).returning(organizations.c.organization_id)
    ).scalar_one()
    entity = insert_entity(connection, entity_name, EntityKind.ORGANIZATION, organization_id, now)
    return Organization(organization_id, name, entity.entity_id, entity.name)


def delete_organization(connection: Connection, organization: Organization, now: datetime) -> None:
    """Delete the organization, its own entity and its teams."""
    delete_entities(connection, entities.c.organization_id == organization.organization_id, now)
    statement = sa.update(organizations).where(organizations.c.organization_id == organization.organization_id)
    connection.execute(statement.values(deleted_at=now))


def _one(connection: Connection, condition: sa.ColumnElement[bool]) -> Entity | None:
    row = connection.execute(sa.select(*_ENTITY_COLUMNS).where(_ALIVE, condition)).first()
    return None if row is None else _to_entity(row)


def _one_organization(connection: Connection, condition: sa.ColumnElement[bool]) -> Organization | None:
    row = connection.execute(_SELECT_ORGANIZATION.where(condition)).first()
    return None if row is None else _to_organization(row)


def _to_entity(row: sa.Row[*tuple[object, ...]]) -> Entity:
    mapping = row._mapping
    return Entity(mapping["entity_id"], mapping["name"], EntityKind(mapping["kind"]), mapping["organization_id"])


def _to_organization(row: sa.Row[*tuple[object, ...]]) -> Organization:
    mapping = row._mapping
    return Organization(mapping["organization_id"], mapping["name"], mapping["entity_id"], mapping["entity_name"])
