"""`…/lineage`: what a version or a run was made from, and what was made of it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query

from runlake.model import Run
from runlake.products.artifacts import Bounds, Edge, Graph, Kind, NodeKey, VersionDetails, cluster_graph
from runlake.protocols.native.artifacts.artifact_rows import run_link, version_ref
from runlake.protocols.native.artifacts.artifact_views import ArtifactViews, Readable
from runlake.protocols.native.artifacts.lineage_uses import LineageUses, UseCounting
from runlake.protocols.native.deps import ProjectAccess, ReadProject

_VERSION = "/projects/{entity}/{project}/artifacts/{collection}/versions/{version}"
_RUN = "/projects/{entity}/{project}/runs/{run}"
_GENERATED = frozenset({"job", "run_table", "wandb-history"})
_Depth = Annotated[int, Query(ge=1, le=12)]
_Nodes = Annotated[int, Query(ge=10, le=2000)]
_Generated = Annotated[bool, Query()]


def artifact_lineage_routes(views: ArtifactViews, counting: UseCounting) -> APIRouter:
    """The routes of lineage graphs."""
    router = APIRouter(tags=["artifacts"])

    @router.get(_VERSION + "/lineage")
    async def version_lineage(
        target: ReadProject,
        collection: str,
        version: str,
        depth: _Depth = 4,
        nodes: _Nodes = 500,
        generated: _Generated = False,
    ) -> dict[str, Any]:
        """The graph around a version, `depth` steps each way; a step goes from a version to a run or back."""
        place = await views.place(target, collection, version)
        start = NodeKey(Kind.VERSION, place.version.version_id)
        return await _graph(views, counting, target, start, Bounds(depth, nodes), generated=generated)

    @router.get(_RUN + "/lineage")
    async def run_lineage(
        target: ReadProject, run: str, depth: _Depth = 4, nodes: _Nodes = 500, generated: _Generated = False
    ) -> dict[str, Any]:
        """The graph around a run."""
        found = await views.runs.get(target.project.project_id, run)
        start = NodeKey(Kind.RUN, found.run_number)
        return await _graph(views, counting, target, start, Bounds(depth, nodes), generated=generated)

    return router


async def _graph(
    views: ArtifactViews,
    counting: UseCounting,
    target: ProjectAccess,
    start: NodeKey,
    bounds: Bounds,
    *,
    generated: bool,
) -> dict[str, Any]:
    viewer = _Viewer(views, views.readable(target), generated=generated)
    await viewer.load_start(start)
    graph = await views.artifacts.lineage.graph(start, viewer, bounds)
    clusters = cluster_graph(graph, viewer.versions)
    rows = [await viewer.row(key, graph, clusters) for key in graph.nodes]
    edges = [(_node_id(edge.source), _node_id(edge.target)) for edge in sorted(graph.edges, key=_ends)]
    uses = LineageUses(counting, views.artifacts.promoting, viewer.readable)
    used = await uses.nodes(_used(graph, viewer.versions), target.project)
    together = Counter(clusters.get(NodeKey(Kind.VERSION, version_id)) for version_id, _ in used)
    for version_id, node in used:
        key = NodeKey(Kind.VERSION, version_id)
        rows.append({**node, **_beside(key, graph, clusters, together)})
        edges.append((_node_id(key), node["node_id"]))
    return {
        "start": _node_id(start),
        "nodes": rows,
        "edges": [{"source": source, "target": end} for source, end in edges],
        "truncated": bool(graph.hidden),
    }


def _used(graph: Graph, versions: Mapping[int, VersionDetails]) -> list[VersionDetails]:
    """The versions of which users are descendants of the start, not cousins: its own and later ones, the nearest first."""
    keys = sorted(graph.levels, key=lambda key: graph.levels[key])
    return [versions[key.number] for key in keys if key.kind is Kind.VERSION and graph.levels[key] >= 0]


def _beside(
    key: NodeKey, graph: Graph, clusters: Mapping[NodeKey, int], together: Mapping[int | None, int]
) -> dict[str, Any]:
    """The place of what used a version. What used siblings that are drawn as one is drawn as one, unless it is alone."""
    own = clusters.get(key)
    cluster = None if own is None or together[own] < 2 else max(clusters.values()) + 1 + own
    return {"level": graph.levels[key] + 1, "cluster": cluster, "hidden_count": 0}


def _ends(edge: Edge) -> tuple[NodeKey, NodeKey]:
    return edge.source, edge.target


def _node_id(key: NodeKey) -> str:
    return f"{key.kind.value}:{key.number}"


class _Viewer:
    """Loads the nodes of a graph as far as the caller may see them, and keeps them for their rows."""

    def __init__(self, views: ArtifactViews, readable: Readable, *, generated: bool) -> None:
        self._views = views
        self.readable = readable
        self._generated = generated
        self.versions: dict[int, VersionDetails] = {}
        self.runs: dict[int, Run] = {}

    async def load_start(self, start: NodeKey) -> None:
        """What the graph starts with is seen, whatever its type."""
        generated, self._generated = self._generated, True
        await self.visible([start])
        self._generated = generated

    async def visible(self, keys: Sequence[NodeKey]) -> set[NodeKey]:
        """Those of the nodes that exist, may be read and are wanted."""
        await self._load(keys)
        return {key for key in keys if await self._is_visible(key)}

    async def _load(self, keys: Sequence[NodeKey]) -> None:
        numbers = [key.number for key in keys if key.kind is Kind.RUN and key.number not in self.runs]
        self.runs |= await self._views.runs.by_numbers(numbers)
        ids = [key.number for key in keys if key.kind is Kind.VERSION and key.number not in self.versions]
        found = await self._views.artifacts.browsing.versions_by_id(ids)
        details = await self._views.artifacts.reading.details(list(found.values()))
        self.versions |= {each.version.version_id: each for each in details}

    async def _is_visible(self, key: NodeKey) -> bool:
        if key.kind is Kind.RUN:
            run = self.runs.get(key.number)
            return run is not None and await self.readable.find(run.project_id) is not None
        details = self.versions.get(key.number)
        if details is None or (details.sequence.type_name in _GENERATED and not self._generated):
            return False
        return await self.readable.find(details.version.project_id) is not None

    async def row(self, key: NodeKey, graph: Graph, clusters: dict[NodeKey, int]) -> dict[str, Any]:
        """A node as JSON."""
        return {
            "node_id": _node_id(key),
            "kind": key.kind.value,
            "level": graph.levels[key],
            "cluster": clusters.get(key),
            "hidden_count": graph.hidden.get(key, 0),
            **(await self._run_row(key) if key.kind is Kind.RUN else await self._version_row(key)),
        }

    async def _run_row(self, key: NodeKey) -> dict[str, Any]:
        run = self.runs[key.number]
        owner = await self.readable.find(run.project_id)
        assert owner is not None, "only visible nodes have rows"  # noqa: S101
        return run_link(run, owner)

    async def _version_row(self, key: NodeKey) -> dict[str, Any]:
        details = self.versions[key.number]
        version, sequence = details.version, details.sequence
        owner = await self.readable.find(version.project_id)
        assert owner is not None, "only visible nodes have rows"  # noqa: S101
        name = f"v{version.version_index}"
        return {
            "entity": owner.entity_name,
            "project": owner.name,
            "collection": sequence.name,
            "type": sequence.type_name,
            "version": name,
            "aliases": [each.alias for each in details.aliases if each.collection_id == sequence.collection_id],
            "size_bytes": version.size_bytes,
            "file_count": version.file_count,
            "created_at": version.created_at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "ref": version_ref(owner, sequence.name, name),
            "registries": await self._registries(details),
        }

    async def _registries(self, details: VersionDetails) -> list[dict[str, Any]]:
        """The places of a version in registries that the caller may see."""
        found = []
        for place in details.memberships:
            collection = details.collections[place.collection_id]
            owner = await self.readable.find(collection.project_id)
            if owner is not None and owner.is_registry:
                found.append(
                    {
                        "entity": owner.entity_name,
                        "project": owner.name,
                        "collection": collection.name,
                        "type": collection.type_name,
                        "version": f"v{place.version_index}",
                        "aliases": [
                            each.alias for each in details.aliases if each.collection_id == place.collection_id
                        ],
                    }
                )
        return found
