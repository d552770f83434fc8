"""Versions of objects as the API sends them."""

from typing import Any, Literal

from typing_extensions import TypedDict

from runlake.products.objects import ObjectVersion, VersionsQuery

ObjectKind = Literal["prompt", "model", "scorer", "dataset", "evaluation", "leaderboard", "op", "object"]
"""`op` is the code of a traced function, `object` whatever is none of the others."""

_CLASSES: dict[str, ObjectKind] = {
    "Prompt": "prompt",
    "Model": "model",
    "Scorer": "scorer",
    "Dataset": "dataset",
    "Evaluation": "evaluation",
    "Leaderboard": "leaderboard",
}
"""Base class, as Weave's clients name it → kind."""


class ObjectRow(TypedDict):
    """One version. `version` counts from 0 per name; `aliases` has `latest` for the newest that is not deleted."""

    name: str
    kind: ObjectKind
    class_name: str
    digest: str
    version: int
    created_at: str
    created_by: str
    tags: list[str]
    aliases: list[str]
    size_bytes: int


class ObjectPage(TypedDict):
    """Versions, and whether there are more."""

    objects: list[ObjectRow]
    has_more: bool


class ObjectDetail(ObjectRow):
    """A version with its value. `code` is the source text of an op; `row_count` that of a data set's table."""

    value: Any
    code: str | None
    table: str | None
    row_count: int | None


class DataRow(TypedDict):
    """A row of a data set and its place, counted from 0."""

    digest: str
    index: int
    value: Any


class DataRows(TypedDict):
    """A page of rows; `total` is how many the table has."""

    rows: list[DataRow]
    total: int


def object_row(version: ObjectVersion) -> ObjectRow:
    return {
        "name": version.name,
        "kind": kind_of(version),
        "class_name": version.leaf_class or version.base_class or "",
        "digest": version.digest,
        "version": version.version_index,
        "created_at": version.created_at.isoformat(),
        "created_by": version.created_by,
        "tags": list(version.tags),
        "aliases": list(version.aliases),
        "size_bytes": version.size_bytes,
    }


def kind_of(version: ObjectVersion) -> ObjectKind:
    return "op" if version.kind == "op" else _CLASSES.get(version.base_class or "", "object")


def latest_of(kind: ObjectKind | None, limit: int, offset: int) -> VersionsQuery:
    """What asks for the latest versions of a kind, by name; of all objects that are no code without one."""
    if kind == "op":
        return VersionsQuery(kind="op", latest_only=True, by_name=True, limit=limit, offset=offset)
    wanted = [name for name, of in _CLASSES.items() if of == kind]
    others = list(_CLASSES) if kind == "object" else []
    return VersionsQuery(
        kind="object",
        latest_only=True,
        by_name=True,
        base_classes=wanted,
        not_base_classes=others,
        limit=limit,
        offset=offset,
    )
