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
from runlake.query import And, Compare, Filter, Not, Or, check_filter

_OPS = {"=": "eq", "==": "eq", "!=": "ne", "<": "lt", "<=": "le", ">": "gt", ">=": "ge", "IN": "in", "NIN": "nin"}
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
    sets = [each for grid in grids for each in _listed(_mapping(grid.get("metadata")).get("runSets"))]
    return [_shown(each) for each in map(_mapping, sets) if each.get("enabled") is not False]


def _shown(run_set: Mapping[str, Any]) -> ShownRuns:
    project = _mapping(run_set.get("project"))
    return ShownRuns(_text(project.get("entityName")), _text(project.get("name")), run_filter(run_set))


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
    search = _mapping(run_set.get("search"))
    text = _text(search.get("query")).strip()
    if not text:
        return EVERYTHING
    return Compare("display_name", "regex", text if search.get("isRegex") else f"(?i){re.escape(text)}")


def conditions(filters: object, depth: int = 0) -> Filter:
    """Both forms: a tree of `op`s, and a flat list whose entries say how they are joined to what is before them."""
    document = _mapping(filters)
    if depth > _MAX_DEPTH:
        return NOTHING
    if document.get("filterFormat") == "filterV2":
        return _flat(_listed(document.get("filters")), depth)
    if document.get("key"):
        return _condition(document)
    parts = tuple(conditions(part, depth + 1) for part in _listed(document.get("filters")))
    return Or(parts) if document.get("op") == "OR" and parts else And(parts)


def _flat(items: list[Any], depth: int) -> Filter:
    """`and` binds closer than `or`."""
    if depth > _MAX_DEPTH:
        return NOTHING
    alternatives: list[list[Filter]] = [[]]
    for item in map(_mapping, items):
        nested = item.get("filters")
        part = _flat(nested, depth + 1) if isinstance(nested, list) else _condition(item)
        if item.get("connector") == "OR":
            alternatives.append([])
        alternatives[-1].append(part)
    return Or(tuple(And(tuple(parts)) for parts in alternatives))


def _condition(item: Mapping[str, Any]) -> Filter:
    key = _mapping(item.get("key"))
    if item.get("disabled") is True or not (key.get("name") or key.get("section") == "tags"):
        return EVERYTHING
    field, op, value = field_of(key), _OPS.get(_text(item.get("op"))), item.get("value")
    if field is None or op is None or (value is None and "value" not in item):
        return NOTHING
    if key.get("section") == "tags" and key.get("name") and isinstance(value, bool):
        return Compare(field, "eq" if (op == "eq") == value else "ne", key["name"])
    return Compare(field, op, value)


def _chosen(run_set: Mapping[str, Any]) -> Filter:
    """The eyes: the runs of the tree are the only ones that show (root 0), or the only ones that do not (root 1)."""
    selections = _mapping(run_set.get("selections"))
    names = list(_names(_listed(selections.get("tree"))))
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
            waiting += _listed(_mapping(item).get("children"))


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


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
