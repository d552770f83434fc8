"""Pages of short lists that are read whole. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from runlake.protocols.wandb.graphql.translate import Node

_DEFAULT_PAGE = 50
_MAX_PAGE = 1000


def page_of(nodes: Sequence[Mapping[str, Any] | None], after: str | None, first: int | None) -> Node:
    """A connection over nodes with ids; the cursor is the id of the last node of a page.

    A node that was deleted meanwhile ends the listing rather than starting it anew.
    """
    known = [node for node in nodes if node is not None]
    start = _index_after(known, after)
    end = start + min(max(first if first is not None else _DEFAULT_PAGE, 0), _MAX_PAGE)
    chosen = known[start:end]
    page_info = Node(endCursor=chosen[-1]["id"] if chosen else None, hasNextPage=bool(chosen) and end < len(known))
    return Node(edges=[Node(node=node, cursor=node["id"]) for node in chosen], pageInfo=page_info)


def _index_after(nodes: Sequence[Mapping[str, Any]], after: str | None) -> int:
    if not after:
        return 0
    return next((index + 1 for index, node in enumerate(nodes) if node["id"] == after), len(nodes))
