"""Large payloads without what others hold too: messages and long texts are named by their digests. Pure.

An agent sends the whole conversation with every request: of 200 turns the first message comes 200 times. `Folder` puts
members of lists and long texts aside and leaves `{"$content": digest}` in their places; `unfold` puts them back. JSON in
texts, which is how most conventions send messages, is taken apart too when it can be written again to the last byte.
"""

import base64
import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

import orjson

from runlake.errors import StoreError
from runlake.products.traces.mapping.values import parsed

LARGE_BYTES = 8 * 1024
"""Payloads below this are kept as they are: looking into them costs more than they take."""

_WORTH_BYTES = 256
_DEEPEST = 16
_CONTENT, _JSON, _PLAIN = "$content", "$json", "$plain"
_RESERVED = frozenset({_CONTENT, _JSON, _PLAIN})
_OPTIONS = orjson.OPT_NON_STR_KEYS | orjson.OPT_SERIALIZE_NUMPY

_WRITERS: tuple[Callable[[Any], str], ...] = (
    json.dumps,
    lambda value: json.dumps(value, ensure_ascii=False),
    lambda value: json.dumps(value, separators=(",", ":")),
    lambda value: json.dumps(value, separators=(",", ":"), ensure_ascii=False),
)
"""How clients write JSON; the number of a writer is stored, so the order stays."""


class Folder:
    """Folds the values of one payload; `contents` is what was put aside, JSON texts by digest."""

    def __init__(self) -> None:
        self.contents: dict[str, str] = {}

    def fold(self, value: Any, depth: int = 0) -> Any:
        """The value with references in the places of what was put aside."""
        match value:
            case str():
                return self._text(value, depth) if len(value) >= _WORTH_BYTES else value
            case dict() if depth < _DEEPEST:
                folded = {name: self.fold(member, depth + 1) for name, member in value.items()}
                return {_PLAIN: folded} if not _RESERVED.isdisjoint(value) else folded
            case list() if depth < _DEEPEST:
                return [self._item(item, depth + 1) for item in value]
            case dict() | list():
                return self._put(_text_of(value))
        return value

    def _item(self, item: Any, depth: int) -> Any:
        if isinstance(item, dict | list):
            text = _text_of(item)
            if len(text) >= _WORTH_BYTES:
                return self._put(text)
        return self.fold(item, depth)

    def _text(self, text: str, depth: int) -> Any:
        if text[0] in "[{":
            found = _written_by(text)
            if found is not None:
                writer, value = found
                return {_JSON: writer, "value": self.fold(value, depth + 1)}
        return self._put(_text_of(text))

    def _put(self, text: str) -> dict[str, str]:
        digest = hashlib.blake2b(text.encode(), digest_size=16).digest()
        name = base64.b64encode(digest).decode().rstrip("=")
        self.contents[name] = text
        return {_CONTENT: name}


def unfold(value: Any, contents: Mapping[str, str]) -> Any:
    """What was folded, as it was. Raises StoreError when a content is missing."""
    if isinstance(value, list):
        return [unfold(item, contents) for item in value]
    if not isinstance(value, dict):
        return value
    if _CONTENT in value:
        text = contents.get(value[_CONTENT])
        if text is None:
            raise StoreError("a part of this span's payload is missing in the columnar store")
        return orjson.loads(text)
    if _JSON in value:
        return _WRITERS[value[_JSON]](unfold(value["value"], contents))
    members = value.get(_PLAIN, value)
    return {name: unfold(member, contents) for name, member in members.items()}


def _written_by(text: str) -> tuple[int, Any] | None:
    """(number of the writer, value) of a JSON text that can be written again as it is."""
    is_compact = '": ' not in text[:1024]
    try:
        value = parsed(text)
        if isinstance(value, str):
            return None
        for writer in (2, 3) if is_compact else (0, 1):
            if _WRITERS[writer](value) == text:
                return writer, value
    except (ValueError, RecursionError):
        pass
    return None


def _text_of(value: Any) -> str:
    return orjson.dumps(value, option=_OPTIONS).decode()
