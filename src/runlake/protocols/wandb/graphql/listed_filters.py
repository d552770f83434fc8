"""Filters and orders on short lists that are read whole: the language of run filters, on the few facts of each item. Pure."""

import operator
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from runlake.errors import InvalidInput
from runlake.query import And, Compare, Filter, Not, Or, Sort

T = TypeVar("T")

Facts = Mapping[str, tuple[Any, ...]]
"""Field → the values that it may stand for: a sweep has two names. Times are µs since 1970."""

_ORDERS: dict[str, Callable[[Any, Any], bool]] = {
    "gt": operator.gt,
    "ge": operator.ge,
    "lt": operator.lt,
    "le": operator.le,
}
_MAX_PATTERN_CHARS = 200
_MAX_TEXT_CHARS = 1000


def matches(found: Filter | None, facts: Facts) -> bool:
    """True when the facts meet the filter. Raises InvalidInput for a field that is not among them."""
    match found:
        case None:
            return True
        case And(parts):
            return all(matches(part, facts) for part in parts)
        case Or(parts):
            return any(matches(part, facts) for part in parts)
        case Not(part):
            return not matches(part, facts)
        case Compare(field, op, value):
            return _compare(get_fact(facts, field), op, value)


def get_fact(facts: Facts, field: str) -> tuple[Any, ...]:
    """The values of a field. Raises InvalidInput for one that is not there."""
    if field not in facts:
        raise InvalidInput(f"there is no field {field!r:.60} here: use one of {', '.join(facts)}")
    return facts[field]


def in_order(items: Sequence[T], sorts: Sequence[Sort], facts_of: Callable[[T], Facts]) -> list[T]:
    """The items by the first field, those that are equal by the next; those that lack a value come last either way.

    Raises InvalidInput for a field that is not there.
    """
    ordered = list(items)
    for sort in reversed(sorts):
        ordered = _by_field(ordered, sort, facts_of)
    return ordered


def micros(moment: datetime) -> int:
    """A time as filters compare it."""
    return int(moment.timestamp() * 1_000_000)


def _by_field(items: Sequence[T], sort: Sort, facts_of: Callable[[T], Facts]) -> list[T]:
    values = [(get_fact(facts_of(item), sort.field)[0], item) for item in items]
    known = [pair for pair in values if pair[0] is not None]
    known.sort(key=lambda pair: pair[0], reverse=sort.descending)
    return [item for _, item in known] + [item for value, item in values if value is None]


def _compare(facts: tuple[Any, ...], op: str, value: Any) -> bool:
    if op in ("ne", "nin"):
        return not _compare(facts, "eq" if op == "ne" else "in", value)
    if op == "exists":
        return any(fact is not None for fact in facts) is bool(value)
    return any(fact is not None and _holds(fact, op, value) for fact in facts) or (op == "eq" and value in facts)


def _holds(fact: Any, op: str, value: Any) -> bool:
    if op == "eq":
        return bool(fact == value)
    if op == "in":
        return fact in value
    if op in _ORDERS:
        return isinstance(fact, str) is isinstance(value, str) and _ORDERS[op](fact, value)
    return _contains(str(fact), op, value)


def _contains(fact: str, op: str, value: str) -> bool:
    if op == "contains":
        return value in fact
    try:
        return re.search(value[:_MAX_PATTERN_CHARS], fact[:_MAX_TEXT_CHARS]) is not None
    except re.error as error:
        raise InvalidInput(f"{value!r:.60} is not a regular expression: {error}") from error
