"""Filters over what was said of spans → conditions on its table. Pure.

`judgements` is all that was said: a name, or a name with its text (`quality: 4`). `judgements.<name>` is the number, or
the text, of that name.
"""

from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, or_, true

from runlake.errors import InvalidInput
from runlake.products.feedback.tables import sayings
from runlake.query import Compare, as_float

_s = sayings.c
ALL = "judgements"


def compile_saying(asked: Compare) -> ColumnElement[bool]:
    """The sayings that a comparison (of `eq`, `in`, `contains`, `exists` or a range) asks for. Raises InvalidInput."""
    name = asked.field.removeprefix(ALL).removeprefix(".")
    if not name:
        return _in_words(asked)
    return and_(_s.name == name, _of_value(asked))


def _in_words(asked: Compare) -> ColumnElement[bool]:
    match asked.op:
        case "exists":
            return true()
        case "eq":
            return or_(_s.name == _as_text(asked.value), _s.word == _as_text(asked.value))
        case "in":
            words = [_as_text(value) for value in asked.value]
            return or_(_s.name.in_(words), _s.word.in_(words))
        case "contains":
            return or_(_holds(func.lower(_s.name), asked.value), _holds(_s.folded, asked.value))
    raise InvalidInput(f"{asked.op} does not apply to judgements: use judgements.<name>, or eq, in, contains or exists")


def _of_value(asked: Compare) -> ColumnElement[bool]:
    match asked.op:
        case "exists":
            return true()
        case "eq":
            return _equals(asked.value)
        case "in":
            return or_(false(), *(_equals(value) for value in asked.value))
        case "contains":
            return _holds(_s.folded, asked.value)
        case "gt":
            return _s.number > _as_number(asked)
        case "ge":
            return _s.number >= _as_number(asked)
        case "lt":
            return _s.number < _as_number(asked)
        case "le":
            return _s.number <= _as_number(asked)
    raise InvalidInput(f"{asked.op} does not apply to {asked.field[:100]}: use contains")


def _equals(value: Any) -> ColumnElement[bool]:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return _s.number == as_float(value) if is_number else _s.text == _as_text(value)


def _holds(column: Any, text: str) -> ColumnElement[bool]:
    return column.contains(text.casefold(), autoescape=True)  # type: ignore[no-any-return]


def _as_text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _as_number(asked: Compare) -> float:
    if isinstance(asked.value, bool) or not isinstance(asked.value, int | float):
        raise InvalidInput(f"{asked.field[:100]} is compared with numbers, not with {str(asked.value)[:100]!r}")
    return as_float(asked.value)
