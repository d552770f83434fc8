"""The filter algebra: where wandb's documents, other protocols' filter strings and the UI meet.

A comparison never matches a run that lacks the field; `ne`, `nin` and `exists: false` do match it. Numbers compare as
numbers, whole or not; booleans are numbers too, 0 and 1. Text compares as text. Times are ISO text, or microseconds;
`within_s` holds for a time that is at most so many seconds ago when the question is asked.

The field `tags` is a set: `eq`, `in`, `contains` and `regex` hold when any tag meets them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, get_args

from runlake.errors import InvalidInput
from runlake.query.values import TIME_FIELDS, check_scalar, check_text

MAX_DEPTH = 20
MAX_TERMS = 200  # each costs the store about 12 ms of planning, however few runs there are
MAX_LIST = 10_000

TAGS = "tags"
Operator: TypeAlias = Literal[
    "eq", "ne", "gt", "ge", "lt", "le", "in", "nin", "contains", "regex", "exists", "within_s"
]
OPERATORS: frozenset[str] = frozenset(get_args(Operator))
_ON_TAGS = OPERATORS - {"gt", "ge", "lt", "le", "within_s"}
_LONGEST_S = 1e10  # some 300 years, which microseconds in a float still tell apart from 301


@dataclass(frozen=True, slots=True)
class And:
    """All parts match; no parts match everything."""

    parts: tuple["Filter", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """One part matches; no parts match nothing."""

    parts: tuple["Filter", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not match."""

    part: "Filter"


@dataclass(frozen=True, slots=True)
class Compare:
    """A comparison of one field path (`config.lr`, `summary.val.acc`, `state`, `tags`) with a value."""

    field: str
    op: str
    value: Any


Filter: TypeAlias = And | Or | Not | Compare


@dataclass(frozen=True, slots=True)
class Sort:
    """An order by one field path. Numbers come before text; runs that lack the field come last either way."""

    field: str
    descending: bool = False


def parse_filter(document: object) -> Filter:
    """The native JSON form: {"and": […]}, {"or": […]}, {"not": …} or {"field", "op", "value"}. Raises InvalidInput."""
    found = _parse(document, MAX_DEPTH)
    check_filter(found)
    return found


def check_filter(found: Filter) -> None:
    """Raise InvalidInput when the filter is too large, or compares with something that cannot be compared with."""
    terms = _check(found, MAX_DEPTH)
    if terms > MAX_TERMS:
        raise InvalidInput(f"the filter has {terms} comparisons; the limit is {MAX_TERMS}")


def _parse(document: Any, depth: int) -> Filter:
    if depth <= 0:
        raise InvalidInput(f"the filter is nested deeper than {MAX_DEPTH}")
    match document:
        case {"and": list(parts)} if len(document) == 1:
            return And(tuple(_parse(part, depth - 1) for part in parts))
        case {"or": list(parts)} if len(document) == 1:
            return Or(tuple(_parse(part, depth - 1) for part in parts))
        case {"not": part} if len(document) == 1:
            return Not(_parse(part, depth - 1))
        case {"field": str(field), "op": str(op), **rest} if not rest.keys() - {"value"}:
            return Compare(field, op, rest.get("value"))
    raise InvalidInput(
        f"{str(document)[:200]!r} is not a filter: use and, or, not, or an object with field, op and value"
    )


def _check(found: Filter, depth: int) -> int:
    if depth <= 0:
        raise InvalidInput(f"the filter is nested deeper than {MAX_DEPTH}")
    match found:
        case And(parts) | Or(parts):
            return sum(_check(part, depth - 1) for part in parts)
        case Not(part):
            return _check(part, depth - 1)
        case Compare():
            _check_comparison(found)
            return 1


def _check_comparison(found: Compare) -> None:
    if found.op not in OPERATORS:
        raise InvalidInput(f"{found.op[:40]!r} is not an operator: use one of {', '.join(sorted(OPERATORS))}")
    if found.field == TAGS and found.op not in _ON_TAGS:
        raise InvalidInput(f"tags have no order: {found.op} does not apply to them")
    if found.op == "within_s" and found.field not in TIME_FIELDS:
        raise InvalidInput(f"within_s applies to times only: {', '.join(sorted(TIME_FIELDS))}")
    check_text("a filter's field", found.field)
    if not found.field:
        raise InvalidInput("a filter's field needs a name")
    _check_value(found.op, found.value)


def _check_value(op: str, value: Any) -> None:
    match op:
        case "in" | "nin":
            if not isinstance(value, Sequence) or isinstance(value, str) or len(value) > MAX_LIST:
                raise InvalidInput(f"{op} needs a list of at most {MAX_LIST} values")
            for item in value:
                check_scalar(item)
        case "exists":
            if not isinstance(value, bool):
                raise InvalidInput("exists needs true or false")
        case "contains" | "regex":
            if not isinstance(value, str):
                raise InvalidInput(f"{op} needs a text, not {str(value)[:100]!r}")
            check_text(op, value)
        case "within_s":
            if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= _LONGEST_S:
                raise InvalidInput(f"within_s needs a positive number of seconds, not {str(value)[:100]!r}")
        case _:
            check_scalar(value)
