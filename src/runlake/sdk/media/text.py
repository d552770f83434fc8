"""`Html` and `Text`."""

import os
from pathlib import Path
from typing import Any, Literal

from runlake.errors import UsageError
from runlake.sdk.media.stored import FileMedia, file_of, told_by_log
from runlake.sdk.values import Media

_MOST_CHARACTERS = 1_000_000

Format = Literal["plain", "markdown"]


class Html(FileMedia):
    """A page, shown in a frame of its own that cannot act for the reader.

    Args:
        html: its text, or the path (`pathlib.Path`) of a file.

    When it is neither, or the file cannot be read, `problem` says so, and `log` warns and leaves it out.
    """

    kind = "html-file"
    kind_of_list = "html"
    list_name = "html"

    @told_by_log
    def __init__(self, html: str | os.PathLike[str], *, caption: str | None = None) -> None:
        super().__init__(file_of("html", "html", _text(html, "Html").encode("utf-8", "replace")), caption)


class Text(Media):
    """A text to read: what a model said, a prompt, a report.

    Args:
        text: the text, or the path (`pathlib.Path`) of a file; at most 1,000,000 characters.
        caption: shown below it.
        format: "plain" as it is, "markdown" with headings, lists, tables and code drawn.

    When it is no text, too long, or of another format, `problem` says so, and `log` warns and leaves it out.
    """

    @told_by_log
    def __init__(self, text: str | os.PathLike[str], *, caption: str | None = None, format: Format = "plain") -> None:
        self.text = _text(text, "Text")
        self.caption, self.format = caption, format
        if format not in ("plain", "markdown"):
            raise UsageError(f"format is {format!r}: a text is plain or markdown")
        if len(self.text) > _MOST_CHARACTERS:
            raise UsageError(f"it has {len(self.text):,} characters; {_MOST_CHARACTERS:,} can be logged as a text")

    def record(self) -> dict[str, Any]:
        caption = {"caption": self.caption} if self.caption else {}
        return {"_type": "text", "text": self.text, "format": self.format, **caption}

    def __repr__(self) -> str:
        if self.problem is not None:
            return super().__repr__()
        return f"<Text {self.text!r:.60}>"


def _text(given: str | os.PathLike[str], kind: str) -> str:
    if isinstance(given, str):
        return given
    try:
        return Path(given).read_text("utf-8", "replace")
    except (OSError, TypeError) as error:
        raise UsageError(f"{kind} takes a text, or the path of a file, not {given!r:.100}: {error}") from None
