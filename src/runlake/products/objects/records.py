"""What the store has of versions."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

Kind = Literal["object", "op"]


@dataclass(frozen=True, slots=True)
class NewVersion:
    """A value to be published under a name. The class names say what a client's library makes of it."""

    kind: Kind
    name: str
    value: Any
    base_class: str | None = None
    leaf_class: str | None = None


@dataclass(frozen=True, slots=True)
class ObjectVersion:
    """A published version, without its value. `version_index` counts from 0 per name and kind and is never used again."""

    version_id: int
    project_id: int
    kind: Kind
    name: str
    digest: str
    version_index: int
    created_at: datetime
    created_by: str
    base_class: str | None
    leaf_class: str | None
    size_bytes: int
    is_latest: bool
    deleted_at: datetime | None = None
    tags: tuple[str, ...] = field(default=(), compare=False)
    aliases: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class VersionsQuery:
    """Which versions to list; None and empty lists do not restrict. Deleted versions are never listed."""

    names: Sequence[str] = ()
    kind: Kind | None = None
    latest_only: bool = False
    base_classes: Sequence[str] = ()
    not_base_classes: Sequence[str] = ()
    leaf_classes: Sequence[str] = ()
    tags: Sequence[str] = ()
    aliases: Sequence[str] = ()
    by_name: bool = False
    descending: bool = False
    limit: int | None = None
    offset: int = 0
