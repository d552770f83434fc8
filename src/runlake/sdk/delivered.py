"""What a run tells of its delivery."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Delivered:
    """How much of what was logged the server has: rows, and bytes of the journal."""

    rows: int
    rows_sent: int
    rows_refused: int
    pending_bytes: int
    dropped: int

    def __str__(self) -> str:
        text = f"{self.rows_sent:,} of {self.rows:,} rows sent"
        text += f", {self.rows_refused:,} refused" if self.rows_refused else ""
        return text + (f", {self.dropped:,} writes dropped" if self.dropped else "")
