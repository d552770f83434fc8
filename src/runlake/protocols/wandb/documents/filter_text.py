"""Filters as the pages of Runlake write them: `config.lr > 0.1 and (state = "running" or not tags = "old")`. Pure.

`web/src/products/runs-table/filterText.ts` reads and writes the same text; `and` binds closer than `or`.
"""

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from runlake.errors import InvalidInput
from runlake.query import And, Compare, Filter, Not, Or

_SIGNS = {"eq": "=", "ne": "!=", "gt": ">", "ge": ">=", "lt": "<", "le": "<="}
_SIGNS |= {"in": "in", "nin": "not in", "contains": "contains", "regex": "matches"}
_OPS = {
    "=": "eq",
    "==": "eq",
    "is": "eq",
    "!=": "ne",
    "≠": "ne",
    ">": "gt",
    ">=": "ge",
    "≥": "ge",
    "<": "lt",
    "<=": "le",
}
_OPS |= {"≤": "le", "in": "in", "contains": "contains", "~": "contains", "matches": "regex"}
_WORDS = {"and", "or", "not", "in", "is", "contains", "matches", "exists", "missing", "within", "true", "false", "null"}
_UNITS_S = {"d": 86_400, "h": 3_600, "m": 60, "s": 1}
_PLAIN_FIELD = re.compile(r"[^\W\d]\w*(?:[./:\-]\w*)*")
_TOKEN = re.compile(
    r"""\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|`([^`]*)`|(>=|<=|!=|==|[=<>≥≤≠~(),])|([^\s"'`=<>≥≤≠~(),!]+))""",
    re.DOTALL,
)
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.IGNORECASE)
_MAX_DEPTH = 18


def format_filter(found: Filter | None) -> str:
    """The text of a filter; empty when it lets everything through."""
    plain = None if found is None else simplified(found)
    return "" if plain is None else _format(plain, "or")


def simplified(found: Filter) -> Filter | None:
    """Without parts that say nothing, and without groups of one."""
    match found:
        case Not(part):
            inner = simplified(part)
            return Or(()) if inner is None else Not(inner)
        case And(parts) | Or(parts):
            kept = [simplified(part) for part in parts]
            if isinstance(found, Or) and None in kept:
                return None
            some = tuple(part for part in kept if part is not None)
            if isinstance(found, And) and not some:
                return None
            return some[0] if len(some) == 1 else type(found)(some)
    return found


def _format(found: Filter, inside: str) -> str:
    match found:
        case And(parts):
            text = " and ".join(_format(part, "and") for part in parts)
            return text if inside == "or" else f"({text})"
        case Or(parts):
            text = " or ".join(_format(part, "or") for part in parts)
            return text if inside == "or" and parts else f"({text})"
        case Not(part):
            return f"not {_format(part, 'not')}"
        case Compare():
            return _format_compare(found)


def _format_compare(found: Compare) -> str:
    plain = _PLAIN_FIELD.fullmatch(found.field) and found.field.lower() not in _WORDS
    name = found.field if plain else f"`{found.field}`"
    if found.op == "exists":
        return f"{name} {'exists' if found.value else 'is missing'}"
    if found.op in ("in", "nin"):
        return f"{name} {_SIGNS[found.op]} ({', '.join(map(_value_text, found.value))})"
    if found.op == "within_s":
        return f"{name} within {_age_text(found.value)}"
    return f"{name} {_SIGNS[found.op]} {_value_text(found.value)}"


def _age_text(age_s: float) -> str:
    """In the largest unit that it is a whole number of."""
    unit = next((unit for unit, size_s in _UNITS_S.items() if age_s % size_s == 0), "s")
    return f"{age_s / _UNITS_S[unit]:.15g}{unit}"


def _age_of(text: str) -> float | None:
    number, unit = text[:-1], text[-1:].lower()
    return float(number) * _UNITS_S[unit] if unit in _UNITS_S and _NUMBER.fullmatch(number) else None


def _value_text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


class _Token(NamedTuple):
    kind: str
    text: str


def parse_filter_text(text: str) -> Filter | None:
    """The filter of a text; None for an empty one. Raises InvalidInput."""
    reader = _Reader(list(_tokens(text.rstrip())))
    if reader.done:
        return None
    found = reader.either(0)
    if not reader.done:
        raise reader.unexpected("“and” or “or”")
    return found


