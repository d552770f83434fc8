"""Mongo-like filters and orders on versions and collections, decided in memory. Pure.

Lists of one collection or project are short beside those of runs, and are read whole.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from runlake.errors import InvalidInput

Facts = Mapping[str, Any]
"""The values of one thing by the names that filters use; a list holds several values."""

_PLAIN_PATTERN = re.compile(r"(\\[^\w\s]|\.\*|[\w .:/@^$-])*")
_MAX_STARS = 3

Test = Callable[[Facts], bool]


def parse_artifact_filters(text: str | None) -> Test:
    """A decision about one thing. Raises InvalidInput."""
    if not text:
        return lambda _: True
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InvalidInput(f"the filters are not valid JSON: {error}") from error
    return _condition(document)


def _condition(document: object) -> Test:
    if not isinstance(document, dict):
        raise InvalidInput(f"a filter must be a JSON object, found {document!r:.60}")
    tests = [_part(key, value) for key, value in document.items()]
    return lambda facts: all(test(facts) for test in tests)


def _part(key: str, value: Any) -> Test:
    if key in ("$and", "$or", "$nor"):
        tests = [_condition(item) for item in value]
        decide = all if key == "$and" else any
        return lambda facts: decide(test(facts) for test in tests) != (key == "$nor")
    if key == "$not":
        inner = _condition(value)
        return lambda facts: not inner(facts)
    return _compare(snake(key), value)


def _compare(field: str, value: Any) -> Test:
    if isinstance(value, dict) and any(key.startswith("$") for key in value):
        tests = [_operator(operator, operand) for operator, operand in value.items()]
        return lambda facts: all(test(_values(facts, field)) for test in tests)
    equal = _operator("$eq", value)
    return lambda facts: equal(_values(facts, field))


def _operator(name: str, operand: Any) -> Callable[[Sequence[Any]], bool]:
    if name == "$not":
        inner = _operator("$eq", operand) if not isinstance(operand, dict) else None
        tests = [inner] if inner else [_operator(key, value) for key, value in operand.items()]
        return lambda values: not all(test(values) for test in tests)
    if name == "$exists":
        return lambda values: bool(values) == bool(operand)
    if name == "$ne":
        return lambda values: all(_key(value) != _key(operand) for value in values)
    if name == "$nin":
        return lambda values: not any(_key(value) == _key(item) for value in values for item in operand)
    test = _SINGLE.get(name)
    if test is None:
        raise InvalidInput(f"the filter operator {name!r:.40} is not known")
    return lambda values: any(test(value, operand) for value in values)


def _regex(value: Any, operand: Any) -> bool:
    """Literals, `.`, `.*` and anchors: a pattern of these cannot keep the server busy, as one with groups can."""
    text = str(operand)
    if _PLAIN_PATTERN.fullmatch(text) is None or text.count("*") > _MAX_STARS:
        raise InvalidInput(f"the regular expression {text[:80]!r} is not supported here: use literals, . and .* only")
    return re.search(text, str(value)) is not None


def _ordered(compare: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    def test(value: Any, operand: Any) -> bool:
        try:
            return compare(_key(value), _key(operand))
        except TypeError:
            return False

    return test


def _values(facts: Facts, field: str) -> Sequence[Any]:
    value = facts.get(field)
    if value is None:
        return []
    return value if isinstance(value, (list, tuple)) else [value]


def _key(value: Any) -> Any:
    """Times as their numbers, whichever form they come in."""
    if isinstance(value, datetime):
        return value.timestamp()
    if isinstance(value, str) and re.match(r"\d{4}-\d\d-\d\d", value):
        try:
            parsed = datetime.fromisoformat(value)
        except ValueError:
            return value
        return (
            parsed.timestamp() if parsed.tzinfo else datetime.fromisoformat(f"{parsed.isoformat()}+00:00").timestamp()
        )
    return value


_SINGLE: dict[str, Callable[[Any, Any], bool]] = {
    "$eq": lambda value, operand: bool(_key(value) == _key(operand)),
    "$in": lambda value, operand: any(_key(value) == _key(item) for item in operand),
    "$gt": _ordered(lambda left, right: left > right),
    "$gte": _ordered(lambda left, right: left >= right),
    "$lt": _ordered(lambda left, right: left < right),
    "$lte": _ordered(lambda left, right: left <= right),
    "$regex": _regex,
    "$contains": lambda value, operand: str(operand) in str(value),
}


def snake(key: str) -> str:
    """`createdAt` → `created_at`."""
    return re.sub(r"(?<=[a-z0-9])([A-Z])", lambda found: "_" + found.group(1).lower(), key)


def parse_artifact_order(order: str | None, default: str) -> tuple[str, bool]:
    """`-created_at` → the field, and whether it descends."""
    text = order or default
    return snake(text.lstrip("+-")), text.startswith("-")


def sort_key(facts: Facts, field: str) -> tuple[int, Any]:
    """Things without the value come first."""
    value = facts.get(field)
    return (0, 0) if value is None or isinstance(value, (list, tuple)) else (1, _key(value))
