"""Filters → SQL over `run_fields`. Values and field paths are only ever bound parameters."""

from typing import Any

from runlake.errors import InvalidInput
from runlake.query.filters import TIME_FIELDS, And, Compare, Filter, Not, Or, as_micros

_RUNS_WHERE = """run_number IN (
    SELECT run_number FROM (
        SELECT run_number, argMax((toString(kind), number, text), version) AS latest FROM run_fields
        WHERE project_id = {{project_id:UInt32}} AND path = {{{path}:String}}
        GROUP BY run_number
    )
    WHERE latest.1 != 'removed' AND ({condition})
)"""

_NUMERIC = "latest.1 IN ('number', 'bool')"
_TEXT = "latest.1 = 'string'"
_RANGE = {"gt": ">", "ge": ">=", "lt": "<", "le": "<="}


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
    """A boolean over the column `run_number`; the parameter `project_id` is the caller's to bind."""
    match found:
        case And(parts):
            return "(" + " AND ".join(compile_filter(part, parameters) for part in parts) + ")" if parts else "1"
        case Or(parts):
            return "(" + " OR ".join(compile_filter(part, parameters) for part in parts) + ")" if parts else "0"
        case Not(part):
            return f"NOT ({compile_filter(part, parameters)})"
        case Compare(field, op, value):
            return _compile_comparison(field, op, value, parameters)


def _compile_comparison(field: str, op: str, value: Any, parameters: Parameters) -> str:
    if op in ("ne", "nin"):
        return f"NOT ({_compile_comparison(field, {'ne': 'eq', 'nin': 'in'}[op], value, parameters)})"
    if op == "exists" and not value:
        return f"NOT ({_compile_comparison(field, op, True, parameters)})"
    if field in TIME_FIELDS:
        value = [_as_time(item) for item in value] if op == "in" else _as_time(value)
    condition = _condition(op, value, parameters)
    return _RUNS_WHERE.format(path=parameters.add(field, "path"), condition=condition)


def _condition(op: str, value: Any, parameters: Parameters) -> str:
    match op:
        case "exists":
            return "1"
        case "in":
            return " OR ".join(_equals(item, parameters) for item in _grouped(value)) or "0"
        case "eq":
            return _equals([value], parameters)
        case "contains":
            name = parameters.add(value)
            return f"latest.1 IN ('string', 'json') AND positionUTF8(latest.3, {{{name}:String}}) > 0"
        case "regex":
            return f"{_TEXT} AND match(latest.3, {{{parameters.add(value)}:String}})"
        case "gt" | "ge" | "lt" | "le":
            return _in_range(_RANGE[op], value, parameters)
    raise InvalidInput(f"{op!r} is not an operator")


def _grouped(values: Any) -> list[list[Any]]:
    numbers = [value for value in values if isinstance(value, int | float)]
    texts = [value for value in values if isinstance(value, str)]
    nulls = [None] if any(value is None for value in values) else []
    return [group for group in (numbers, texts, nulls) if group]


def _equals(values: list[Any], parameters: Parameters) -> str:
    """Equality with one of several values of one type."""
    first = values[0]
    if first is None:
        return "latest.1 = 'null'"
    if isinstance(first, str):
        name = parameters.add(values)
        return f"(latest.1 IN ('string', 'json') AND latest.3 IN {{{name}:Array(String)}})"
    name = parameters.add([float(value) for value in values])
    return f"({_NUMERIC} AND latest.2 IN {{{name}:Array(Float64)}})"


def _in_range(operator: str, value: Any, parameters: Parameters) -> str:
    if value is None:
        return "0"
    if isinstance(value, str):
        return f"{_TEXT} AND latest.3 {operator} {{{parameters.add(value)}:String}}"
    return f"{_NUMERIC} AND latest.2 {operator} {{{parameters.add(float(value))}:Float64}}"


def _as_time(value: object) -> object:
    if not isinstance(value, str):
        return value
    micros = as_micros(value)
    return value if micros is None else micros
