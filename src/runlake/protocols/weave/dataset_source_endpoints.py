"""Where the rows of data sets came from: links to calls, spans and conversations, asked for from both ends."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from starlette.routing import Route

from runlake.errors import InvalidInput, LimitExceeded
from runlake.model.clock import Clock
from runlake.products.objects import NewSource, RowSource, RowSources, SourceKey, SourcesQuery
from runlake.protocols.weave.call_search import CallSearch
from runlake.protocols.weave.call_wire import CallsFilter, CallsQuery
from runlake.protocols.weave.dataset_source_wire import (
    DatasetsOfSources,
    LinkSources,
    RowLinks,
    Source,
    SourcesOfDataset,
    UnlinkSources,
    key_of,
    link_row,
)
from runlake.protocols.weave.door import Asked, Door
from runlake.protocols.weave.stored_calls import Call

_MOST_LINKS = 1000
_MOST_READ = 10_000
_SHOWN_ROWS = 100
_PATH = "/dataset_sources"


class DatasetSources:
    """The endpoints of sources. Calls and spans must be there when they are linked; conversations are taken as named."""

    def __init__(self, sources: RowSources, search: CallSearch, clock: Clock) -> None:
        self._sources = sources
        self._search = search
        self._clock = clock

    def routes(self, door: Door) -> list[Route]:
        return [
            *door.routes(f"{_PATH}/link", self.link, LinkSources, access="write"),
            *door.routes(f"{_PATH}/link_delete", self.unlink, UnlinkSources, access="write"),
            *door.routes(f"{_PATH}/query", self.of_dataset, SourcesOfDataset),
            *door.routes(f"{_PATH}/source_datasets_query", self.of_sources, DatasetsOfSources),
        ]

    async def link(self, asked: Asked) -> dict[str, Any]:
        """Link rows to their sources, all or none."""
        body: LinkSources = asked.body
        pairs = [(row, source) for row in body.links for source in row.sources]
        _check_count(len(pairs))
        calls = await self._calls(
            asked, [source.source_id for _, source in pairs if source.source_kind != "conversation"]
        )
        links = [_new(row, source, calls, self._clock()) for row, source in pairs]
        user = asked.principal.username
        made = await self._sources.link(asked.project.project_id, body.dataset_object_id, links, user)
        tells = bool(body.include_created_status)
        return {"entries": [{"link_id": link_id, "created": is_new if tells else None} for link_id, is_new in made]}

    async def unlink(self, asked: Asked) -> dict[str, Any]:
        """Delete links, all or none; whether each was still there."""
        body: UnlinkSources = asked.body
        _check_count(len(body.link_ids))
        gone = await self._sources.unlink(asked.project.project_id, body.link_ids)
        pairs = zip(body.link_ids, gone, strict=True)
        return {"entries": [{"link_id": link_id, "deleted": deleted} for link_id, deleted in pairs]}

    async def of_dataset(self, asked: Asked) -> dict[str, Any]:
        """The sources of a data set's rows, at most 10,000."""
        body: SourcesOfDataset = asked.body
        _check_count(len(body.row_digests or ()))
        query = SourcesQuery(
            body.dataset_object_id,
            body.row_digests,
            body.source_kinds,
            bool(body.include_deleted),
            _MOST_READ if body.limit is None else min(max(body.limit, 0), _MOST_READ),
            max(body.offset or 0, 0),
        )
        return {"links": [link_row(link) for link in await self._sources.of_dataset(asked.project.project_id, query)]}

    async def of_sources(self, asked: Asked) -> dict[str, Any]:
        """The data sets that have rows of these sources."""
        body: DatasetsOfSources = asked.body
        _check_count(len(body.sources))
        wanted = {SourceKey(one.source_kind, one.source_id, one.source_trace_id) for one in body.sources}
        source_ids = sorted({key.source_id for key in wanted})
        found = await self._sources.of_sources(
            asked.project.project_id, source_ids, with_deleted=bool(body.include_deleted)
        )
        groups: dict[tuple[SourceKey, str], list[RowSource]] = {}
        for link in found:
            if key_of(link) in wanted or SourceKey(link.kind, link.source_id) in wanted:  # ids of calls are enough
                groups.setdefault((key_of(link), link.dataset), []).append(link)
        ordered = sorted(groups.items(), key=lambda group: (group[0][0].kind, group[0][0].source_id, group[0][1]))
        return {"memberships": [_membership(key, dataset, links) for (key, dataset), links in ordered]}

    async def _calls(self, asked: Asked, ids: Sequence[str]) -> dict[str, list[Call]]:
        """Id → calls of that id: spans of several traces may share one."""
        found: dict[str, list[Call]] = {}
        if ids:
            within = CallsFilter(call_ids=list(dict.fromkeys(ids)))
            for call in await self._search.find(asked, CallsQuery(asked.project_name, within)):
                found.setdefault(call["id"], []).append(call)
        return found


def _check_count(count: int) -> None:
    if count > _MOST_LINKS:
        raise LimitExceeded(f"{count} links at once: the limit is {_MOST_LINKS}")


def _new(row: RowLinks, source: Source, calls: dict[str, list[Call]], now: datetime) -> NewSource:
    """The link of a row to a source that is there. Raises InvalidInput."""
    if source.source_kind == "conversation":
        if source.source_trace_id:
            raise InvalidInput("a conversation goes through many traces: its source_trace_id is empty")
        return NewSource(row.row_digest, SourceKey("conversation", source.source_id), "", now, row.link_metadata)
    same = calls.get(source.source_id, [])
    if source.source_kind == "span":
        same = [call for call in same if call["trace_id"] == source.source_trace_id]
    if not same:
        raise InvalidInput(f"{source.source_kind} {source.source_id[:128]!r} not found in this project")
    call = same[0]
    key = SourceKey(source.source_kind, call["id"], call["trace_id"])
    return NewSource(
        row.row_digest, key, call["op_name"], datetime.fromisoformat(call["started_at"]), row.link_metadata
    )


def _membership(key: SourceKey, dataset: str, links: Sequence[RowSource]) -> dict[str, Any]:
    digests = sorted({link.row_digest for link in links})
    return {
        "source_kind": key.kind,
        "source_id": key.source_id,
        "source_trace_id": key.trace_id,
        "dataset_object_id": dataset,
        "row_digests": digests[:_SHOWN_ROWS],
        "row_digests_truncated": len(digests) > _SHOWN_ROWS,
        "row_digests_total_count": len(digests),
        "first_seen_at": min(link.created_at for link in links),
    }
