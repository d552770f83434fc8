"""Values of attributes: JSON in texts, numbered attributes as lists, numbers in texts."""

import math
import re
from collections.abc import Container, Mapping, Sequence
from functools import lru_cache
from typing import Any

import orjson

from runlake.model.json_shape import DEEPEST, is_deep

_MOST_ITEMS = 10_000
_MOST_OF_TEXT = 1_000_000
_DEEPEST = 16
_LONGEST_NAME = 256
_JSON_STARTS = frozenset('{["')
_WRAPPERS = frozenset({"message", "document", "embedding", "tool", "tool_call", "message_content"})

_NUMBERED = re.compile(r"(.+?)\.(\d.*)")  # the first number ends the prefix

Tree = dict[str, Any]


def is_empty(value: object) -> bool:
    """Nothing that a person would want to see."""
    return value is None or (not value and value in ("", [], {}))


def parsed(value: Any, *, always_json: bool = False) -> Any:
    """JSON in a text, or in the texts of a list; what is no JSON stays a text.

    A number or a word is only taken for JSON when the convention always writes JSON, and nothing that is nested so deep
    that it could not be written again, or of so many values that they would fill the memory.
    """
    if isinstance(value, list) and value and all(isinstance(item, str) for item in value):
        return [parsed(item) for item in value]
    if not isinstance(value, str) or not value or not (always_json or value.lstrip()[:1] in _JSON_STARTS):
        return value
    brackets = value.count("[") + value.count("{")
    if len(value) > _MOST_OF_TEXT and brackets + value.count(",") > _MOST_OF_TEXT:
        return value
    try:
        document = orjson.loads(value)
    except orjson.JSONDecodeError:
        return value
    return value if brackets > DEEPEST and is_deep(document) else document


def as_count(value: Any) -> int | None:
    """A whole number that is not negative, also from a text; None for anything else."""
    if type(value) is int and 0 <= value < 2**53:  # as nearly all are
        return value
    number = as_number(value)
    return int(number) if number is not None and number >= 0 and number.is_integer() and number < 2**63 else None


def as_number(value: Any) -> float | None:
    """A finite number, also from a text; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def collect_lists(attributes: Mapping[str, Any], prefixes: Container[str]) -> dict[str, list[Any]]:
    """Prefix → list of its numbered attributes (`a.0.b`, `a.1.b`), in the order of their numbers.

    Holes are closed. Numbers above 10,000, nesting deeper than 16 and names longer than 256 characters are left out:
    they cannot be meant.
    """
    found: dict[str, Tree] = {}
    for name, value in attributes.items():
        prefix, path = _parts(name)
        if path and prefix in prefixes and len(path) <= _DEEPEST:
            _put(found.setdefault(prefix, {}), path, value)
    return {prefix: items for prefix, tree in found.items() if isinstance(items := _as_list(tree), list)}


def prefix_of(name: str) -> str:
    """The part of a name before its first number; "" when it has none."""
    prefix, path = _parts(name)
    return prefix if path else ""


def _parts(name: str) -> tuple[str, tuple[str, ...]]:
    return _numbered(name) if len(name) <= _LONGEST_NAME else (name, ())


@lru_cache(maxsize=4096)  # the names of attributes are the same in most spans
def _numbered(name: str) -> tuple[str, tuple[str, ...]]:
    """(prefix, path that starts with a number); an empty path when there is none."""
    match = _NUMBERED.match(name)
    return (match[1], tuple(match[2].split("."))) if match else (name, ())


def _put(tree: Tree, path: Sequence[str], value: Any) -> None:
    for part in path[:-1]:
        below = tree.get(part)
        if not isinstance(below, dict):
            below = tree[part] = {} if below is None else {"": below}
        tree = below
    last = tree.get(path[-1])
    if isinstance(last, dict):
        last[""] = value
    else:
        tree[path[-1]] = value


def _as_list(tree: Any) -> Any:
    if not isinstance(tree, dict):
        return tree
    if tree and all(key.isdigit() for key in tree):
        numbers = sorted((int(key), key) for key in tree if len(key) <= 5)
        return [_as_list(tree[key]) for number, key in numbers if number < _MOST_ITEMS]
    below = {key: _as_list(value) for key, value in tree.items()}
    if len(below) == 1 and (only := next(iter(below))) in _WRAPPERS and isinstance(below[only], dict):
        return below[only]
    return below