def _tokens(text: str) -> Iterator[_Token]:
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise InvalidInput(f"“{text[at : at + 12].strip()}” cannot be read in a filter")
        at = match.end()
        double, single, field, sign, word = match.groups()
        if double is not None or single is not None:
            yield _Token("text", _unescaped(double if double is not None else single))
        elif field is not None:
            yield _Token("field", field)
        else:
            yield _Token("sign", sign) if sign is not None else _Token("word", word)


def _unescaped(text: str) -> str:
    try:
        found: str = json.loads('"' + re.sub(r'(?<!\\)"', r"\"", text.replace("\\'", "'")) + '"')
    except ValueError:
        return text
    return found


class _Reader:
    """Reads tokens from left to right, one method for each rule of the grammar."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._place = 0

    @property
    def done(self) -> bool:
        return self._place >= len(self._tokens)

    def unexpected(self, wanted: str) -> InvalidInput:
        if self.done:
            return InvalidInput(f"the filter ends where {wanted} should stand")
        return InvalidInput(f"“{self._tokens[self._place].text[:40]}” stands where {wanted} should")

    def either(self, depth: int) -> Filter:
        parts = [self._both(depth)]
        while self._take_word("or"):
            parts.append(self._both(depth))
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def _both(self, depth: int) -> Filter:
        parts = [self._single(depth)]
        while self._take_word("and"):
            parts.append(self._single(depth))
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def _single(self, depth: int) -> Filter:
        if depth > _MAX_DEPTH:
            raise InvalidInput(f"the filter is nested deeper than {_MAX_DEPTH}")
        if self._take_word("not"):
            return Not(self._single(depth + 1))
        if not self._take_sign("("):
            return self._comparison()
        inner: Filter = Or(()) if self._take_sign(")") else self.either(depth + 1)
        if inner != Or(()) and not self._take_sign(")"):
            raise self.unexpected("“)”")
        return inner

    def _comparison(self) -> Filter:
        if self.done or self._tokens[self._place].kind == "sign":
            raise self.unexpected("the name of a field")
        field = self._take().text
        if self._take_word("exists"):
            return Compare(field, "exists", True)
        if self._take_word("is", "missing"):
            return Compare(field, "exists", False)
        if self._take_word("not", "in"):
            return Compare(field, "nin", self._list())
        if self._take_word("is", "not"):
            return Compare(field, "ne", self._value())
        if self._take_word("within"):
            return Compare(field, "within_s", self._age())
        op = None if self.done else _OPS.get(self._tokens[self._place].text.lower())
        if op is None:
            raise self.unexpected("a comparison such as =, > or contains")
        self._place += 1
        if op == "in":
            return Compare(field, op, self._list())
        value = self._value()
        return Compare(field, op, str(value) if op in ("contains", "regex") else value)

    def _age(self) -> float:
        age_s = None if self.done else _age_of(self._tokens[self._place].text)
        if age_s is None:
            raise self.unexpected("a time such as 7d, 12h or 30m")
        self._place += 1
        return age_s

    def _list(self) -> list[Any]:
        if not self._take_sign("("):
            raise self.unexpected("a list in brackets")
        values: list[Any] = []
        while not self._take_sign(")"):
            values.append(self._value())
            if not self._take_sign(",") and (self.done or self._tokens[self._place].text != ")"):
                raise self.unexpected("“,” or “)”")
        return values

    def _value(self) -> Any:
        if self.done or self._tokens[self._place].kind == "sign":
            raise self.unexpected("a value")
        token = self._take()
        return _plain_value(token.text) if token.kind == "word" else token.text

    def _take(self) -> _Token:
        self._place += 1
        return self._tokens[self._place - 1]

    def _take_sign(self, sign: str) -> bool:
        found = not self.done and self._tokens[self._place] == _Token("sign", sign)
        self._place += found
        return found

    def _take_word(self, *words: str) -> bool:
        here = self._tokens[self._place : self._place + len(words)]
        found = [token.text.lower() for token in here if token.kind == "word"] == list(words)
        self._place += len(words) * found
        return found


def _plain_value(text: str) -> Any:
    words = {"true": True, "false": False, "null": None}
    if text in words:
        return words[text]
    if not _NUMBER.fullmatch(text):
        return text
    return int(text) if re.fullmatch(r"[+-]?\d+", text) else float(text)
