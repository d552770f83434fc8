"""Which spans are below which. Pure."""

from collections.abc import Mapping


def descendants(span_ids: set[str], parents: Mapping[str, str]) -> set[str]:
    """These spans and all below them. `parents` maps span ids to those of their parents; circles do no harm."""
    children: dict[str, list[str]] = {}
    for span_id, parent_id in parents.items():
        children.setdefault(parent_id, []).append(span_id)
    found, left = set(span_ids), list(span_ids)
    while left:
        for child in children.get(left.pop(), ()):
            if child not in found:
                found.add(child)
                left.append(child)
    return found
