"""How deep JSON is, and how much of it is lists and objects: what is small on the wire may be gigabytes in memory. Pure."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from runlake.errors import InvalidInput, LimitExceeded

DEEPEST = 200
"""Levels: what has 255 cannot be written as JSON, and is held by others."""

MOST_CONTAINERS = 2_000_000
"""Lists and objects that are read at once: an empty list is three bytes of JSON, nearly none when packed, and 170 of memory."""

MOST_OF_BODY = 4_000_000
"""The same for bodies of up to 64 MiB, of which sensible ones may have more: an attribute of OTLP, 36 bytes, is two objects."""

_PIECE_BYTES = 256 * 1024


def is_deep(document: Any) -> bool:
    """Whether lists and objects are nested deeper than `DEEPEST`."""
    level = [document]
    for _ in range(DEEPEST):
        inner = (item.values() if isinstance(item, dict) else item for item in level)
        level = [item for items in inner for item in items if isinstance(item, list | dict)]
        if not level:
            return False
    return True


def check_json(what: str, value: Any) -> None:
    """Raise InvalidInput for a value that could be stored, but not be given back: nested too deep, or no Unicode."""
    if is_deep(value):
        raise InvalidInput(f"{what} is nested deeper than {DEEPEST} levels")
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise InvalidInput(f"{what} holds half of a surrogate pair: leave it out") from error


def brackets_in(text: bytes) -> int:
    """At most so many lists and objects are in a JSON text; brackets within its texts are counted too."""
    return text.count(b"[") + text.count(b"{")


def may_be_too_large(text: bytes, most: int = MOST_CONTAINERS) -> bool:
    """Whether a JSON text may have more lists and objects, or more than twice as many values in them."""
    return brackets_in(text) > most or text.count(b",") > 2 * most


def check_json_size(texts: Sequence[bytes], most: int = MOST_CONTAINERS) -> None:
    """Raise LimitExceeded when these JSON texts have more lists and objects together, or twice as many values in them."""
    if sum(map(brackets_in, texts)) <= most and sum(text.count(b",") for text in texts) <= 2 * most:
        return
    containers = values = 0
    for piece in (piece for text in texts for piece in _without_texts(text)):
        containers += brackets_in(piece)
        values += piece.count(b",")
    if containers > most or values > 2 * most:
        raise LimitExceeded(
            f"the request has {containers} lists and objects with {values} values: at most {most} with {2 * most} "
            "are taken at once, send fewer"
        )


def _without_texts(text: bytes) -> Iterator[bytes]:
    """JSON without what stands in quotes, piece by piece: to take it apart at once would take gigabytes itself."""
    quoted = text.replace(rb"\\", b"").replace(rb"\"", b"")
    inside = 0
    for start in range(0, len(quoted), _PIECE_BYTES):
        parts = quoted[start : start + _PIECE_BYTES].split(b'"')
        yield b"".join(parts[inside::2])
        inside = (inside + len(parts) - 1) % 2
