"""What the program prints, line by line, for the run's console. What it prints is printed as before."""

import sys
from collections.abc import Callable
from typing import Any

Write = Callable[[str, tuple[str, ...]], None]
_LONGEST_LINE = 64 * 1024


class ConsoleCapture:
    """Takes part in `sys.stdout` and `sys.stderr` until it is closed."""

    def __init__(self, write: Write) -> None:
        self._streams = [_Stream(sys.stdout, "", write), _Stream(sys.stderr, "error", write)]

    def close(self) -> None:
        """Let the streams go; the last line counts without its end."""
        for stream in self._streams:
            stream.close()


class _Stream:
    def __init__(self, stream: Any, level: str, write: Write) -> None:
        self._stream = stream
        self._level = level
        self._write = write
        self._partial = ""
        self._original: Any = getattr(stream, "write", None)
        self._is_open = self._original is not None
        try:
            if self._is_open:
                stream.write = self._take
        except AttributeError:  # a stream that cannot be changed is left alone
            self._is_open = False

    def close(self) -> None:
        if not self._is_open:
            return
        self._is_open = False
        if self._stream.write == self._take:  # else somebody else has taken it since, and calls us
            self._stream.write = self._original
        if self._partial:
            self._write(self._level, (_shown(self._partial),))

    def _take(self, text: str) -> Any:
        written = self._original(text)
        if self._is_open:
            try:
                self._add(text)
            except Exception:  # noqa: BLE001 - the border to the user's program: printing must go on
                self._partial = ""
        return written

    def _add(self, text: str) -> None:
        *lines, self._partial = (self._partial + text).split("\n")
        if lines:
            self._write(self._level, tuple(_shown(line) for line in lines))
        elif len(self._partial) > _LONGEST_LINE:
            self._partial = self._partial[self._partial.rfind("\r") + 1 :][-_LONGEST_LINE:]


def _shown(line: str) -> str:
    """A line as a terminal leaves it: a progress bar has written over itself."""
    line = line.rstrip("\r")
    return line[line.rfind("\r") + 1 :].encode("utf-8", "replace").decode()
