"""Names, texts and numbers of a question as the engine reads them back unchanged. Pure."""

import re

from runlake.products.sql.refusals import refused, shown

_NUMBER = re.compile(r"(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_ESCAPED = {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_QUOTES = frozenset('"`\\')
_LONGEST_NAME = 200


def quoted_name(name: str) -> str:
    """A name between double quotes. Raises InvalidInput for one that could end them, or could be one of ours."""
    if not name or len(name) > _LONGEST_NAME or not name.isprintable() or _QUOTES & set(name):
        raise refused(f"{shown(name)} cannot be a name: leave out quotes and backslashes")
    if name.startswith("_"):
        raise refused(f"{shown(name)} cannot be a name here: let it begin with another character than _")
    return f'"{name}"'


def quoted_text(text: str) -> str:
    """A text between single quotes, whatever it holds. Raises InvalidInput for control characters."""
    if any(not letter.isprintable() and letter not in _ESCAPED and letter != "\u00a0" for letter in text):
        raise refused(f"the text {shown(text)} has control characters: leave them out")
    return "'" + "".join(_ESCAPED.get(letter, letter) for letter in text) + "'"


def plain_number(text: str) -> str:
    """A number. Raises InvalidInput."""
    if len(text) > _LONGEST_NAME or not text.isascii() or not _NUMBER.fullmatch(text):
        raise refused(f"{shown(text)} is not a number: write it in decimal")
    return text
