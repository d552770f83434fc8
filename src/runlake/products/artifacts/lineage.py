"""Lineage graphs: from a version or a run back to what it was made from, and on to what was made of it.

A graph holds ancestors and descendants of where it starts, no cousins. It is read level by level, nearest first, so a
graph that is cut is cut at its rim.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from typing import Protocol

from sqlalchemy import Connection

from runlake.products.artifacts.clusters import clusters_of
from runlake.products.artifacts.records import VersionDetails
from runlake.products.artifacts.store import lineage as store
from runlake.storage.metadata import Metadata


class Kind(StrEnum):
    """What a node is."""

    RUN = "run"
    VERSION = "version"


@dataclass(frozen=True, slots=True, order=True)
class NodeKey:
    """A run by its number, a version by its id."""

    kind: Kind
    number: int


@dataclass(frozen=True, slots=True)
class Edge:
    """`source` made `target`, or is used by it: a run produces versions, a version is used by runs."""

    source: NodeKey
    target: NodeKey


@dataclass(slots=True)
class Graph:
    """`parents` says through which node each was reached; `hidden` how many neighbours of a node were left out."""

    start: NodeKey
    edges: set[Edge] = field(default_factory=set)
    parents: dict[NodeKey, NodeKey] = field(default_factory=dict)
    levels: dict[NodeKey, int] = field(default_factory=dict)
    hidden: dict[NodeKey, int] = field(default_factory=dict)

    @property
    def nodes(self) -> list[NodeKey]:
        return list(self.levels)


class Viewer(Protocol):
    """Decides which nodes the caller may see; what is not seen is not gone through either."""

    async def visible(self, keys: Sequence[NodeKey]) -> set[NodeKey]: ...


@dataclass(frozen=True, slots=True)
class Bounds:
    """How far a graph goes: `depth` steps each way, each from a version to a run or back, and `nodes` in all."""

    depth: int
    nodes: int


class Lineage:
    """Reads graphs from the store."""

    def __init__(self, metadata: Metadata) -> None:
        self._metadata = metadata

    async def graph(self, start: NodeKey, viewer: Viewer, bounds: Bounds) -> Graph:
        """The graph around a node that the caller may see."""
        graph = Graph(start, levels={start: 0})
        for upward in (True, False):
            await self._grow(graph, viewer, bounds, upward=upward)
        return graph

    async def _grow(self, graph: Graph, viewer: Viewer, bounds: Bounds, *, upward: bool) -> None:
        rim = [graph.start]
        for level in range(1, bounds.depth + 2):  # the last one is counted only
            links = await self._neighbours(rim, upward=upward)
            seen = await viewer.visible(list(dict.fromkeys(far for _, far in links)))
            space = bounds.nodes if level <= bounds.depth else 0
            rim = _add(graph, [link for link in links if link[1] in seen], -level if upward else level, space)
            if not rim:
                return

    async def _neighbours(self, rim: Iterable[NodeKey], *, upward: bool) -> list[tuple[NodeKey, NodeKey]]:
        keys = list(rim)
        versions = [key.number for key in keys if key.kind is Kind.VERSION]
        runs = [key.number for key in keys if key.kind is Kind.RUN]
        return await self._metadata.read(partial(_links, versions=versions, runs=runs, upward=upward))


def _add(graph: Graph, links: list[tuple[NodeKey, NodeKey]], level: int, space: int) -> list[NodeKey]:
    """Put (node of the graph, its neighbour) into the graph while it has less than `space` nodes; returns new ones."""
    fresh: list[NodeKey] = []
    for near, far in links:
        if far not in graph.levels:
            if len(graph.levels) >= space:
                graph.hidden[near] = graph.hidden.get(near, 0) + 1
                continue
            graph.levels[far] = level
            graph.parents[far] = near
            fresh.append(far)
        graph.edges.add(Edge(far, near) if level < 0 else Edge(near, far))
    return fresh


def _links(
    connection: Connection, versions: list[int], runs: list[int], *, upward: bool
) -> list[tuple[NodeKey, NodeKey]]:
    """(a node of the rim, its neighbour) upward or downward, without repeats."""
    of_versions = store.list_produced if upward else store.list_used
    of_runs = store.list_used if upward else store.list_produced
    found = [
        (NodeKey(Kind.VERSION, version), NodeKey(Kind.RUN, run))
        for run, version in (of_versions(connection, version_ids=versions) if versions else ())
    ]
    found += [
        (NodeKey(Kind.RUN, run), NodeKey(Kind.VERSION, version))
        for run, version in (of_runs(connection, run_numbers=runs) if runs else ())
    ]
    return list(dict.fromkeys(found))


def cluster_graph(graph: Graph, details: dict[int, VersionDetails]) -> dict[NodeKey, int]:
    """Node → number of its cluster: siblings of one kind and type, five or more. Others are absent."""

    def sort_of(key: NodeKey) -> str:
        return key.kind.value if key.kind is Kind.RUN else f"version:{details[key.number].sequence.type_name}"

    ordered = sorted(graph.parents, key=lambda key: abs(graph.levels[key]))
    return clusters_of([(key, graph.parents[key], (sort_of(key), graph.levels[key] < 0)) for key in ordered])
