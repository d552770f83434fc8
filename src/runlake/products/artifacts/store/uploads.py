"""Uploads in parts, and the versions that things are uploaded for."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, delete, func, insert, select, update

from runlake.errors import NotFound
from runlake.products.artifacts.parts import Upload
from runlake.products.artifacts.records import Version, VersionState
from runlake.products.artifacts.store.versions import find_versions
from runlake.products.artifacts.tables import contents, uploads, versions


@dataclass(frozen=True, slots=True)
class Arrived:
    """The files that a version was the first to bring; `last_at` None: none yet."""

    file_count: int = 0
    size_bytes: int = 0
    last_at: datetime | None = None


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
    """The parts are a file now, and belong to it. Raises NotFound when the upload was given up meanwhile."""
    change = update(uploads).where(uploads.c.token == token).values(used_at=now, completed_at=now)
    if connection.execute(change).rowcount == 0:
        raise NotFound("the upload was given up: ask for addresses again")


def delete_unfinished(connection: Connection, token: str) -> bool:
    """Forget an upload; False when it is complete, or was forgotten: then its parts are not its any more."""
    unfinished = and_(uploads.c.token == token, uploads.c.completed_at.is_(None))
    return connection.execute(delete(uploads).where(unfinished)).rowcount > 0


def delete_unused(connection: Connection, before: datetime) -> int:
    """Forget uploads of which nothing was heard since `before`; returns how many. Their parts are left over."""
    return connection.execute(delete(uploads).where(uploads.c.used_at < before)).rowcount


def list_pending(
    connection: Connection, collection_id: int, most: int
) -> list[tuple[Version, Arrived, Sequence[Upload]]]:
    """The versions of a sequence that are not committed, the newest first, with what came and what is coming in parts."""
    pending = and_(versions.c.collection_id == collection_id, versions.c.state == VersionState.PENDING.value)
    newest = select(versions.c.version_id).where(pending).order_by(versions.c.version_id.desc()).limit(most)
    ids = list(connection.execute(newest).scalars())
    found, arrived, coming = find_versions(connection, ids), _arrived(connection, ids), _coming(connection, ids)
    return [(found[each], arrived.get(each, Arrived()), coming[each]) for each in ids]


def _arrived(connection: Connection, version_ids: Sequence[int]) -> dict[int, Arrived]:
    born = contents.c.birth_version_id
    summed = select(born, func.count(), func.sum(contents.c.size_bytes), func.max(contents.c.stored_at))
    rows = connection.execute(summed.where(born.in_(version_ids)).group_by(born))
    return {row[0]: Arrived(row[1], int(row[2]), row[3]) for row in rows}


def _coming(connection: Connection, version_ids: Sequence[int]) -> dict[int, list[Upload]]:
    unfinished = and_(uploads.c.version_id.in_(version_ids), uploads.c.completed_at.is_(None))
    found: dict[int, list[Upload]] = defaultdict(list)
    for row in connection.execute(select(uploads).where(unfinished)):
        found[row.version_id].append(_upload(row))
    return found


def _upload(row: Row[Any]) -> Upload:
    values = {name: value for name, value in row._mapping.items() if name != "upload_id"}
    return Upload(**{**values, "part_md5s": tuple(values["part_md5s"])})
