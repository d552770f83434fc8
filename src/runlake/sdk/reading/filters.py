"""`"config.lr > 0.01 and state == 'finished'"` → the filter that the server takes. Pure: nothing is evaluated.

The text is a Python expression of comparisons. A field is written as attributes, or as `summary["val/loss"]` when its
name has other characters.
"""

import ast
from collections.abc import Iterable, Mapping
from typing import Any

from runlake.errors import UsageError

_COMPARISONS: dict[type[ast.cmpop], str] = {
    ast.Eq: "eq",
    ast.NotEq: "ne",
    ast.Gt: "gt",
    ast.GtE: "ge",
    ast.Lt: "lt",
    ast.LtE: "le",
    ast.In: "in",
    ast.NotIn: "nin",
}
_TURNED = {"eq": "eq", "ne": "ne", "gt": "lt", "ge": "le", "lt": "gt", "le": "ge"}
_CALLS = ("contains", "regex", "exists", "within_s")

FilterLike = str | Mapping[str, Any] | None
OrderLike = str | Iterable[str] | None


def filter_document(given: FilterLike) -> dict[str, Any] | None:
    """The filter as the native API takes it; a mapping is that already. Raises UsageError for what is no comparison."""
    if given is None or isinstance(given, Mapping):
        return None if given is None else dict(given)
    if not isinstance(given, str):
        raise UsageError(f"a filter is a text or a mapping, not {type(given).__name__}")
    try:
        return _condition(ast.parse(given.strip(), mode="eval").body)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise UsageError(f"the filter {given!r:.200} cannot be read: {error}") from None


def sort_document(order: OrderLike) -> list[dict[str, Any]]:
    """`"-summary.loss"`, or several such texts, as the native API takes them; a minus is for the greatest first."""
    fields = [order] if isinstance(order, str) else list(order or ())
    return [{"field": field.lstrip("+-"), "descending": field.startswith("-")} for field in fields]


def _condition(node: ast.expr) -> dict[str, Any]:
    match node:
        case ast.BoolOp(op=op, values=values):
            return {"and" if isinstance(op, ast.And) else "or": [_condition(value) for value in values]}
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return {"not": _condition(operand)}
        case ast.Compare(left=left, ops=ops, comparators=comparators):
            sides = [left, *comparators]
            parts = [_comparison(*each) for each in zip(sides, ops, comparators, strict=False)]
            return parts[0] if len(parts) == 1 else {"and": parts}
        case ast.Call(func=ast.Attribute(value=field, attr=op), args=arguments) if op in _CALLS:
            return {"field": _field(field), "op": op, "value": _value(arguments[0]) if arguments else True}
    raise UsageError(f"{ast.unparse(node)!r:.100} is no comparison: write field == value, and / or / not between them")


def _comparison(left: ast.expr, kind: ast.cmpop, right: ast.expr) -> dict[str, Any]:
    op = _COMPARISONS.get(type(kind))
    if op is None:
        raise UsageError(f"`{ast.unparse(left)} is …` is no comparison of a filter: use == or !=")
    if not _is_value(left):
        if _is_value(right) and _value(right) is None and op in ("eq", "ne"):
            return {"field": _field(left), "op": "exists", "value": op == "ne"}
        return {"field": _field(left), "op": op, "value": _value(right)}
    if op in ("in", "nin"):  # "baseline" in tags, "abc" in notes
        found = {"field": _field(right), "op": "contains", "value": _value(left)}
        if found["field"] == "tags":
            found["op"] = "eq"
        return found if op == "in" else {"not": found}
    return {"field": _field(right), "op": _TURNED[op], "value": _value(left)}


def _field(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=above, attr=name):
            return f"{_field(above)}.{name}"
        case ast.Subscript(value=above, slice=ast.Constant(value=str(name))):
            return f"{_field(above)}.{name}"
    raise UsageError(f"{ast.unparse(node)!r:.100} names no field: write config.lr or summary['val/loss']")


def _is_value(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant | ast.List | ast.Tuple | ast.Set | ast.UnaryOp)


def _value(node: ast.expr) -> Any:
    try:
        value = ast.literal_eval(node)
    except ValueError:
        raise UsageError(
            f"{ast.unparse(node)!r:.100} is no value: write a number, a text in quotes, or a list"
        ) from None
    return list(value) if isinstance(value, tuple | set) else value
