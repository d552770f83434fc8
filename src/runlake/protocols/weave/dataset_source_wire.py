"""Bodies about where the rows of data sets came from.

Source: the schemas of weave 0.54.0's generated client.
"""

from typing import Any

from msgspec import Struct

from runlake.products.objects import RowSource, SourceKey, SourceKind
from runlake.protocols.weave.call_wire import Json


class Source(Struct):
    """A call, a span or a conversation."""

    source_kind: SourceKind
    source_id: str
    source_trace_id: str = ""


class RowLinks(Struct):
    """The sources of one row."""

    row_digest: str
    sources: list[Source]
    link_metadata: Json | None = None


class LinkSources(Struct):
    """`/dataset_sources/link`."""

    project_id: str
    dataset_object_id: str
    links: list[RowLinks]
    include_created_status: bool | None = None


class UnlinkSources(Struct):
    """`/dataset_sources/link_delete`."""

    project_id: str
    link_ids: list[str]


class SourcesOfDataset(Struct):
    """`/dataset_sources/query`."""

    project_id: str
    dataset_object_id: str
    row_digests: list[str] | None = None
    source_kinds: list[SourceKind] | None = None
    include_deleted: bool | None = None
    limit: int | None = None
    offset: int | None = None


class DatasetsOfSources(Struct):
    """`/dataset_sources/source_datasets_query`."""

    project_id: str
    sources: list[Source]
    include_deleted: bool | None = None


def link_row(link: RowSource) -> dict[str, Any]:
    """A link as it is sent."""
    return {
        "id": link.link_id,
        "row_digest": link.row_digest,
        "source_kind": link.kind,
        "source_id": link.source_id,
        "source_trace_id": link.trace_id,
        "source_started_at": link.source_started_at,
        "source_display_name": link.source_name,
        "link_metadata": link.note,
        "added_by": link.created_by,
        "created_at": link.created_at,
        "updated_at": link.updated_at,
        "deleted_at": link.deleted_at,
    }


def key_of(link: RowSource) -> SourceKey:
    return SourceKey(link.kind, link.source_id, link.trace_id)
