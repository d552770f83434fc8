"""OTLP's typed values → JSON values, of protobuf messages and of their JSON form. Pure."""

import base64
import math
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from opentelemetry.proto.common.v1.common_pb2 import AnyValue, KeyValue

_DEEPEST = 32
_AS_THEY_ARE = frozenset({"string_value", "int_value", "bool_value"})


class TooDeep(ValueError):
    """A value is nested deeper than anybody could mean."""


def attributes_of(pairs: "Iterable[KeyValue]") -> dict[str, Any]:
    """Attributes of a message; of a name that comes twice the last value counts. Raises TooDeep."""
    found: dict[str, Any] = {}
    for pair in pairs:
        value = pair.value
        # Of the kinds one is set, the others are empty: to ask for a text or a number takes half of the time of `value_of`.
        found[pair.key] = value.string_value or value.int_value or value_of(value)
    return found


def value_of(value: "AnyValue", depth: int = 0) -> Any:
    """One value; bytes become base64 text, NaN and the infinities their names. Raises TooDeep."""
    kind = value.WhichOneof("value")
    return getattr(value, kind) if kind in _AS_THEY_ARE else _translated(value, kind, depth)


def _translated(value: "AnyValue", kind: str | None, depth: int) -> Any:
    if depth >= _DEEPEST:
        raise TooDeep(f"a value is nested deeper than {_DEEPEST}")
    match kind:
        case "double_value":
            return _json_number(value.double_value)
        case "array_value":
            return [value_of(item, depth + 1) for item in value.array_value.values]
        case "kvlist_value":
            return {pair.key: value_of(pair.value, depth + 1) for pair in value.kvlist_value.values}
        case "bytes_value":
            return base64.b64encode(value.bytes_value).decode()
    return None


def json_attributes(pairs: Any) -> dict[str, Any]:
    """Attributes in OTLP's JSON form. What is no attribute is left out. Raises TooDeep."""
    if not isinstance(pairs, list):
        return {}
    return {
        pair["key"]: json_value(pair.get("value"))
        for pair in pairs
        if isinstance(pair, dict) and isinstance(pair.get("key"), str)
    }


def json_value(value: Any, depth: int = 0) -> Any:
    """One value of the JSON form. Integers may be texts; NaN and the infinities are, and stay it. Raises TooDeep."""
    if depth > _DEEPEST:
        raise TooDeep(f"a value is nested deeper than {_DEEPEST}")
    if not isinstance(value, dict):
        return None
    for name, given in value.items():
        match name:
            case "stringValue" | "boolValue" | "bytesValue" | "string_value" | "bool_value" | "bytes_value":
                return given if isinstance(given, str | bool) else None
            case "intValue" | "int_value":
                return as_int(given)
            case "doubleValue" | "double_value":
                number = as_double(given)
                return None if number is None else _json_number(number)
            case "arrayValue" | "array_value":
                items = given.get("values") if isinstance(given, dict) else None
                return [json_value(item, depth + 1) for item in items] if isinstance(items, list) else []
            case "kvlistValue" | "kvlist_value":
                pairs = given.get("values") if isinstance(given, dict) else None
                return _json_object(pairs, depth) if isinstance(pairs, list) else {}
    return None


def as_int(value: Any) -> int:
    """A 64-bit integer, from a number or a decimal text; 0 for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return 0
    try:
        number = int(value)
    except (ValueError, OverflowError):
        return 0
    return number if -(2**63) <= number < 2**64 else 0


def as_double(value: Any) -> float | None:
    """A floating-point number, from a number or a text ("NaN" and "Infinity" too); None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        return float(value)
    except (ValueError, OverflowError):
        return None


def _json_number(number: float) -> float | str:
    """JSON has no NaN and no infinities: they are kept by their names. Source: ProtoJSON, "double"."""
    if math.isfinite(number):
        return number
    return "NaN" if math.isnan(number) else "Infinity" if number > 0 else "-Infinity"


def _json_object(pairs: list[Any], depth: int) -> dict[str, Any]:
    return {
        pair["key"]: json_value(pair.get("value"), depth + 1)
        for pair in pairs
        if isinstance(pair, dict) and isinstance(pair.get("key"), str)
    }
