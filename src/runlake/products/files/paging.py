"""Patterns and cursors of file lists. Pure."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from runlake.errors import InvalidInput
from runlake.products.files.names import check_file_name

MAX_PATTERN_CHARS = 1024


class Wildcard(Enum):
    """The two wildcards of SQL LIKE."""

    ANY = "%"
    ONE = "_"


@dataclass(frozen=True, slots=True)
class Pattern:
    """A parsed pattern: literal characters and wildcards in order. Both dialects read it with the same meaning.

    SQLite's LIKE ignores ASCII case and knows no escape unless told, so there GLOB is used.
    """

    parts: tuple[str | Wildcard, ...]

    @classmethod
    def parse(cls, like: str) -> "Pattern":
        r"""Read SQL LIKE with `\` as escape; a lone `\` at the end stands for itself. Raises InvalidInput when it cannot be."""
        return cls(tuple(_parts(_checked(like))))

    @classmethod
    def starting_with(cls, prefix: str) -> "Pattern":
        """All names that begin with `prefix`, which is taken literally. Raises InvalidInput."""
        return cls((*_checked(prefix), Wildcard.ANY))

    def as_like(self) -> str:
        r"""The pattern for `LIKE … ESCAPE '\'`."""
        return "".join(
            part.value if isinstance(part, Wildcard) else "\\" + part if part in "%_\\" else part for part in self.parts
        )

    def as_glob(self) -> str:
        """The pattern for SQLite's GLOB."""
        glob = {Wildcard.ANY: "*", Wildcard.ONE: "?"}
        return "".join(
            glob[part] if isinstance(part, Wildcard) else f"[{part}]" if part in "*?[" else part for part in self.parts
        )


def _checked(text: str) -> str:
    if len(text) > MAX_PATTERN_CHARS:
        raise InvalidInput(f"the pattern has {len(text)} characters; at most {MAX_PATTERN_CHARS} are allowed")
    if "\0" in text or (not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text)):
        raise InvalidInput(f"the pattern {text[:100]!r} holds a character that no file name can have")
    return text


def _parts(like: str) -> Iterator[str | Wildcard]:
    characters = iter(like)
    for character in characters:
        if character == "\\":
            yield next(characters, character)
        elif character in "%_":
            yield Wildcard(character)
        else:
            yield character


def cursor_after(name: str) -> str:
    """The cursor of the page that begins behind the file `name`."""
    return urlsafe_b64encode(name.encode()).decode().rstrip("=")


def name_of_cursor(cursor: str) -> str:
    """The name behind which a page begins. Raises InvalidInput for what `cursor_after` did not make."""
    try:
        return check_file_name(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode())
    except (binascii.Error, ValueError, InvalidInput) as error:
        raise InvalidInput(f"cursor {cursor[:100]!r} is not one that a file list gave out") from error
