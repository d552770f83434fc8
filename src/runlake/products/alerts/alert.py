"""What a run's alert is. Pure."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from runlake.errors import InvalidInput

MAX_TITLE_CHARS = 200
MAX_TEXT_CHARS = 10_000


class Severity(StrEnum):
    """How bad it is."""

    INFO = "INFO"
    WARN = "WARN"
    ERROR = "ERROR"

    @classmethod
    def parse(cls, text: str | None) -> "Severity":
        """The severity of that name, in any case; INFO when absent. Raises InvalidInput for others."""
        try:
            return cls((text or cls.INFO).upper())
        except ValueError as error:
            raise InvalidInput(f"severity {text!r} is not one of INFO, WARN, ERROR") from error


@dataclass(frozen=True, slots=True)
class Alert:
    """One alert that a run raised. `user_id` is who owns the key that the run uses, `client_key` what the client calls it."""

    alert_id: int
    project_id: int
    run_number: int
    title: str
    text: str
    severity: Severity
    created_at: datetime
    user_id: int | None
    client_key: str | None = None


def shorten(text: str, max_chars: int) -> str:
    """`text` cut to `max_chars` with a note that says so.

    An alert that is too long is kept in part rather than refused: clients only log a refusal, and nobody would be told.
    """
    # Neither half a surrogate pair nor NUL can be stored on every dialect.
    text = text.encode(errors="replace").decode().replace("\0", "\N{REPLACEMENT CHARACTER}")
    if len(text) <= max_chars:
        return text
    note = f"… (cut, had {len(text)} characters)"
    return text[: max_chars - len(note)] + note
