"""Inputs and outputs as JSON that may be kept: secrets left out, sizes bounded. Never raises, whatever the values do."""

import dataclasses
import math
import re
from collections.abc import Collection, Mapping
from typing import Any

HIDDEN = "[hidden]"
LONGEST_TEXT = 1_000_000
MOST_ITEMS = 10_000
_MAX_DEPTH = 24
_MOST_NUMBERS = 1000
_SECRET = re.compile(
    r"(^|[_\-.])(api[_\-.]?key|secret|passw(or)?d|access[_\-.]?token|auth[_\-.]?token|authorization|private[_\-.]?key|credentials?)$",
    re.IGNORECASE,
)
_INT64 = 2**63


def captured(value: Any, hide: Collection[str] = (), depth: int = _MAX_DEPTH) -> Any:
    """The value as JSON. Members named like secrets, or in `hide`, are hidden; texts are cut at a million characters."""
    kind = type(value)
    if kind is str:
        return _text(value)
    if value is None or kind is bool:
        return value
    if kind is int:
        return value if -_INT64 <= value < _INT64 else str(value)
    if kind is float:
        return value if math.isfinite(value) else str(value)
    if depth <= 0:
        return "…"
    try:
        return _of_object(value, hide, depth)
    except Exception as error:  # noqa: BLE001 - the border to the user's program
        return f"<{kind.__name__} that cannot be shown: {type(error).__name__}>"


def _text(text: str) -> str:
    if not text.isascii():
        text = text.encode("utf-8", "replace").decode()
    if len(text) <= LONGEST_TEXT:
        return text
    return f"{text[:LONGEST_TEXT]}… ({len(text) - LONGEST_TEXT:,} more characters)"


def _of_object(value: Any, hide: Collection[str], depth: int) -> Any:
    if isinstance(value, Mapping):
        return _mapping(value, hide, depth)
    if isinstance(value, list | tuple | set | frozenset):
        return _items(value, hide, depth)
    if isinstance(value, str | int | float):  # enumerations, numbers of numpy
        plain = str.__str__(value) if isinstance(value, str) else value.real
        return captured(plain, hide, depth - 1) if type(plain) in (str, int, float, bool) else repr(value)
    if isinstance(value, bytes | bytearray | memoryview):
        return f"<{len(value):,} bytes>"
    if isinstance(value, type) or callable(getattr(value, "__get__", None)):
        return f"{value.__module__}.{value.__qualname__}" if hasattr(value, "__qualname__") else repr(value)
    return _by_its_own_words(value, hide, depth)


def _mapping(value: Mapping[Any, Any], hide: Collection[str], depth: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, member in value.items():
        if len(found) >= MOST_ITEMS:
            found["…"] = f"{len(value) - MOST_ITEMS:,} more"
            break
        name = key if type(key) is str and key.isascii() else _text(str(key))
        found[name] = HIDDEN if name in hide or _SECRET.search(name) else captured(member, hide, depth - 1)
    return found


def _items(value: Collection[Any], hide: Collection[str], depth: int) -> list[Any]:
    found: list[Any] = []
    for item in value:
        if len(found) >= MOST_ITEMS:
            found.append(f"… {len(value) - MOST_ITEMS:,} more")
            break
        found.append(captured(item, hide, depth - 1))
    return found


def _by_its_own_words(value: Any, hide: Collection[str], depth: int) -> Any:
    """Dataclasses, models of pydantic, arrays and data frames; of others what they print as."""
    if dataclasses.is_dataclass(value):
        members = {each.name: getattr(value, each.name) for each in dataclasses.fields(value) if each.repr}
        return _mapping(members, hide, depth)
    dump = getattr(value, "model_dump", None)
    if callable(dump):
        return captured(dump(), hide, depth - 1)
    shape = getattr(value, "shape", None)
    if shape is not None and callable(getattr(value, "tolist", None)):
        if math.prod(shape) <= _MOST_NUMBERS:
            return captured(value.tolist(), hide, depth - 1)
        return f"<{type(value).__name__} of shape {tuple(shape)}, {getattr(value, 'dtype', '')}>"
    record = getattr(value, "record", None)
    if callable(record) and callable(getattr(value, "files", None)):  # our own media: facts without the bytes
        return captured(record(), hide, depth - 1)
    return _text(repr(value))
