"""Places in teams that wait for their users."""

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection

from runlake.model import Role
from runlake.products.identity.records import Invite
from runlake.products.identity.tables import entities, invites

_COLUMNS = (invites.c.invite_id, invites.c.entity_id, invites.c.email, invites.c.role, invites.c.created_at)


def put_invite(
    connection: Connection, entity_id: int, email: str, role: Role, *, created_by: int | None, now: datetime
) -> Invite:
    """Add an invitation, or change the role of the one of that address."""
    here = (invites.c.entity_id == entity_id) & (sa.func.lower(invites.c.email) == email.lower())
    row = connection.execute(sa.update(invites).where(here).values(role=int(role)).returning(*_COLUMNS)).first()
    if row is None:
        values = {"entity_id": entity_id, "email": email, "role": int(role), "created_by": created_by}
        statement = sa.insert(invites).values(created_at=now, **values).returning(*_COLUMNS)
        row = connection.execute(statement).one()
    return _to_invite(row)


def list_invites(connection: Connection, entity_id: int) -> list[Invite]:
    """The invitations of an entity, by address."""
    statement = sa.select(*_COLUMNS).where(invites.c.entity_id == entity_id).order_by(invites.c.email)
    return [_to_invite(row) for row in connection.execute(statement)]


def delete_invite(connection: Connection, entity_id: int, invite_id: int) -> bool:
    here = (invites.c.entity_id == entity_id) & (invites.c.invite_id == invite_id)
    return connection.execute(sa.delete(invites).where(here)).rowcount > 0


def take_invites(connection: Connection, email: str) -> Mapping[int, Role]:
    """Remove the invitations of an address; returns entity id → role, without deleted entities."""
    same = sa.func.lower(invites.c.email) == email.lower()
    alive = sa.select(entities.c.entity_id).where(entities.c.deleted_at.is_(None))
    rows = connection.execute(sa.select(*_COLUMNS).where(same, invites.c.entity_id.in_(alive))).all()
    connection.execute(sa.delete(invites).where(same))
    return {row.entity_id: Role(row.role) for row in rows}


def _to_invite(row: sa.Row[*tuple[object, ...]]) -> Invite:
    mapping = row._mapping
    return Invite(**{**mapping, "role": Role(mapping["role"])})
