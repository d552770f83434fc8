"""wandb's run filters (Mongo-like JSON text) and orders → the filter algebra. Pure.

Source: protocol notes 7.3 and 7.4; `wandb/apis/public/query_generator.py` of wandb 0.19.0.
"""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from runlake.errors import InvalidInput
from runlake.protocols.wandb.graphql.fields import TAGS, TIMES, paths_of_key
from runlake.query import And, Compare, Filter, Not, Or, Sort

_COMPARISONS = {
    "$eq": "eq",
    "$ne": "ne",
    "$gt": "gt",
    "$gte": "ge",
    "$lt": "lt",
    "$lte": "le",
    "$in": "in",
    "$nin": "nin",
    "$regex": "regex",
    "$contains": "contains",
    "$exists": "exists",
}
_MAX_DEPTH = 18  # in the algebra it may be two more
_MAX_CONDITIONS = 500
# With these, a condition on a key that several paths may stand for must hold on all of the paths.
_ABSENCE = ("ne", "nin")


def parse_filters(text: str | None, paths_of: Callable[[str], tuple[str, ...]] = paths_of_key) -> Filter | None:
    """The filter of a `filters` argument; None when it lets everything through. Raises InvalidInput.

    `paths_of` knows the keys: those of runs, unless told otherwise.
    """
    if not text:
        return None
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InvalidInput(f"filters are not valid JSON: {error}") from error
    if document is None:
        return None
    return _Translation(paths_of).document(document, 0)


def parse_order(text: str | None, paths_of: Callable[[str], tuple[str, ...]] = paths_of_key) -> tuple[Sort, ...]:
    """The sort of an `order` argument: `+key`, `-key` or `key`, joined by commas; empty means the usual order."""
    return tuple(_parse_sort(part.strip(), paths_of) for part in (text or "").split(",") if part.strip())


def _parse_sort(part: str, paths_of: Callable[[str], tuple[str, ...]]) -> Sort:
    key = part.lstrip("+-")
    if not key:
        raise InvalidInput(f"order {part!r} names no key: use +key or -key")
    return Sort(paths_of(key)[0], descending=part.startswith("-"))


class _Translation:
    """One filter document; counts its conditions."""

    def __init__(self, paths_of: Callable[[str], tuple[str, ...]]) -> None:
        self._paths_of = paths_of
        self._conditions = 0

    def document(self, document: object, depth: int) -> Filter | None:
        """A mapping whose entries must all hold."""
        if not isinstance(document, Mapping):
            raise InvalidInput(f"a filter must be an object, found {document!r:.60}")
        if depth > _MAX_DEPTH:
            raise InvalidInput(f"filters nest more than {_MAX_DEPTH} levels deep")
        return _all(self._entry(key, value, depth) for key, value in document.items())

    def _entry(self, key: str, value: object, depth: int) -> Filter | None:
        group = _GROUPS.get(key)
        if group is not None:
            return group([self.document(item, depth + 1) for item in _listed(key, value)])
        if key == "$not":
            return _not(self.document(value, depth + 1))
        if key.startswith("$"):
            raise InvalidInput(f"filter operator {key} is not known")
        return self._conditions_on(key, value, depth)

    def _conditions_on(self, key: str, value: object, depth: int) -> Filter | None:
        """`{key: value}` or `{key: {$op: value, …}}`."""
        if not isinstance(value, Mapping) or not any(name.startswith("$") for name in value):
            return self._condition(key, "$eq", value)
        return _all(self._operator(key, name, operand, depth) for name, operand in value.items())

    def _operator(self, key: str, name: str, operand: object, depth: int) -> Filter | None:
        if depth > _MAX_DEPTH:
            raise InvalidInput(f"filters nest more than {_MAX_DEPTH} levels deep")
        if name == "$not":
            return _not(self._conditions_on(key, operand, depth + 1))
        if name == "$all":
            return _all(self._condition(key, "$eq", item) for item in _listed(name, operand))
        if name == "$options":  # flags of $regex; ours has none
            return None
        return self._condition(key, name, operand)

    def _condition(self, key: str, name: str, operand: object) -> Filter:
        self._conditions += 1
        if self._conditions > _MAX_CONDITIONS:
            raise InvalidInput(f"filters have more than {_MAX_CONDITIONS} conditions")
        if name not in _COMPARISONS:
            raise InvalidInput(f"filter operator {name} is not known")
        _require_scalars(key, name, operand)
        if key == TAGS or key.startswith(f"{TAGS}."):
            return _tag_condition(key, name, operand)
        return _condition_on_paths(self._paths_of(key), _COMPARISONS[name], operand)


