"""Spans that used the versions of a lineage graph: one node for those that named a version, one for each alias they named."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from urllib.parse import unquote

from runlake.model import Project
from runlake.products.artifacts import Promoting, Promotion, VersionDetails
from runlake.products.traces import UseName, Uses
from runlake.protocols.native.artifacts.artifact_rows import version_ref
from runlake.protocols.native.artifacts.artifact_views import Readable

_MOST_VERSIONS = 200
_MOST_PROJECTS = 5
_NS_PER_MS = 1_000_000


class UseCounting(Protocol):
    """What is needed of traces."""

    async def uses(self, project_id: int, names: Sequence[UseName]) -> Mapping[str, Uses]: ...


@dataclass(frozen=True, slots=True)
class Named:
    """What spans may call a version: itself (`alias` "", by any of `refs`), or by an alias since that is on it."""

    version_id: int
    alias: str
    refs: tuple[str, ...]
    since_ns: int

    @property
    def user(self) -> str:
        return f"{self.version_id}:{self.refs[0] if self.alias else ''}"


class LineageUses:
    """Finds the spans that used versions, as far as the caller may see them."""

    def __init__(self, counting: UseCounting, promoting: Promoting, readable: Readable) -> None:
        self._counting = counting
        self._promoting = promoting
        self._readable = readable

    async def nodes(self, versions: Sequence[VersionDetails], home: Project) -> list[tuple[int, dict[str, Any]]]:
        """(version id, node) of spans in the project that was asked about, and where the first 200 versions are."""
        looked_at = versions[:_MOST_VERSIONS]
        named = [name for details in looked_at for name in await self._names(details)]
        asked = [UseName(name.user, ref, name.since_ns) for name in named for ref in name.refs]
        found: list[tuple[int, dict[str, Any]]] = []
        for project in await self._projects(looked_at, home):
            uses = await self._counting.uses(project.project_id, asked)
            found += [(name.version_id, _node(name, project, uses[name.user])) for name in named if name.user in uses]
        return found

    async def _projects(self, versions: Sequence[VersionDetails], home: Project) -> list[Project]:
        ids = dict.fromkeys([home.project_id, *(each.version.project_id for each in versions)])
        found = [await self._readable.find(project_id) for project_id in list(ids)[:_MOST_PROJECTS]]
        return [project for project in found if project is not None]

    async def _names(self, details: VersionDetails) -> list[Named]:
        """What a version is called in the collections that the caller may see: in its own, and on shelves."""
        version_id, own, aliases = details.version.version_id, list[str](), list[Named]()
        for place in details.memberships:
            collection = details.collections[place.collection_id]
            owner = await self._readable.find(collection.project_id)
            if owner is None:
                continue
            own += refs_of(owner, collection.name, f"v{place.version_index}")
            names = [each.alias for each in details.aliases if each.collection_id == place.collection_id]
            moves = await self._promoting.last_moves(place.collection_id, names) if names else {}
            for alias in names:
                since = _since(place.created_at, moves.get(alias), version_id)
                refs = tuple(refs_of(owner, collection.name, alias))
                aliases.append(Named(version_id, alias, refs, int(since.timestamp() * 1e9)))
        return [Named(version_id, "", tuple(own), 0), *aliases] if own else aliases


def refs_of(owner: Project, collection: str, name: str) -> Iterator[str]:
    """How spans name a version: by our ref, with names as they are as well, and by that of wandb's clients."""
    ref = version_ref(owner, collection, name)
    return iter(
        dict.fromkeys([ref, unquote(ref), f"wandb-artifact:///{owner.entity_name}/{owner.name}/{collection}:{name}"])
    )


def _since(placed_at: datetime, move: Promotion | None, version_id: int) -> datetime:
    """When an alias came to a version: as it was written down, and never before the version was there."""
    return max(placed_at, move.promoted_at) if move is not None and move.version_id == version_id else placed_at


def _node(name: Named, project: Project, uses: Uses) -> dict[str, Any]:
    return {
        "node_id": f"spans:{project.project_id}:{name.user}",
        "kind": "spans",
        "entity": project.entity_name,
        "project": project.name,
        "spans": uses.spans,
        "errors": uses.errors,
        "last_at": uses.last_ns / _NS_PER_MS,
        "refs": list(name.refs),
        "alias": name.alias,
        "since": name.since_ns // _NS_PER_MS if name.alias else None,
    }
