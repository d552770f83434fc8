"""Filters over spans → SQL over the columns of `spans`. Values and attribute names are only ever bound parameters."""

from collections.abc import Callable
from typing import Any

from runlake.errors import InvalidInput
from runlake.products.traces.among import Answered, compile_answered
from runlake.products.traces.understanding import TEXTS
from runlake.query import And, Compare, Filter, Not, Or, Parameters, as_float

_TEXTS = frozenset(
    [
        *TEXTS,
        "trace_id",
        "span_id",
        "parent_id",
        "input_preview",
        "output_preview",
        "run",
        "run_project",
    ]
)
_NUMBERS = {
    "duration_ms": "(duration_ns / 1e6)",
    "input_tokens": "input_tokens",
    "output_tokens": "output_tokens",
    "total_tokens": "(input_tokens + output_tokens)",
    "cost": "cost",
    "run_step": "run_step",
}
_LISTS = frozenset({"tags", "refs"})
_ATTRIBUTE = "attributes."
_SCORE = "scores."
_OF_TRACE = "trace."
_SAID = "arrayConcat(score_names, arrayMap((name, label) -> concat(name, ': ', label), score_names, score_labels))"
"""The scores of a span in words: each by its name, and by its name with its label."""
_ANY_SPAN = """trace_id IN (
  SELECT trace_id FROM spans
  WHERE project_id = {{project_id:UInt32}} AND hour BETWEEN {{first_hour:UInt32}} - 1 AND {{last_hour:UInt32}} AND {found})"""
_OPPOSITE = {"ne": "eq", "nin": "in"}
_RANGE = {"gt": ">", "ge": ">=", "lt": "<", "le": "<="}


def compile_span_filter(found: Filter, parameters: Parameters) -> str:
    """A boolean over a row of `spans`. The filter has passed `check_filter`. Raises InvalidInput for unknown fields."""
    match found:
        case And(parts):
            return _joined(" AND ", parts, parameters) or "1"
        case Or(parts):
            return _joined(" OR ", parts, parameters) or "0"
        case Answered():
            return compile_answered(found, parameters)
        case Not(part):
            return f"NOT ({compile_span_filter(part, parameters)})"
        case Compare(field, op, value) if op in _OPPOSITE:
            return f"NOT ({compile_span_filter(Compare(field, _OPPOSITE[op], value), parameters)})"
        case Compare(field, "exists", False):
            return f"NOT ({compile_span_filter(Compare(field, 'exists', True), parameters)})"
        case Compare(field, op, value):
            return _comparison(field, op, value, parameters)


def _joined(word: str, parts: tuple[Filter, ...], parameters: Parameters) -> str:
    compiled = word.join(compile_span_filter(part, parameters) for part in parts)
    return f"({compiled})" if compiled else ""


def _comparison(field: str, op: str, value: Any, parameters: Parameters) -> str:
    if field in _NUMBERS:
        return _number(_NUMBERS[field], field, op, value, parameters)
    if field in _TEXTS:
        return _text(field, f"{field} != ''", op, value, parameters)
    if field in _LISTS:
        return _items(field, op, value, parameters)
    if field == "scores":
        return f"(notEmpty(score_names) AND {_items(_SAID, op, value, parameters)})"
    if field.startswith(_SCORE) and field != _SCORE:
        return _score(field.removeprefix(_SCORE), op, value, parameters)
    if field.startswith((f"{_OF_TRACE}scores", f"{_OF_TRACE}{_SCORE}")):
        return _ANY_SPAN.format(found=_comparison(field.removeprefix(_OF_TRACE), op, value, parameters))
    if field.startswith(_ATTRIBUTE) and field != _ATTRIBUTE:
        name = parameters.add(field.removeprefix(_ATTRIBUTE), "attribute")
        cell, there = f"attributes[{{{name}:String}}]", f"mapContains(attributes, {{{name}:String}})"
        if op in _RANGE:
            return f"({there} AND {_number(f'toFloat64OrNull({cell})', field, op, value, parameters)})"
        return f"({there} AND {_text(cell, there, op, value, parameters)})"
    raise InvalidInput(
        f"spans have no field {field[:100]!r}: use {', '.join(sorted(_TEXTS | _NUMBERS.keys()))}, tags, refs, "
        "scores, scores.<name>, judgements, judgements.<name>, the same after trace., or attributes.<name>"
    )


def _text(column: str, exists: str, op: str, value: Any, parameters: Parameters) -> str:
    match op:
        case "exists":
            return exists
        case "eq":
            return f"{column} = {_bound(_as_text(value), 'String', parameters)}"
        case "in":
            return f"{column} IN {_bound([_as_text(item) for item in value], 'Array(String)', parameters)}"
        case "contains":
            return f"positionCaseInsensitiveUTF8({column}, {_bound(value, 'String', parameters)}) > 0"
        case "regex":
            return f"match({column}, {_bound(value, 'String', parameters)})"
    return f"{column} {_RANGE[op]} {_bound(_as_text(value), 'String', parameters)}"


def _number(column: str, field: str, op: str, value: Any, parameters: Parameters) -> str:
    bound: Callable[[Any], str] = lambda item: _bound(_as_number(field, item), "Float64", parameters)  # noqa: E731
    match op:
        case "exists":
            return f"{column} != 0"
        case "eq":
            return f"{column} = {bound(value)}"
        case "in":
            return "(" + " OR ".join(f"{column} = {bound(item)}" for item in value) + ")" if value else "0"
    if op not in _RANGE:
        raise InvalidInput(f"{field} is a number: {op} does not apply to it")
    return f"ifNull({column} {_RANGE[op]} {bound(value)}, 0)"


def _items(column: str, op: str, value: Any, parameters: Parameters) -> str:
    match op:
        case "exists":
            return f"notEmpty({column})"
        case "eq":
            return f"has({column}, {_bound(_as_text(value), 'String', parameters)})"
        case "in":
            return f"hasAny({column}, {_bound([_as_text(item) for item in value], 'Array(String)', parameters)})"
        case "contains":
            needle = _bound(value, "String", parameters)
            return f"arrayExists(item -> positionCaseInsensitiveUTF8(item, {needle}) > 0, {column})"
    return f"arrayExists(item -> match(item, {_bound(value, 'String', parameters)}), {column})"


def _score(name: str, op: str, value: Any, parameters: Parameters) -> str:
    """One score by its name: compared as a number when a number is asked for, else by its label."""
    bound = _bound(name, "String", parameters)
    has_name = f"has(score_names, {bound})"
    if op == "exists":
        return has_name
    as_numbers = op in _RANGE or (isinstance(value, int | float) and not isinstance(value, bool))
    fits = (
        _number("toFloat64OrNull(value)", f"scores.{name}", op, value, parameters)
        if as_numbers
        else _text("label", "label != ''", op, value, parameters)
    )
    named = f"(name, value, label) -> name = {bound} AND ifNull({fits}, 0)"
    return f"({has_name} AND arrayExists({named}, score_names, score_values, score_labels))"


def _bound(value: object, kind: str, parameters: Parameters) -> str:
    return f"{{{parameters.add(value, 'value')}:{kind}}}"


def _as_text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _as_number(field: str, value: Any) -> float:
    if not isinstance(value, int | float):
        raise InvalidInput(f"{field} is compared with numbers, not with {str(value)[:100]!r}")
    return as_float(value)
