"""Siblings that a graph draws as one. Pure."""

from collections import defaultdict
from collections.abc import Hashable, Sequence
from typing import TypeVar

LEAST_SIBLINGS = 5

K = TypeVar("K", bound=Hashable)


def clusters_of(nodes: Sequence[tuple[K, K, Hashable]]) -> dict[K, int]:
    """(node, parent, sort) in an order that puts parents first → the number of each node's cluster.

    Siblings have the same parent, or parents in the same cluster, and the same sort. Thus the models of twenty runs
    in a cluster are a cluster too. Nodes with fewer than four siblings are absent.
    """
    clusters: dict[K, int] = {}
    waiting = list(nodes)
    next_number = 0
    while waiting:
        # A generation: the nodes whose parents are not waiting themselves.
        unsettled = {node for node, _, _ in waiting}
        now = [entry for entry in waiting if entry[1] not in unsettled]
        if not now:
            return clusters
        groups: dict[Hashable, list[K]] = defaultdict(list)
        for node, parent, sort in now:
            groups[(clusters.get(parent, parent), parent in clusters, sort)].append(node)
        for group in groups.values():
            if len(group) >= LEAST_SIBLINGS:
                clusters.update(dict.fromkeys(group, next_number))
                next_number += 1
        done = {node for node, _, _ in now}
        waiting = [entry for entry in waiting if entry[0] not in done]
    return clusters
