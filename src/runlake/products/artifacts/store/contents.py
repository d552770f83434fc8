"""Manifests, and the bytes that projects have."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, func, insert, or_, select, update

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
    same = and_(contents.c.project_id == content.project_id, contents.c.md5 == content.md5)
    known: dict[str, object] = {"used_at": content.used_at, "xxh128": content.xxh128}
    found = connection.execute(update(contents).where(same).values(known).returning(contents)).one_or_none()
    if found is not None:
        return _content(found)
    values = {name: getattr(content, name) for name in ("project_id", "md5", "sha256", "size_bytes")}
    values |= {"birth_version_id": content.birth_version_id, "stored_at": content.stored_at}
    connection.execute(insert(contents).values(**values, **_place(content)))
    return content


def _place(content: Content) -> dict[str, object]:
    return {name: getattr(content, name) for name in ("blob", "used_at", "part_bytes", "xxh128")}


def note_use(connection: Connection, project_id: int, digests: Sequence[str], now: datetime) -> set[str]:
    """Note that a writer counts on these bytes; returns the digests of those of them that are there."""
    left: set[str] = set()
    for some in in_batches(digests):
        change = update(contents).where(_named(project_id, some)).values(used_at=now)
        for row in connection.execute(change.returning(contents.c.md5, contents.c.xxh128)):
            left.update(row)
    return left.intersection(digests)


def find_contents(connection: Connection, project_id: int, digests: Sequence[str]) -> dict[str, Content]:
    """Those of the bytes that the project has, by hex digest: an MD5, or else an XXH128."""
    by_md5: dict[str, Content] = {}
    by_xxh128: dict[str, Content] = {}
    for some in in_batches(digests):
        rows = connection.execute(select(contents).where(_named(project_id, some)).order_by(contents.c.content_id))
        for content in map(_content, rows):
            by_md5[content.md5] = content
            by_xxh128.setdefault(content.xxh128, content)
    found = by_xxh128 | by_md5
    return {digest: found[digest] for digest in digests if digest in found}


def _named(project_id: int, digests: Sequence[str]) -> ColumnElement[bool]:
    named = or_(contents.c.md5.in_(digests), contents.c.xxh128.in_(digests))
    return and_(contents.c.project_id == project_id, named)


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
    values["xxh128"] = row.xxh128 or ""
    return Content(**values)
