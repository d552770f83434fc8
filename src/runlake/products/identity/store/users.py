"""Users and the principals they are seen as."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection

from runlake.model import Principal, Role
from runlake.products.identity.records import EntityKind, User, UserKind
from runlake.products.identity.store import entities as entity_store
from runlake.products.identity.tables import api_keys, entities, login_links, memberships, sessions, users

_USER_COLUMNS = (
    users.c.user_id,
    users.c.username,
    users.c.email,
    users.c.name,
    users.c.is_admin,
    users.c.entity_id,
    users.c.created_at,
    users.c.kind,
    users.c.team_id,
    users.c.default_entity_id,
)
_ALIVE = users.c.deleted_at.is_(None)


def find_user(connection: Connection, username: str) -> User | None:
    return _one(connection, users.c.username == username)


def find_user_by_email(connection: Connection, email: str) -> User | None:
    return _one(connection, sa.func.lower(users.c.email) == email.lower())


def find_user_by_id(connection: Connection, user_id: int) -> User | None:
    return _one(connection, users.c.user_id == user_id)


def list_users(connection: Connection) -> list[User]:
    rows = connection.execute(sa.select(*_USER_COLUMNS).where(_ALIVE).order_by(users.c.username))
    return [_to_user(row) for row in rows]


def list_users_by_id(connection: Connection, user_ids: Sequence[int]) -> list[User]:
    """Users of these ids, deleted ones included: their names stay on what they made."""
    rows = connection.execute(sa.select(*_USER_COLUMNS).where(users.c.user_id.in_(user_ids)))
    return [_to_user(row) for row in rows]


def has_users(connection: Connection) -> bool:
    return connection.execute(sa.select(users.c.user_id).where(_ALIVE).limit(1)).first() is not None


def count_admins(connection: Connection) -> int:
    statement = sa.select(sa.func.count()).select_from(users).where(_ALIVE, users.c.is_admin)
    return connection.execute(statement).scalar_one()


def insert_user(connection: Connection, username: str, values: Mapping[str, object], now: datetime) -> User:
    """Add a user with a personal entity of the same name. `values`: the other columns."""
    entity = entity_store.insert_entity(connection, username, EntityKind.USER, None, now)
    row = {"name": username, "is_admin": False, **values, "username": username, "entity_id": entity.entity_id}
    user_id = connection.execute(sa.insert(users).values(created_at=now, **row).returning(users.c.user_id)).scalar_one()
    entity_store.put_member(connection, entity.entity_id, user_id, Role.ADMIN)
    user = find_user_by_id(connection, user_id)
    assert user is not None  # noqa: S101 - inserted two statements ago
    return user


def update_user(connection: Connection, user_id: int, values: Mapping[str, object]) -> None:
    if values:
        connection.execute(sa.update(users).where(users.c.user_id == user_id).values(**values))


def delete_user(connection: Connection, user: User, now: datetime) -> None:
    """Take away everything that lets the user in; the rows that others refer to stay, marked."""
    for table in (api_keys, sessions, login_links, memberships):
        connection.execute(sa.delete(table).where(table.c.user_id == user.user_id))
    gone = {"deleted_at": now, "password_hash": None, "email": None}
    update_user(connection, user.user_id, gone)
    entity_store.delete_entities(connection, entities.c.entity_id == user.entity_id, now)


def find_password_hash(connection: Connection, username: str) -> tuple[int, str | None] | None:
    """The id and the stored password of a user."""
    statement = sa.select(users.c.user_id, users.c.password_hash).where(_ALIVE, users.c.username == username)
    row = connection.execute(statement).first()
    return None if row is None else (row.user_id, row.password_hash)


def find_principal(connection: Connection, user_id: int) -> Principal | None:
    """The user with all roles."""
    user = find_user_by_id(connection, user_id)
    if user is None:
        return None
    rows = connection.execute(
        sa.select(memberships.c.entity_id, memberships.c.role).where(memberships.c.user_id == user_id)
    )
    roles = {row.entity_id: Role(row.role) for row in rows}
    return Principal(
        user_id=user.user_id,
        username=user.username,
        email=user.email,
        name=user.name,
        is_admin=user.is_admin,
        entity_id=user.entity_id,
        roles=roles,
        default_entity=_default_entity(connection, user, roles),
    )


def _default_entity(connection: Connection, user: User, roles: Mapping[int, Role]) -> str:
    """Where the user's runs go that name no entity; the own one when the chosen one is out of reach."""
    chosen = user.default_entity_id or user.team_id
    if chosen is None or (chosen not in roles and not user.is_admin):
        return user.username
    entity = entity_store.find_entity_by_id(connection, chosen)
    return user.username if entity is None else entity.name


def _one(connection: Connection, condition: sa.ColumnElement[bool]) -> User | None:
    row = connection.execute(sa.select(*_USER_COLUMNS).where(_ALIVE, condition)).first()
    return None if row is None else _to_user(row)


def _to_user(row: sa.Row[*tuple[object, ...]]) -> User:
    return User(**{**row._mapping, "kind": UserKind(row._mapping["kind"])})
