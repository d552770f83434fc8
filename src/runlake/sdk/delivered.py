"""What a run tells of its delivery."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Delivered:
    """How much of what was logged the server has: rows, files (of media, artifacts and `save`), and bytes of the journal."""

    rows: int
    rows_sent: int
    rows_refused: int
    files: int
    files_sent: int
    pending_bytes: int
    dropped: int

    def __str__(self) -> str:
        text = f"{self.rows_sent:,} of {self.rows:,} rows"
        text += f" and {self.files_sent:,} of {self.files:,} files" if self.files else ""
        text += f" sent, {self.rows_refused:,} refused" if self.rows_refused else " sent"
        return text + (f", {self.dropped:,} writes dropped" if self.dropped else "")
