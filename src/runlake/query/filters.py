"""The filter algebra: where wandb's documents, other protocols' filter strings and the UI meet.

A comparison never matches a run that lacks the field; `ne`, `nin` and `exists: false` do match it. Numbers compare as
numbers, whole or not; booleans are numbers too, 0 and 1. Text compares as text.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeAlias, get_args

from runlake.errors import InvalidInput

MAX_DEPTH = 20
MAX_TERMS = 200
MAX_LIST = 10_000
MAX_TEXT = 10_000

Operator: TypeAlias = Literal["eq", "ne", "gt", "ge", "lt", "le", "in", "nin", "contains", "regex", "exists"]
OPERATORS: frozenset[str] = frozenset(get_args(Operator))
TIME_FIELDS = frozenset({"created_at", "updated_at", "heartbeat_at", "finished_at"})


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
    """A comparison of one field path (`config.lr`, `summary.val.acc`, `state`, `tag:best`) with a value."""

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
        case {"field": str(field), "op": str(op)} if not document.keys() - {"field", "op", "value"}:
            return Compare(field, op, document.get("value"))
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
    if not found.field or len(found.field) > MAX_TEXT:
        raise InvalidInput("a filter's field must have a name of at most 10,000 characters")
    value = found.value
    if found.op in ("in", "nin"):
        if not isinstance(value, list | tuple) or len(value) > MAX_LIST:
            raise InvalidInput(f"{found.op} needs a list of at most {MAX_LIST} values")
        for item in value:
            _check_scalar(item)
    elif found.op == "exists":
        if not isinstance(value, bool):
            raise InvalidInput("exists needs true or false")
    elif found.op in ("contains", "regex"):
        if not isinstance(value, str) or len(value) > MAX_TEXT:
            raise InvalidInput(f"{found.op} needs a text of at most {MAX_TEXT} characters")
    else:
        _check_scalar(value)


def _check_scalar(value: object) -> None:
    if value is not None and not isinstance(value, str | int | float | bool):
        raise InvalidInput(f"{str(value)[:100]!r} cannot be compared with: use a number, a text, true, false or null")
    if isinstance(value, str) and len(value) > MAX_TEXT:
        raise InvalidInput(f"a filter's text may have at most {MAX_TEXT} characters")


def as_micros(text: str) -> float | None:
    """A time of a time field, in microseconds since the epoch; None when the text is no ISO time."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return (moment.timestamp() if moment.tzinfo else moment.replace(tzinfo=_UTC).timestamp()) * 1_000_000


_UTC = datetime.fromisoformat("1970-01-01T00:00:00+00:00").tzinfo
