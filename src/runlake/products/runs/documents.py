"""Config and summary documents as clients write them. Pure."""

import json
import math
from typing import Any

import orjson

from runlake.query import as_float

_CLIENTS_OWN = ("_wandb", "wandb_version")
_MAX_DEPTH = 100
_EXACT_INTEGERS = 2**63


def parse_document(text: str) -> dict[str, Any]:
    """A JSON object; bare NaN tokens are read as numbers. Anything else is an empty object."""
    try:
        found = loads(text or "{}")
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def unwrapped_config(config_json: str) -> dict[str, Any]:
    """The user's config: `{"lr": {"value": 0.1}}` → `{"lr": 0.1}`, without the client's own keys."""
    return {
        key: wrapper["value"] if isinstance(wrapper, dict) and "value" in wrapper else wrapper
        for key, wrapper in parse_document(config_json).items()
        if key not in _CLIENTS_OWN
    }


def user_summary(summary_json: str) -> dict[str, Any]:
    """The summary without the client's own keys."""
    return {key: value for key, value in parse_document(summary_json).items() if key not in _CLIENTS_OWN}


def loads(text: str) -> Any:
    """A JSON value; also with the bare NaN and Infinity tokens that clients write. Raises ValueError."""
    try:
        return orjson.loads(text)
    except ValueError:
        return json.loads(text)


def json_safe(value: Any, depth: int = _MAX_DEPTH) -> Any:
    """The value as every JSON reader takes it.

    Numbers that are not finite become the texts NaN, Infinity and -Infinity, integers of more than 64 bits become
    floats, half surrogate pairs a question mark; what is nested too deep is left out.
    """
    match value:
        case str():
            return value if value.isascii() else value.encode("utf-8", "replace").decode()
        case bool() | None:
            return value
        case int():
            return value if -_EXACT_INTEGERS <= value < _EXACT_INTEGERS else json_safe(as_float(value))
        case float():
            return value if math.isfinite(value) else _name_of(value)
        case dict():
            return {json_safe(key): json_safe(inner, depth - 1) for key, inner in value.items()} if depth else {}
        case list():
            return [json_safe(inner, depth - 1) for inner in value] if depth else []
    return str(value)


def _name_of(value: float) -> str:
    if math.isnan(value):
        return "NaN"
    return "Infinity" if value > 0 else "-Infinity"
