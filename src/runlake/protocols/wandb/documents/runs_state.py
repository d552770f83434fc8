"""The run set of a saved workspace ↔ the table of runs. Pure."""

import base64
import binascii
from typing import Any

from runlake.errors import InvalidInput
from runlake.protocols.wandb.documents.filter_text import format_filter, parse_filter_text, simplified
from runlake.protocols.wandb.documents.keys import field_of, field_of_accessor, key_of
from runlake.protocols.wandb.documents.page_state import State, names
from runlake.protocols.wandb.documents.run_set_filters import write_conditions
from runlake.protocols.wandb.documents.run_sets import EVERYTHING, conditions
from runlake.protocols.wandb.documents.shapes import listed, mapping, text, texts
from runlake.query import And, Compare, Filter

RunSet = dict[str, Any]

_NAME_COLUMN = "run:displayName"
_MOST_GROUP_KEYS = 3


def read_run_set(run_set: RunSet) -> State:
    """Search, filter, order, grouping, eyes, baseline and columns."""
    search = mapping(run_set.get("search"))
    by_regex = search.get("isRegex") is True
    pattern = Compare("display_name", "regex", text(search.get("query"))) if by_regex else EVERYTHING
    found = And((pattern, conditions(run_set.get("filters"), unread=EVERYTHING)))
    columns = [column for column in _pinned(run_set) if column != _NAME_COLUMN]
    fields = [field for column in columns if (field := field_of_accessor(column))]
    group = [field for key in listed(run_set.get("grouping")) if (field := field_of(key))]
    return {
        "find": "" if by_regex else text(search.get("query")),
        "filter": format_filter(found),
        "sort": "~".join(_sorts(run_set)),
        "group": "~".join(group[:_MOST_GROUP_KEYS]),
        "eyes": _eyes(run_set),
        "base": _run_name(text(run_set.get("baselineRunId"))),
        "cols": "~".join(fields),
    }


def _pinned(run_set: RunSet) -> list[str]:
    feed = mapping(run_set.get("runFeed"))
    pinned = [column for column, is_pinned in mapping(feed.get("columnPinned")).items() if is_pinned is True]
    order = texts(feed.get("columnOrder"))
    return sorted(pinned, key=lambda column: order.index(column) if column in order else len(order))


def _sorts(run_set: RunSet) -> list[str]:
    found = []
    for entry in map(mapping, listed(mapping(run_set.get("sort")).get("keys"))):
        field, ascending = field_of(entry.get("key")), entry.get("ascending") is True
        # Newest first is how runs come anyway.
        if field and not (field == "created_at" and not ascending):
            found.append(field if ascending else f"-{field}")
    return found


def _eyes(run_set: RunSet) -> str:
    selections = mapping(run_set.get("selections"))
    runs = []
    for item in listed(selections.get("tree")):
        runs += [item] if isinstance(item, str) else texts(mapping(item).get("children"))
    if selections.get("root") == 0:
        return "~".join(runs) or "none"
    return f"-{'~'.join(runs)}" if runs else ""


def _run_name(run_id: str) -> str:
    """The run of an id such as base64 of `Run:v1:name:project:entity`; or the name itself."""
    try:
        parts = base64.b64decode(run_id, validate=True).decode().split(":")
    except (binascii.Error, UnicodeDecodeError):
        return run_id
    return ":".join(parts[2:-2]) if len(parts) > 4 and parts[1] == "v1" else run_id


def write_run_set(run_set: RunSet, before: State, after: State) -> RunSet:
    """The run set with what changed from one table to the other; all else in it stays."""
    changed = {name for name in before.keys() | after.keys() if before.get(name, "") != after.get(name, "")}
    made = dict(run_set)
    if changed & {"find", "filter"}:
        made |= _searched(run_set, after)
    if "sort" in changed:
        keys = [_sort_key(each) for each in names(after.get("sort"))]
        newest = {"key": {"section": "run", "name": "createdAt"}, "ascending": False}
        made["sort"] = {**mapping(run_set.get("sort")), "keys": keys or [newest]}
    if "group" in changed:
        made["grouping"] = [key_of(field, grouping=True) for field in names(after.get("group"))]
    if "eyes" in changed:
        made["selections"] = {**mapping(run_set.get("selections")), **_selections(after.get("eyes", ""))}
    if "base" in changed:
        made["baselineRunId"] = after.get("base") or None
    if "cols" in changed:
        made["runFeed"] = {**mapping(run_set.get("runFeed")), **_columns(names(after.get("cols")))}
    return {key: value for key, value in made.items() if value is not None}


def _searched(run_set: RunSet, after: State) -> RunSet:
    """The conditions; one on names by a pattern is what a run set searches for."""
    try:
        found = parse_filter_text(after.get("filter", ""))
    except InvalidInput:
        found = None
    parts: tuple[Filter, ...] = found.parts if isinstance(found, And) else () if found is None else (found,)
    patterns = [
        part for part in parts if isinstance(part, Compare) and (part.field, part.op) == ("display_name", "regex")
    ]
    search = {**mapping(run_set.get("search")), "query": after.get("find", "")}
    search.pop("isRegex", None)
    if patterns and not after.get("find"):
        search |= {"query": patterns[0].value, "isRegex": True}
    rest = simplified(And(tuple(part for part in parts if part not in patterns[:1])))
    return {"search": search, "filters": write_conditions(rest)}


def _sort_key(entry: str) -> dict[str, Any]:
    return {"key": key_of(entry.removeprefix("-")), "ascending": not entry.startswith("-")}


def _selections(eyes: str) -> dict[str, Any]:
    if eyes.startswith("-"):
        return {"root": 1, "tree": names(eyes[1:])}
    if eyes in ("", "all"):
        return {"root": 1, "tree": []}
    return {"root": 0, "tree": [] if eyes == "none" else names(eyes)}


def _columns(fields: list[str]) -> dict[str, Any]:
    keys = [key_of(field) for field in fields]
    columns = [_NAME_COLUMN, *(f"{key['section']}:{key['name']}" for key in keys)] if fields else []
    shown = dict.fromkeys(columns, True)
    return {"columnPinned": shown, "columnVisible": shown, "columnOrder": columns}
