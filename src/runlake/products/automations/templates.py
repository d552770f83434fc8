"""Payloads with `${variables}`. Pure.

Variables are filled into the texts of a JSON document after it was taken apart, so no value can break out of its text.
Source of the syntax and of the names: wandb's documentation of automations, "webhook payload variables".
"""

import re
from collections.abc import Mapping
from typing import Any

import orjson

from runlake.errors import InvalidInput

MAX_PAYLOAD_BYTES = 64 * 1024
MAX_TEXT_BYTES = 256 * 1024
"""After filling in: a payload may name a long text many times."""

_VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_.\-/ ]{0,199})\}")
_MAX_DEPTH = 32


def parse_payload(text: str | None) -> Any:
    """A payload from JSON text; None for none. Raises InvalidInput."""
    if text is None or not text.strip():
        return None
    if len(text.encode(errors="replace")) > MAX_PAYLOAD_BYTES:
        raise InvalidInput(f"a payload may have at most {MAX_PAYLOAD_BYTES} bytes")
    try:
        payload = orjson.loads(text)
    except ValueError as error:
        raise InvalidInput(f"the payload is not JSON: {error}") from error
    check_payload(payload)
    return payload


def check_payload(payload: Any) -> None:
    """Raise InvalidInput when a payload is too deep or too long."""
    _check_depth(payload, _MAX_DEPTH)
    try:
        size_bytes = len(orjson.dumps(payload))
    except (TypeError, ValueError) as error:
        raise InvalidInput(f"the payload cannot be written as JSON: {error}") from error
    if size_bytes > MAX_PAYLOAD_BYTES:
        raise InvalidInput(f"a payload may have at most {MAX_PAYLOAD_BYTES} bytes, not {size_bytes}")


def fill(payload: Any, values: Mapping[str, Any]) -> Any:
    """The payload with its variables replaced; one that nobody knows stays as it is. Raises InvalidInput past the limit."""
    filled = _fill(payload, values)
    if len(orjson.dumps(filled)) > MAX_TEXT_BYTES:
        raise InvalidInput(f"the payload has more than {MAX_TEXT_BYTES} bytes once its variables are filled in")
    return filled


def fill_text(text: str, values: Mapping[str, Any]) -> str:
    """The same for one text."""
    return _VARIABLE.sub(lambda found: _shown(found, values), text)


def _fill(payload: Any, values: Mapping[str, Any]) -> Any:
    if isinstance(payload, str):
        return fill_text(payload, values)
    if isinstance(payload, list):
        return [_fill(item, values) for item in payload]
    if isinstance(payload, dict):
        return {fill_text(key, values): _fill(item, values) for key, item in payload.items()}
    return payload


def _shown(found: re.Match[str], values: Mapping[str, Any]) -> str:
    name = found.group(1)
    if name not in values:
        return found.group(0)
    value = values[name]
    if isinstance(value, str):
        return value
    return "" if value is None else orjson.dumps(value).decode()


def _check_depth(payload: Any, depth: int) -> None:
    if depth <= 0:
        raise InvalidInput(f"a payload may be nested at most {_MAX_DEPTH} deep")
    for item in payload.values() if isinstance(payload, dict) else payload if isinstance(payload, list) else ():
        _check_depth(item, depth - 1)
