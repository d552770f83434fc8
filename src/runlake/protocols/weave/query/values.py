"""How values are compared: what a path into JSON yields, and what becomes of it beside a literal. Pure."""

import math
import re
from typing import Any

import orjson

_INTEGER = re.compile(r"-?\d{1,300}")
MISSING = object()
"""There is nothing at a path: not even null."""


def text_of(value: Any) -> str:
    """The text that a path into JSON yields: "" for what is missing or null, numbers in their shortest form."""
    if value is MISSING or value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, int | float):
        return str(value)
    return orjson.dumps(value).decode()


def to_integer(value: Any) -> int | None:
    """Whole numbers only: "1.5" is none."""
    if isinstance(value, bool | int):
        return int(value)
    if isinstance(value, float):
        return int(value) if value.is_integer() else None
    return int(value) if isinstance(value, str) and _INTEGER.fullmatch(value) else None


def to_double(value: Any) -> float | None:
    """Any finite number."""
    if not isinstance(value, bool | int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def to_boolean(value: Any) -> bool | int | None:
    """`true`, `false`, or a small integer as it is: 1 is true and 0 is false, 5 is neither."""
    if isinstance(value, bool):
        return value
    if value in ("true", "false"):
        return bool(value == "true")
    number = to_integer(value)
    return None if number is None or not 0 <= number < 256 else number


def to_text(value: Any) -> str | None:
    """The text of a value; null stays null."""
    return None if value is None else text_of(value)


def like_literal(value: Any, literal: Any) -> Any:
    """A JSON text as a value of the kind of what it is compared with; null when it is none."""
    if isinstance(literal, bool):
        return to_boolean(value)
    if isinstance(literal, int):
        return to_integer(value)
    if isinstance(literal, float):
        return to_double(value)
    return value


def like_literals(value: Any, literals: list[Any]) -> Any:
    """The same for a list: when its kinds differ, numbers compare as doubles and all else as text."""
    kinds = {type(literal) for literal in literals}
    if len(kinds) == 1:
        return like_literal(value, literals[0])
    return to_double(value) if kinds and kinds <= {int, float} else value


def comparable(left: Any, right: Any) -> bool:
    """Numbers with numbers, texts with texts."""
    numbers = (bool, int, float)
    return isinstance(left, numbers) == isinstance(right, numbers) and isinstance(left, str) == isinstance(right, str)
