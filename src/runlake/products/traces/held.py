"""Attributes that input and output were read from: kept there alone, and left empty among what the client sent. Pure.

Of most spans these attributes are nearly all that was sent. Which they are stands beside the payload: `input=name` when the
attribute is the JSON value of the column, `input~name` when it is a text, the one that the column has.
"""

from collections.abc import Iterable
from typing import Any, Literal

import orjson

from runlake.products.traces.previews import json_text
from runlake.products.traces.records import Span

Column = Literal["input", "output"]
COLUMNS: tuple[Column, Column] = ("input", "output")

VALUE, TEXT = "=", "~"
_HEX, _SLASH = "\\u", "\\/"
"""How some write what stands as itself in the JSON that is searched."""


def column_texts(span: Span) -> tuple[dict[Column, str], list[str]]:
    """The JSON texts of input and output, "" for none, and which attributes they hold.

    A JSON text of the client's own is taken as it is, where it says everything as JSON written here does.
    """
    texts: dict[Column, str] = {}
    held: list[str] = []
    for column, value, name in zip(COLUMNS, (span.input, span.output), span.whole, strict=True):
        given = span.raw.attributes.get(name)
        if isinstance(given, str) and given is not value and not _has_escapes(given):
            texts[column] = given
            held.append(f"{column}{TEXT}{name}")
            continue
        texts[column] = json_text(value)
        if given is value is not None:
            held.append(f"{column}{VALUE}{name}")
    return texts, held


def _has_escapes(text: str) -> bool:
    # One character is found much faster than two, and most texts have no backslash at all.
    return "\\" in text and (_HEX in text or _SLASH in text)


def held_names(held: Iterable[str]) -> dict[str, None]:
    """The names of the attributes, as what is left of them."""
    return dict.fromkeys(_parts(item)[2] for item in held)


def restore(raw: dict[str, Any], held: Iterable[str], input_json: str, output_json: str) -> None:
    """Put the attributes back into what the client sent."""
    for column, how, name in map(_parts, held):
        text = input_json if column == "input" else output_json
        raw["attributes"][name] = text if how == TEXT else orjson.loads(text)


def _parts(item: str) -> tuple[str, str, str]:
    at = len("input") if item.startswith("input") else len("output")
    return item[:at], item[at], item[at + 1 :]
