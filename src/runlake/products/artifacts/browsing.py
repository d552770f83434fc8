"""Looking around in artifacts: pages of types, collections and versions; tensors."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy import Connection

from runlake.errors import InvalidInput, NotFound
from runlake.products.artifacts import safetensors
from runlake.products.artifacts.records import ArtifactType, Collection, Content, Membership, Tag, Version
from runlake.products.artifacts.store import browse, collections, places, versions
from runlake.products.artifacts.store.browse import CollectionsWanted
from runlake.products.artifacts.stored_bytes import read_bytes
from runlake.storage.blobs import Blobs
from runlake.storage.metadata import Metadata

_KEPT_ALIASES = 50


@dataclass(frozen=True, slots=True)
class TypeSummary:
    """A type and how much of it there is."""

    artifact_type: ArtifactType
    collection_count: int
    version_count: int


@dataclass(frozen=True, slots=True)
class CollectionSummary:
    """A collection with its newest version; `aliases`, each with a version's index, are the last given, at most fifty."""

    collection: Collection
    version_count: int
    latest: tuple[Membership, Version] | None
    aliases: tuple[tuple[str, int], ...]
    tags: tuple[Tag, ...]


class Browsing:
    """Reads artifacts page by page. Callers check the right to read the projects of what they get."""

    def __init__(self, metadata: Metadata, blobs: Blobs) -> None:
        self._metadata = metadata
        self._blobs = blobs

    async def types(self, project_id: int) -> list[TypeSummary]:
        """The types of a project in the order of names."""

        def work(connection: Connection) -> list[TypeSummary]:
            counts = browse.count_by_type(connection, project_id)
            listed = sorted(collections.list_types(connection, project_id), key=lambda each: each.name)
            return [TypeSummary(each, *counts.get(each.type_id, (0, 0))) for each in listed]

        return await self._metadata.read(work)

    async def sizes(self, project_ids: list[int]) -> dict[int, tuple[int, int, datetime]]:
        """Project id → its collections, the versions in them, the last change of a collection; empty ones are absent."""
        return await self._metadata.read(partial(browse.count_in_projects, project_ids=project_ids))

    async def collections(self, project_id: int, wanted: CollectionsWanted) -> tuple[list[CollectionSummary], int]:
        """A page of collections in the order of names, and how many there are on all pages."""

        def work(connection: Connection) -> tuple[list[CollectionSummary], int]:
            ids, total = browse.list_collection_ids(connection, project_id, wanted)
            return _summaries(connection, ids), total

        return await self._metadata.read(work)

    async def collection(self, collection_id: int) -> CollectionSummary:
        """One collection. Raises NotFound."""
        found = await self._metadata.read(lambda connection: _summaries(connection, [collection_id]))
        if not found:
            raise NotFound("the artifact collection does not exist any more")
        return found[0]

    async def members(
        self, collection_id: int, *, search: str = "", before: int | None = None, limit: int = 100
    ) -> tuple[list[tuple[Membership, Version]], int]:
        """A page of a collection's versions, the newest first, from below index `before`; and the count of all."""

        def work(connection: Connection) -> tuple[list[tuple[Membership, Version]], int]:
            found, total = browse.list_member_page(connection, collection_id, search=search, before=before, limit=limit)
            by_id = versions.find_versions(connection, [place.version_id for place in found])
            return [(place, by_id[place.version_id]) for place in found], total

        return await self._metadata.read(work)

    async def versions_by_id(self, version_ids: list[int]) -> dict[int, Version]:
        """Those of the ids that exist, whatever their state."""
        return await self._metadata.read(partial(versions.find_versions, version_ids=version_ids))

    async def count_users(self, version_ids: list[int]) -> dict[int, int]:
        """How many runs use each version; 0 is absent."""
        return await self._metadata.read(partial(browse.count_users, version_ids=version_ids))

    async def tensors(self, content: Content) -> safetensors.TensorFile:
        """What a safetensors file holds; only its header is read. Raises InvalidInput when it is none."""
        head = safetensors.PREFIX_BYTES
        if content.size_bytes < head:
            raise InvalidInput("this is not a safetensors file: it is too short")
        length = safetensors.header_bytes(await read_bytes(self._blobs, content, 0, head - 1), content.size_bytes)
        header = await read_bytes(self._blobs, content, head, head + length - 1)
        return await asyncio.to_thread(safetensors.parse_header, header)


def _summaries(connection: Connection, ids: list[int]) -> list[CollectionSummary]:
    by_id = collections.find_collections(connection, ids)
    counts = browse.count_members(connection, ids)
    newest = browse.list_latest(connection, ids)
    found = versions.find_versions(connection, [place.version_id for place in newest.values()])
    aliases = browse.list_alias_places(connection, ids, _KEPT_ALIASES)
    tags = places.list_tags(connection, "collection", ids)
    return [
        CollectionSummary(
            by_id[each],
            counts.get(each, 0),
            (newest[each], found[newest[each].version_id]) if each in newest else None,
            tuple(aliases.get(each, ())),
            tuple(tag for tag in tags if tag.owner_id == each),
        )
        for each in ids
        if each in by_id and not by_id[each].is_deleted
    ]