def _require_scalars(key: str, name: str, operand: object) -> None:
    if name in ("$regex", "$contains") and not isinstance(operand, str):
        raise InvalidInput(f"{name} of {key!r:.60} needs a string, found {operand!r:.60}")
    for item in operand if isinstance(operand, list) else [operand]:
        if item is not None and not isinstance(item, (str, int, float)):
            raise InvalidInput(f"{key!r:.60} can be compared with a string, number, boolean or null, not {item!r:.60}")


def _condition_on_paths(paths: tuple[str, ...], comparison: str, operand: object) -> Filter:
    if paths[0] in TIMES:
        operand = _as_times(operand)
    found = [_compare(path, comparison, operand) for path in paths]
    absent = comparison in _ABSENCE or (comparison == "exists" and not operand)
    return found[0] if len(found) == 1 else And(tuple(found)) if absent else Or(tuple(found))


def _compare(path: str, comparison: str, operand: object) -> Filter:
    missing = Compare(path, "exists", False)
    if operand is None and comparison == "eq":
        return Or((missing, Compare(path, "eq", None)))
    if operand is None and comparison == "ne":
        return Not(Or((missing, Compare(path, "eq", None))))
    if comparison == "exists":
        return Compare(path, "exists", bool(operand))
    if comparison in ("in", "nin"):
        return _membership(path, comparison, _listed(f"${comparison}", operand))
    return Compare(path, comparison, operand)


def _membership(path: str, comparison: str, items: list[Any]) -> Filter:
    """`$in` with a null in its list also finds runs that lack the key."""
    some = Compare(path, "in", [item for item in items if item is not None])
    found: Filter = Or((some, _compare(path, "eq", None))) if None in items else some
    return Not(found) if comparison == "nin" else found


def _tag_condition(key: str, name: str, operand: object) -> Filter:
    """In the algebra, too, `tags` is a set: a condition holds if any tag meets it."""
    if key != TAGS:  # `tags.<tag>`: the UI's form for a single tag
        found = Compare(TAGS, "eq", key.removeprefix(f"{TAGS}."))
        return Not(found) if operand is False else found
    comparison = _COMPARISONS[name]
    if isinstance(operand, list):
        comparison = {"eq": "in", "ne": "nin"}.get(comparison, comparison)
    return _compare(TAGS, comparison, operand)


def _as_times(operand: object) -> object:
    if isinstance(operand, list):
        return [_as_times(item) for item in operand]
    if not isinstance(operand, str):
        return operand
    try:
        moment = datetime.fromisoformat(operand)
    except ValueError as error:
        raise InvalidInput(f"{operand!r:.60} is not an ISO-8601 time") from error
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return int(aware.timestamp() * 1_000_000)


def _listed(name: str, value: object) -> list[Any]:
    if not isinstance(value, list):
        raise InvalidInput(f"{name} needs a list, found {value!r:.60}")
    return value


def _all(parts: Any) -> Filter | None:
    kept = tuple(part for part in parts if part is not None)
    return None if not kept else kept[0] if len(kept) == 1 else And(kept)


def _any(parts: Any) -> Filter | None:
    alternatives = tuple(parts)
    if any(part is None for part in alternatives):  # one lets everything through
        return None
    return Or(alternatives)


def _not(part: Filter | None) -> Filter:
    return Or(()) if part is None else Not(part)


def _nor(parts: Any) -> Filter | None:
    return _not(_any(parts))


_GROUPS: dict[str, Callable[[list[Filter | None]], Filter | None]] = {"$and": _all, "$or": _any, "$nor": _nor}
