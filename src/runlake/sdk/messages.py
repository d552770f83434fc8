"""What the client tells the user: on the real standard error, and of the same kind of trouble only once a minute."""

import contextlib
import os
import sys
import time

_EVERY_S = 60.0
_told: dict[str, float] = {}


def say(text: str) -> None:
    """Print a line, unless `RUNLAKE_SILENT` is set."""
    if os.environ.get("RUNLAKE_SILENT"):
        return
    stream = sys.__stderr__
    with contextlib.suppress(Exception):  # the program may have closed it; what we say is not worth its end
        if stream is not None:
            stream.write(f"runlake: {text}\n")
            stream.flush()


def warn(topic: str, text: str) -> None:
    """Print a line about a trouble, at most once a minute for each topic."""
    now = time.monotonic()
    if now - _told.get(topic, -_EVERY_S) >= _EVERY_S:
        _told[topic] = now
        say(text)
