"""Filters → SQL over `run_fields`. Values and field paths are only ever bound parameters.

Every comparison is a set of run numbers that one path's rows give: one contiguous read. FINAL is cheap there, since the
rows are read in the order of their key; it is about four times as fast as taking the row of the highest version by hand.
"""

from collections.abc import Iterable
from typing import Any

from runlake.errors import InvalidInput
from runlake.query.filters import TAGS, And, Compare, Filter, Not, Or
from runlake.query.values import TIME_FIELDS, as_float, as_micros

_RUNS_WHERE = """run_number IN (
    SELECT run_number FROM run_fields FINAL
    WHERE project_id = {{project_id:UInt32}} AND path = {{{path}:String}} AND kind != 'removed' AND ({condition})
)"""
_RUNS_WITH_TAG_WHERE = """run_number IN (
    SELECT run_number FROM run_fields FINAL
    WHERE project_id = {{project_id:UInt32}} AND startsWith(path, 'tag:') AND kind != 'removed' AND ({condition})
)"""

_NUMERIC = "kind IN ('number', 'bool')"
_RANGE = {"gt": ">", "ge": ">=", "lt": "<", "le": "<="}
_OPPOSITE = {"ne": "eq", "nin": "in"}


class Parameters:
    """Bound parameters that are given names as they come."""

    def __init__(self) -> None:
        self.values: dict[str, object] = {}

    def add(self, value: object, prefix: str = "f") -> str:
        """Bind a value; returns its name."""
        name = f"{prefix}_{len(self.values)}"
        self.values[name] = value
        return name


def compile_filter(found: Filter, parameters: Parameters) -> str:
    """A boolean over the column `run_number`; the parameter `project_id` is the caller's to bind.

    The filter has passed `check_filter`. Raises InvalidInput when a time field is compared with what is no time.
    """
    match found:
        case And(parts):
            return _joined(" AND ", parts, parameters) or "1"
        case Or(parts):
            return _joined(" OR ", _gathered(parts), parameters) or "0"
        case Not(part):
            return f"NOT ({compile_filter(part, parameters)})"
        case Compare(field, op, value) if op in _OPPOSITE:
            return f"NOT ({compile_filter(Compare(field, _OPPOSITE[op], value), parameters)})"
        case Compare(field, "exists", False):
            return f"NOT ({compile_filter(Compare(field, 'exists', True), parameters)})"
        case Compare(field, op, value):
            return (_compile_tags if field == TAGS else _compile_field)(field, op, value, parameters)


def _joined(word: str, parts: Iterable[Filter], parameters: Parameters) -> str:
    compiled = word.join(compile_filter(part, parameters) for part in parts)
    return f"({compiled})" if compiled else ""


def _gathered(parts: Iterable[Filter]) -> list[Filter]:
    """Equalities of one field become one `in`: a selection of many runs by name is then one read."""
    equal: dict[str, list[Any]] = {}
    others: list[Filter] = []
    for part in parts:
        match part:
            case Compare(field, "eq", value):
                equal.setdefault(field, []).append(value)
            case Compare(field, "in", values):
                equal.setdefault(field, []).extend(values)
            case _:
                others.append(part)
    return [*(Compare(field, "in", values) for field, values in equal.items()), *others]


def _compile_field(field: str, op: str, value: Any, parameters: Parameters) -> str:
    if field in TIME_FIELDS and op != "within_s":
        value = [as_micros(field, item) for item in value] if op == "in" else as_micros(field, value)
    path = parameters.add(field, "path")
    return _RUNS_WHERE.format(path=path, condition=_condition(op, value, parameters))


def _condition(op: str, value: Any, parameters: Parameters) -> str:
    match op:
        case "exists":
            return "1"
        case "eq":
            return _is_any([value], parameters)
        case "in":
            return _is_any(value, parameters)
        case "contains":
            return f"kind IN ('string', 'json') AND position(text, {_bound(value, 'String', parameters)}) > 0"
        case "regex":
            return f"kind = 'string' AND match(text, {_bound(value, 'String', parameters)})"
        case "within_s":
            age_us = _bound(as_float(value) * 1e6, "Float64", parameters)
            return f"{_NUMERIC} AND number >= toUnixTimestamp64Micro(now64(6)) - {age_us}"
        case _ if op in _RANGE:
            return _is_beyond(_RANGE[op], value, parameters)
    raise InvalidInput(f"{op!r} is not an operator")


def _is_any(values: Iterable[Any], parameters: Parameters) -> str:
    """Equality with one of the values; each is compared with what has its type."""
    listed = list(values)
    texts = [value for value in listed if isinstance(value, str)]
    numbers = [as_float(value) for value in listed if isinstance(value, int | float)]
    conditions = []
    if texts:
        conditions.append(f"kind IN ('string', 'json') AND text IN {_bound(texts, 'Array(String)', parameters)}")
    if numbers:
        conditions.append(f"{_NUMERIC} AND number IN {_bound(numbers, 'Array(Float64)', parameters)}")
    if any(value is None for value in listed):
        conditions.append("kind = 'null'")
    return " OR ".join(f"({condition})" for condition in conditions) or "0"


def _is_beyond(operator: str, value: Any, parameters: Parameters) -> str:
    if value is None:
        return "0"
    if isinstance(value, str):
        return f"kind = 'string' AND text {operator} {_bound(value, 'String', parameters)}"
    return f"{_NUMERIC} AND number {operator} {_bound(as_float(value), 'Float64', parameters)}"


def _compile_tags(field: str, op: str, value: Any, parameters: Parameters) -> str:
    """Each tag is a path of its own; "no tags" is null, or the empty list as JSON text has it."""
    if op == "exists":
        return _RUNS_WITH_TAG_WHERE.format(condition="1")
    if op in ("contains", "regex"):
        test = "position({tag}, {value}) > 0" if op == "contains" else "match({tag}, {value})"
        bound = _bound(value, "String", parameters)
        return _RUNS_WITH_TAG_WHERE.format(condition=test.format(tag="substring(path, 5)", value=bound))
    wanted = [value] if op == "eq" else list(value)
    paths = [f"tag:{tag}" for tag in wanted if isinstance(tag, str) and tag != "[]"]
    found = _RUNS_WITH_TAG_WHERE.format(condition=f"path IN {_bound(paths, 'Array(String)', parameters)}")
    if None in wanted or "[]" in wanted:
        return f"({found} OR NOT ({_RUNS_WITH_TAG_WHERE.format(condition='1')}))"
    return found


def _bound(value: object, kind: str, parameters: Parameters) -> str:
    return f"{{{parameters.add(value)}:{kind}}}"
