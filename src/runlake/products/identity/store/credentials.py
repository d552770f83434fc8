"""API keys, sessions and login links. All are looked up by the hash of their secret."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection

from runlake.products.identity.records import ApiKey
from runlake.products.identity.tables import api_keys, login_links, sessions

_KEY_COLUMNS = (
    api_keys.c.key_id,
    api_keys.c.user_id,
    api_keys.c.name,
    api_keys.c.prefix,
    api_keys.c.created_at,
    api_keys.c.last_used_at,
)


def find_key(connection: Connection, secret_hash: str) -> ApiKey | None:
    row = connection.execute(sa.select(*_KEY_COLUMNS).where(api_keys.c.secret_hash == secret_hash)).first()
    return None if row is None else ApiKey(*row)


def list_keys(connection: Connection, user_id: int) -> list[ApiKey]:
    statement = sa.select(*_KEY_COLUMNS).where(api_keys.c.user_id == user_id).order_by(api_keys.c.key_id)
    return [ApiKey(*row) for row in connection.execute(statement)]


def insert_key(connection: Connection, user_id: int, name: str, prefix: str, secret_hash: str, now: datetime) -> ApiKey:
    values = {"user_id": user_id, "name": name, "prefix": prefix, "secret_hash": secret_hash, "created_at": now}
    return ApiKey(*connection.execute(sa.insert(api_keys).values(**values).returning(*_KEY_COLUMNS)).one())


def delete_key(connection: Connection, key_id: int, user_id: int) -> bool:
    mine = (api_keys.c.key_id == key_id) & (api_keys.c.user_id == user_id)
    return connection.execute(sa.delete(api_keys).where(mine)).rowcount > 0


def touch_key(connection: Connection, key_id: int, at: datetime) -> None:
    connection.execute(sa.update(api_keys).where(api_keys.c.key_id == key_id).values(last_used_at=at))


def insert_session(connection: Connection, token_hash: str, user_id: int, now: datetime, expires_at: datetime) -> None:
    """Add a session; those that ended go."""
    connection.execute(sa.delete(sessions).where(sessions.c.expires_at <= now))
    values = {"token_hash": token_hash, "user_id": user_id, "created_at": now, "expires_at": expires_at}
    connection.execute(sa.insert(sessions).values(**values))


def find_session(connection: Connection, token_hash: str, now: datetime) -> tuple[int, datetime] | None:
    """The user and the end of a session that has not ended."""
    statement = sa.select(sessions.c.user_id, sessions.c.expires_at).where(
        sessions.c.token_hash == token_hash, sessions.c.expires_at > now
    )
    row = connection.execute(statement).first()
    return None if row is None else (row.user_id, row.expires_at)


def delete_session(connection: Connection, token_hash: str) -> None:
    connection.execute(sa.delete(sessions).where(sessions.c.token_hash == token_hash))


def delete_sessions(connection: Connection, user_id: int) -> None:
    for table in (sessions, login_links):
        connection.execute(sa.delete(table).where(table.c.user_id == user_id))


def insert_login_link(
    connection: Connection, token_hash: str, user_id: int, now: datetime, expires_at: datetime
) -> None:
    """Add a login link; those that ended go."""
    connection.execute(sa.delete(login_links).where(login_links.c.expires_at <= now))
    connection.execute(sa.insert(login_links).values(token_hash=token_hash, user_id=user_id, expires_at=expires_at))


def take_login_link(connection: Connection, token_hash: str, now: datetime) -> int | None:
    """Use a link up; its user, or None when there is no such link or it has ended."""
    statement = (
        sa.delete(login_links)
        .where(login_links.c.token_hash == token_hash)
        .returning(login_links.c.user_id, login_links.c.expires_at)
    )
    row = connection.execute(statement).first()
    return row.user_id if row is not None and row.expires_at > now else None
