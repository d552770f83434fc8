"""`{"$expr": …}` → a predicate. Null stands for what cannot be told: it matches neither a comparison nor its negation."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from runlake.errors import InvalidInput
from runlake.protocols.weave.query.fields import Field, Fields, Row
from runlake.protocols.weave.query.values import (
    MISSING,
    comparable,
    like_literal,
    like_literals,
    to_boolean,
    to_double,
    to_integer,
    to_text,
)
from runlake.protocols.weave.stored_calls import seconds_of

Predicate = Callable[[Row], bool]
Reader = Callable[[Row], Any]

_MOST_TERMS = 1000
_DEEPEST = 50
_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "$eq": lambda a, b: bool(a == b),
    "$gt": lambda a, b: bool(a > b),
    "$gte": lambda a, b: bool(a >= b),
    "$lt": lambda a, b: bool(a < b),
    "$lte": lambda a, b: bool(a <= b),
}
_CONVERT: dict[str, Callable[[Any], Any]] = {
    "double": to_double,
    "int": to_integer,
    "string": to_text,
    "bool": to_boolean,
}


@dataclass(frozen=True, slots=True)
class _Term:
    """A part of an expression: a function of the row, and what it is made of."""

    read: Reader
    field: Field | None = None
    is_literal: bool = False
    literal: Any = None


def compile_query(document: Any, fields: Fields) -> Predicate:
    """The predicate of a query; None matches everything. Raises InvalidInput, FieldRefused."""
    if document is None:
        return lambda _: True
    if not isinstance(document, dict) or list(document) != ["$expr"]:
        raise InvalidInput('a query is {"$expr": an operation} and has no other keys')
    read = _Compiler(fields).term(document["$expr"], 0).read
    return lambda row: read(row) is True


def fields_of(document: Any) -> Iterator[str]:
    """The names of all fields that a query asks for."""
    left = [document]
    while left:
        item = left.pop()
        if isinstance(item, dict):
            name = item.get("$getField")
            if isinstance(name, str):
                yield name
            left.extend(value for key, value in item.items() if key != "$literal")
        elif isinstance(item, list):
            left.extend(item)


class _Compiler:
    def __init__(self, fields: Fields) -> None:
        self._fields = fields
        self._terms = 0

    def term(self, document: Any, depth: int) -> _Term:
        self._terms += 1
        if depth > _DEEPEST or self._terms > _MOST_TERMS:
            raise InvalidInput(f"the query is deeper than {_DEEPEST} or has more than {_MOST_TERMS} parts")
        if not isinstance(document, dict) or len(document) != 1:
            raise InvalidInput(f"{str(document)[:200]!r} is no operand: an object with one key")
        ((name, value),) = document.items()
        match name:
            case "$literal":
                return _Term(lambda _: value, is_literal=True, literal=value)
            case "$getField" if isinstance(value, str):
                field = self._fields.field(value)
                return _Term(field.read, field)
            case "$and" | "$or":
                return self._joined(name, value, depth)
            case "$not":
                return _Term(_negated(self._terms_of(name, value, depth, 1)[0].read))
            case "$in":
                return self._in(value, depth)
            case "$contains":
                return self._contains(value, depth)
            case "$convert":
                return self._convert(value, depth)
            case "$size":
                return _Term(_sized(self.term(value, depth + 1)))
        if name in _COMPARE:
            return _Term(_compared(name, *self._terms_of(name, value, depth, 2)))
        raise InvalidInput(f"{str(name)[:100]!r} is no operation of the query language, or its operand cannot be")

    def _terms_of(self, name: str, value: Any, depth: int, count: int | None = None) -> list[_Term]:
        if not isinstance(value, list) or not value or count not in (None, len(value)):
            raise InvalidInput(f"{name} takes a list of {count or 'one or more'} operand{'s' if count != 1 else ''}")
        return [self.term(item, depth + 1) for item in value]

    def _joined(self, name: str, value: Any, depth: int) -> _Term:
        reads = [term.read for term in self._terms_of(name, value, depth)]
        if name == "$and":
            return _Term(lambda row: all(read(row) is True for read in reads))
        return _Term(lambda row: any(read(row) is True for read in reads))

    def _in(self, value: Any, depth: int) -> _Term:
        if not isinstance(value, list) or len(value) != 2 or not isinstance(value[1], list):
            raise InvalidInput("$in takes two operands, the second is a list")
        given = self.term(value[0], depth + 1)
        members = [self.term(item, depth + 1) for item in value[1]]
        literals = [member.literal for member in members]
        read = _cast(given, literals) if all(member.is_literal for member in members) else given.read

        def contained(row: Row) -> bool | None:
            found = read(row)
            if isinstance(found, list):
                return any(member.read(row) in found for member in members)
            return None if found is None else any(found == member.read(row) for member in members)

        return _Term(contained)

    def _contains(self, value: Any, depth: int) -> _Term:
        if not isinstance(value, dict) or not {"input", "substr"} <= set(value) <= {
            "input",
            "substr",
            "case_insensitive",
        }:
            raise InvalidInput("$contains takes input, substr and case_insensitive")
        given, part = self.term(value["input"], depth + 1), self.term(value["substr"], depth + 1)
        fold = str.lower if value.get("case_insensitive") else str

        def contained(row: Row) -> bool:
            found, wanted = given.read(row), part.read(row)
            texts = found if isinstance(found, list) else [found]
            return isinstance(wanted, str) and any(
                isinstance(text, str) and fold(wanted) in fold(text) for text in texts
            )

        return _Term(contained)

    def _convert(self, value: Any, depth: int) -> _Term:
        if not isinstance(value, dict) or set(value) != {"input", "to"}:
            raise InvalidInput("$convert takes input and to")
        given = self.term(value["input"], depth + 1)
        if value["to"] == "exists":
            raw = given.field.raw if given.field is not None else given.read
            return _Term(lambda row: raw(row) is not MISSING and raw(row) is not None)
        convert = _CONVERT.get(value["to"]) if isinstance(value["to"], str) else None
        if convert is None:
            raise InvalidInput("$convert is to double, int, string, bool or exists")
        return _Term(lambda row: convert(_single(given.read(row))))


def _single(value: Any) -> Any:
    """Of a field of feedback the first value."""
    return (value[0] if value else None) if isinstance(value, list) else value


def _cast(term: _Term, literals: list[Any]) -> Reader:
    """What a term yields beside literals: JSON takes their kind, times are numbers."""
    if term.field is not None and term.field.kind == "json":
        return lambda row: like_literals(term.read(row), literals)
    if term.field is not None and term.field.kind == "feedback":
        return lambda row: [like_literals(value, literals) for value in term.read(row)]
    return term.read


def _negated(read: Reader) -> Reader:
    def negated(row: Row) -> bool | None:
        value = read(row)
        return None if value is None else value is not True

    return negated


def _sized(term: _Term) -> Reader:
    raw = term.field.raw if term.field is not None else term.read

    def size(row: Row) -> int | None:
        value = raw(row)
        return len(value) if isinstance(value, str | list) else None

    return size


def _compared(name: str, left: _Term, right: _Term) -> Reader:
    compare = _COMPARE[name]
    if name == "$eq" and (_is_null(left) or _is_null(right)):
        return _is_missing(right if _is_null(left) else left)
    read_left = _beside(left, right)
    read_right = _beside(right, left)

    def compared(row: Row) -> bool | None:
        a, b = read_left(row), read_right(row)
        if isinstance(a, list):
            return any(comparable(item, b) and compare(item, b) for item in a if item is not None)
        if a is None or b is None or not comparable(a, b):
            return None
        return compare(a, b)

    return compared


def _beside(term: _Term, other: _Term) -> Reader:
    """How a term is read when it is compared with the other."""
    if term.is_literal and other.field is not None and other.field.kind == "time":
        literal = _time(term.literal)
        return lambda _: literal
    if not other.is_literal or term.field is None:
        return term.read
    if term.field.kind == "feedback":
        return lambda row: [like_literal(value, other.literal) for value in term.read(row)]
    return _cast(term, [other.literal])


def _time(literal: Any) -> Any:
    if not isinstance(literal, str):
        return literal
    try:
        return seconds_of(literal)
    except ValueError as error:
        raise InvalidInput(f"{literal[:100]!r} is no time: seconds since 1970 or ISO text") from error


def _is_null(term: _Term) -> bool:
    return term.is_literal and term.literal is None


def _is_missing(term: _Term) -> Reader:
    """`$eq` with null: columns that are null, feedback that is not there, and never a path into JSON."""
    if term.field is not None and term.field.kind == "json":
        return lambda _: None
    if term.field is not None and term.field.kind == "feedback":
        return lambda row: not any(term.read(row))
    return lambda row: term.read(row) is None
