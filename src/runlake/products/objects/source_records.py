"""Where the rows of data sets came from: links to calls, spans and conversations."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

SourceKind = Literal["call", "span", "conversation"]


@dataclass(frozen=True, slots=True)
class SourceKey:
    """What a row was taken from. A conversation goes through many traces and has none here."""

    kind: SourceKind
    source_id: str
    trace_id: str = ""


@dataclass(frozen=True, slots=True)
class NewSource:
    """A row and its source, with the name and the begin of the source at that time."""

    row_digest: str
    key: SourceKey
    name: str
    started_at: datetime
    note: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class RowSource:
    """A link between a row and its source."""

    project_id: int
    link_id: str
    dataset: str
    row_digest: str
    kind: SourceKind
    source_id: str
    trace_id: str
    source_name: str
    source_started_at: datetime
    note: dict[str, Any] | None
    created_by: str
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SourcesQuery:
    """Which links of a data set; None does not restrict."""

    dataset: str
    row_digests: Sequence[str] | None = None
    kinds: Sequence[SourceKind] | None = None
    with_deleted: bool = False
    limit: int | None = None
    offset: int = 0
