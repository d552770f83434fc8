"""Manifests, and the bytes that projects have."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, func, insert, select, update

from runlake.products.artifacts.records import Content, Manifest, ManifestKind
from runlake.products.artifacts.store.batches import in_batches
from runlake.products.artifacts.tables import contents, manifests


def put_manifest(
    connection: Connection, version_id: int, name: str, kind: ManifestKind, md5: str, base_version_id: int | None
) -> Manifest:
    """A place for a manifest. A version has one full one, and of other kinds one for each writer."""
    values = {"name": name, "kind": kind.value, "md5": md5, "base_version_id": base_version_id}
    old = [manifest for manifest in list_manifests(connection, version_id) if manifest.kind is ManifestKind.FULL]
    if kind is ManifestKind.FULL and old:
        change = update(manifests).where(manifests.c.manifest_id == old[0].manifest_id).values(values)
        return _manifest(connection.execute(change.returning(*manifests.c)).one())
    added = insert(manifests).values(version_id=version_id, **values)
    return _manifest(connection.execute(added.returning(*manifests.c)).one())


def update_manifest(connection: Connection, manifest_id: int, values: dict[str, object]) -> Manifest:
    change = update(manifests).where(manifests.c.manifest_id == manifest_id).values(**values)
    return _manifest(connection.execute(change.returning(*manifests.c)).one())


def find_manifest(connection: Connection, manifest_id: int) -> Manifest | None:
    row = connection.execute(select(manifests).where(manifests.c.manifest_id == manifest_id)).one_or_none()
    return None if row is None else _manifest(row)


def list_manifests(connection: Connection, version_id: int) -> list[Manifest]:
    """In the order in which they were begun."""
    statement = select(manifests).where(manifests.c.version_id == version_id).order_by(manifests.c.manifest_id)
    return [_manifest(row) for row in connection.execute(statement)]


def put_content(connection: Connection, content: Content) -> Content:
    """Remember stored bytes; whoever brought them first stays their birth. Returns what is remembered."""
    found = find_contents(connection, content.project_id, [content.md5])
    if found:
        note_use(connection, content.project_id, [content.md5], content.used_at)
        return found[content.md5]
    values = {name: getattr(content, name) for name in ("project_id", "md5", "sha256", "size_bytes")}
    values |= {"birth_version_id": content.birth_version_id, "stored_at": content.stored_at}
    connection.execute(insert(contents).values(**values, **_place(content)))
    return content


def _place(content: Content) -> dict[str, object]:
    return {name: getattr(content, name) for name in ("blob", "used_at", "part_bytes")}


def note_use(connection: Connection, project_id: int, md5s: Sequence[str], now: datetime) -> set[str]:
    """Note that a writer counts on these bytes; returns those of them that are there."""
    left: set[str] = set()
    for some in in_batches(md5s):
        same = and_(contents.c.project_id == project_id, contents.c.md5.in_(some))
        left.update(
            connection.execute(update(contents).where(same).values(used_at=now).returning(contents.c.md5)).scalars()
        )
    return left


def find_contents(connection: Connection, project_id: int, md5s: Sequence[str]) -> dict[str, Content]:
    """Those of the bytes that the project has, by hex MD5."""
    found: dict[str, Content] = {}
    for some in in_batches(md5s):
        same = and_(contents.c.project_id == project_id, contents.c.md5.in_(some))
        found.update((row.md5, _content(row)) for row in connection.execute(select(contents).where(same)))
    return found


def sum_bytes(connection: Connection, project_ids: Sequence[int]) -> int:
    """The bytes that these projects have."""
    total = 0
    for some in in_batches(project_ids):
        statement = select(func.coalesce(func.sum(contents.c.size_bytes), 0)).where(contents.c.project_id.in_(some))
        total += int(connection.execute(statement).scalar_one())
    return total


def _manifest(row: Row[Any]) -> Manifest:
    values = dict(row._mapping)
    return Manifest(**{**values, "kind": ManifestKind(values["kind"])})


def _content(row: Row[Any]) -> Content:
    """A row of an older server lacks what it does not know: its blob has the name of the digest."""
    values = {name: value for name, value in row._mapping.items() if name != "content_id"}
    values["blob"] = row.blob or f"artifacts/contents/{row.project_id}/{row.md5[:2]}/{row.md5}"
    values["used_at"] = row.used_at or row.stored_at
    return Content(**values)
