"""The Range header. Pure. Source: RFC 9110, section 14."""

import re
from dataclasses import dataclass

_SINGLE = re.compile(r"\s*bytes\s*=\s*(\d{0,18})\s*-\s*(\d{0,18})\s*", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Unsatisfiable:
    """The range lies behind the end of the file: 416."""


@dataclass(frozen=True, slots=True)
class Span:
    """The bytes `first_byte` … `last_byte`, both inclusive, of a file that has them."""

    first_byte: int
    last_byte: int

    def __len__(self) -> int:
        return self.last_byte - self.first_byte + 1


def parse_range(header: str | None, size_bytes: int) -> Span | Unsatisfiable | None:
    """The bytes asked for; None for the whole file.

    Several ranges at once, other units and malformed headers are ignored, as the standard allows.
    """
    found = _SINGLE.fullmatch(header) if header else None
    if found is None or found.group(1) == found.group(2) == "":
        return None
    first_text, last_text = found.groups()
    if first_text == "":  # the last n bytes
        return _span(max(0, size_bytes - int(last_text)), size_bytes - 1) if int(last_text) else Unsatisfiable()
    if last_text and int(last_text) < int(first_text):
        return None
    return _span(int(first_text), min(int(last_text), size_bytes - 1) if last_text else size_bytes - 1)


def _span(first_byte: int, last_byte: int) -> Span | Unsatisfiable:
    return Span(first_byte, last_byte) if first_byte <= last_byte else Unsatisfiable()
