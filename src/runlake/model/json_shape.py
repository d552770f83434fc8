"""How deep JSON is, and how much of it is lists and objects: what is small on the wire may be gigabytes in memory. Pure."""

import json
import re
from collections.abc import Sequence
from typing import Any

from runlake.errors import InvalidInput, LimitExceeded

DEEPEST = 200
"""Levels: what has 255 cannot be written as JSON, and is held by others."""

MOST_CONTAINERS = 1_000_000
"""Lists and objects that are read at once: an empty list is three bytes of JSON, nearly none when packed, and 170 of memory."""

# A text that does not end goes to the end of all: looked for again from each quote in it, it would take minutes.
_TEXT = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)', re.DOTALL)


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


def check_containers(texts: Sequence[bytes], most: int = MOST_CONTAINERS) -> None:
    """Raise LimitExceeded when these JSON texts have more lists and objects together."""
    if sum(map(brackets_in, texts)) <= most:
        return
    count = sum(brackets_in(_TEXT.sub(b"", text)) for text in texts)
    if count > most:
        raise LimitExceeded(f"the request has {count} lists and objects: at most {most} are taken at once, send fewer")
