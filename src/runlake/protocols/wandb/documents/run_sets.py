"""Run sets of documents → which runs they hold. Pure.

Source: `wandb_workspaces/expr.py` and `reports/v2/internal.py` of wandb-workspaces 0.4.13.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from runlake.errors import InvalidInput
from runlake.products.views import ShownRuns
from runlake.protocols.wandb.documents.keys import field_of
from runlake.protocols.wandb.documents.shapes import listed, mapping, text
from runlake.query import And, Compare, Filter, Not, Or, check_filter

_OPS = {"=": "eq", "==": "eq", "!=": "ne", "<": "lt", "<=": "le", ">": "gt", ">=": "ge", "IN": "in", "NIN": "nin"}
_OPS |= {"WITHINSECONDS": "within_s"}
NOTHING = Or(())
EVERYTHING = And(())
_MAX_DEPTH = 15


def run_sets_of_text(body: str) -> list[ShownRuns]:
    """The run sets of all panel grids of a document, wherever they stand; those that are switched off are left out."""
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        return []
    grids = (item for item in _mappings(document) if item.get("type") == "panel-grid")
    sets = [each for grid in grids for each in listed(mapping(grid.get("metadata")).get("runSets"))]
    return [_shown(each) for each in map(mapping, sets) if each.get("enabled") is not False]


def _shown(run_set: Mapping[str, Any]) -> ShownRuns:
    project = mapping(run_set.get("project"))
    return ShownRuns(text(project.get("entityName")), text(project.get("name")), run_filter(run_set))


def run_filter(run_set: Mapping[str, Any]) -> Filter:
    """What the runs of a set meet. A condition that cannot be read is met by no run."""
    found = And((search_filter(run_set), conditions(run_set.get("filters")), _chosen(run_set)))
    try:
        check_filter(found)
    except InvalidInput:
        return NOTHING
    return found


def search_filter(run_set: Mapping[str, Any]) -> Filter:
    """What is looked for in the runs' names: a regular expression, or a text in any case."""
    search = mapping(run_set.get("search"))
    words = text(search.get("query")).strip()
    if not words:
        return EVERYTHING
    return Compare("display_name", "regex", words if search.get("isRegex") else f"(?i){re.escape(words)}")


def conditions(filters: object, *, unread: Filter = NOTHING, depth: int = 0) -> Filter:
    """Both forms: a tree of `op`s, and a flat list whose entries say how they are joined to what is before them.

    `unread` stands for a condition that cannot be read.
    """
    document = mapping(filters)
    if depth > _MAX_DEPTH:
        return unread
    if document.get("filterFormat") == "filterV2":
        return _flat(listed(document.get("filters")), unread, depth)
    if document.get("key"):
        return _condition(document, unread)
    nested = listed(document.get("filters"))
    parts = tuple(conditions(part, unread=unread, depth=depth + 1) for part in nested)
    return Or(parts) if document.get("op") == "OR" and parts else And(parts)


def _flat(items: list[Any], unread: Filter, depth: int) -> Filter:
    """`and` binds closer than `or`; no entry at all is no condition."""
    if depth > _MAX_DEPTH:
        return unread
    alternatives: list[list[Filter]] = [[]]
    for item in map(mapping, items):
        nested = item.get("filters")
        part = _flat(nested, unread, depth + 1) if isinstance(nested, list) else _condition(item, unread)
        if item.get("connector") == "OR":
            alternatives.append([])
        alternatives[-1].append(part)
    return Or(tuple(And(tuple(parts)) for parts in alternatives))


def _condition(item: Mapping[str, Any], unread: Filter) -> Filter:
    key = mapping(item.get("key"))
    if item.get("disabled") is True or not (key.get("name") or key.get("section") == "tags"):
        return EVERYTHING
    field, op, value = field_of(key), _OPS.get(text(item.get("op"))), item.get("value")
    if field is None or op is None or (value is None and "value" not in item):
        return unread
    if key.get("section") == "tags" and key.get("name") and isinstance(value, bool):
        return Compare(field, "eq" if (op == "eq") == value else "ne", key["name"])
    return Compare(field, op, value)


def _chosen(run_set: Mapping[str, Any]) -> Filter:
    """The eyes: the runs of the tree are the only ones that show (root 0), or the only ones that do not (root 1)."""
    selections = mapping(run_set.get("selections"))
    names = list(_names(listed(selections.get("tree"))))
    if selections.get("root") == 0:
        return Compare("name", "in", names)
    return Not(Compare("name", "in", names)) if names else EVERYTHING


def _names(tree: list[Any]) -> Iterator[str]:
    waiting = list(tree)
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            yield item
        else:
            waiting += listed(mapping(item).get("children"))


def _mappings(document: object) -> Iterator[Mapping[str, Any]]:
    """Every object in a document, without recursion: its depth is the author's choice."""
    waiting = [document]
    while waiting:
        item = waiting.pop()
        if isinstance(item, Mapping):
            yield item
            waiting += item.values()
        elif isinstance(item, list):
            waiting += item
