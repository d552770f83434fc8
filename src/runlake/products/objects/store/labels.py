"""Statements on labels. A label is stored with its kind: `tag:…`, of which a version has many, `alias:…`, which one version
of a name has, or `digest:…`, the digest that clients compute which know no internal ids.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, delete, select, tuple_

from runlake.products.objects.records import NewVersion, ObjectVersion
from runlake.products.objects.tables import object_labels, object_versions
from runlake.storage.metadata import insert_into

_l = object_labels.c
_AT_ONCE = 300


def add(connection: Connection, version: ObjectVersion, labels: Sequence[str]) -> None:
    """Give labels to a version."""
    rows = [_row(version, label) for label in labels]
    if rows:
        connection.execute(insert_into(connection, object_labels).values(rows).on_conflict_do_nothing())


def name_digest(connection: Connection, project_id: int, new: NewVersion, digest: str, other: str) -> None:
    """Let the version with that digest be found by another as well."""
    row = {"project_id": project_id, "name": new.name, "kind": new.kind, "digest": digest, "label": f"digest:{other}"}
    connection.execute(insert_into(connection, object_labels).values(row).on_conflict_do_nothing())


def move(connection: Connection, version: ObjectVersion, labels: Sequence[str]) -> None:
    """Give labels to a version and take them from the others of its name."""
    remove(connection, version.project_id, version.name, labels)
    add(connection, version, labels)


def remove(
    connection: Connection, project_id: int, name: str, labels: Sequence[str], digest: str | None = None
) -> None:
    """Take labels from the versions of a name, or from one of them."""
    statement = delete(object_labels).where(_l.project_id == project_id, _l.name == name, _l.label.in_(labels))
    connection.execute(statement if digest is None else statement.where(_l.digest == digest))


def list_labels(connection: Connection, project_id: int, start: str) -> list[str]:
    """The labels of a project's live versions that start so, without the start."""
    v = object_versions.c
    alive = (v.project_id == _l.project_id) & (v.name == _l.name) & (v.kind == _l.kind) & (v.digest == _l.digest)
    statement = select(_l.label).distinct().join(object_versions, alive)
    statement = statement.where(_l.project_id == project_id, v.deleted_at.is_(None)).order_by(_l.label)
    found = connection.execute(statement).scalars()
    return [label.removeprefix(start) for label in found if label.startswith(start)]


def labels_of(connection: Connection, versions: Sequence[ObjectVersion]) -> dict[int, list[str]]:
    """Version id → its labels, in order."""
    found: dict[int, list[str]] = {}
    for first in range(0, len(versions), _AT_ONCE):
        some = {_key(version): version.version_id for version in versions[first : first + _AT_ONCE]}
        key = (_l.project_id, _l.name, _l.kind, _l.digest)
        statement = select(*key, _l.label).where(tuple_(*key).in_(list(some))).order_by(_l.label)
        for *place, label in connection.execute(statement):
            found.setdefault(some[tuple(place)], []).append(label)
    return found


def _key(version: ObjectVersion) -> tuple[Any, ...]:
    return version.project_id, version.name, version.kind, version.digest


def _row(version: ObjectVersion, label: str) -> dict[str, Any]:
    return dict(zip(("project_id", "name", "kind", "digest"), _key(version), strict=True)) | {"label": label}
