"""Texts that every store can hold. Pure."""

from collections.abc import Mapping

from runlake.errors import InvalidInput


def check_texts(values: Mapping[str, object]) -> None:
    """Raise InvalidInput for text that not every store can hold."""
    for name, value in values.items():
        for text in value if isinstance(value, tuple) else (value,):
            if isinstance(text, str) and ("\0" in text or not _is_unicode(text)):
                raise InvalidInput(f"{name} holds a NUL character or half a surrogate pair: leave it out")


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
