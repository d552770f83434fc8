"""Uploads in parts."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, delete, insert, select, update

from runlake.products.artifacts.parts import Upload
from runlake.products.artifacts.tables import uploads


def put_upload(connection: Connection, upload: Upload) -> Upload:
    """Remember an upload. The one that the version has of the same file goes on if its parts are the same."""
    same = and_(uploads.c.version_id == upload.version_id, uploads.c.md5 == upload.md5)
    row = connection.execute(select(uploads).where(same)).one_or_none()
    found = None if row is None else _upload(row)
    if found is not None and found.part_md5s == upload.part_md5s and found.completed_at is None:
        note_use(connection, found.token, upload.used_at)
        return found
    connection.execute(delete(uploads).where(same))
    values = {name: getattr(upload, name) for name in Upload.__slots__}
    connection.execute(insert(uploads).values(**{**values, "part_md5s": list(upload.part_md5s)}))
    return upload


def find_upload(connection: Connection, token: str) -> Upload | None:
    row = connection.execute(select(uploads).where(uploads.c.token == token)).one_or_none()
    return None if row is None else _upload(row)


def note_use(connection: Connection, token: str, now: datetime) -> None:
    """Note that something was heard of an upload."""
    connection.execute(update(uploads).where(uploads.c.token == token).values(used_at=now))


def complete_upload(connection: Connection, token: str, now: datetime) -> None:
    """The parts are a file now, and belong to it."""
    connection.execute(update(uploads).where(uploads.c.token == token).values(used_at=now, completed_at=now))


def delete_upload(connection: Connection, token: str) -> None:
    connection.execute(delete(uploads).where(uploads.c.token == token))


def delete_unused(connection: Connection, before: datetime) -> int:
    """Forget uploads of which nothing was heard since `before`; returns how many. Their parts are left over."""
    return connection.execute(delete(uploads).where(uploads.c.used_at < before)).rowcount


def _upload(row: Row[Any]) -> Upload:
    values = {name: value for name, value in row._mapping.items() if name != "upload_id"}
    return Upload(**{**values, "part_md5s": tuple(values["part_md5s"])})
