"""Values that fields are compared with: which are allowed, and how they are bound."""

import math
from datetime import UTC, datetime, timedelta

from runlake.errors import InvalidInput

MAX_TEXT = 10_000
TIME_FIELDS = frozenset({"created_at", "updated_at", "heartbeat_at", "finished_at"})

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def check_scalar(value: object) -> None:
    """Raise InvalidInput unless the value is a number, a text, a boolean or null."""
    if isinstance(value, str):
        check_text("a filter's text", value)
    elif isinstance(value, float) and math.isnan(value):
        raise InvalidInput("NaN equals nothing and has no order: compare with a number")
    elif value is not None and not isinstance(value, int | float):
        raise InvalidInput(f"{str(value)[:100]!r} cannot be compared with: use a number, a text, true, false or null")


def check_text(what: str, text: str) -> None:
    """Raise InvalidInput when the text is too long, or is no valid Unicode."""
    if len(text) > MAX_TEXT:
        raise InvalidInput(f"{what} may have at most {MAX_TEXT} characters, not {len(text)}")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise InvalidInput(f"{what} is not valid Unicode: {error.reason}") from error


def as_float(value: float) -> float:
    """A number of any size as the float that stands for it in the store; integers beyond its range are infinite."""
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def as_micros(field: str, value: object) -> object:
    """What a time field is compared with: ISO text as microseconds since 1970 (UTC without a zone), else unchanged.

    Raises InvalidInput for text that is no time.
    """
    if not isinstance(value, str):
        return value
    try:
        moment = datetime.fromisoformat(value)
    except ValueError as error:
        raise InvalidInput(
            f"{value[:100]!r} is not a time that {field} can be compared with: use ISO 8601, like 2026-01-31T12:00:00Z"
        ) from error
    return ((moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - _EPOCH) // timedelta(microseconds=1)
