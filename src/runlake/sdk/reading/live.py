"""Follows a run: the server tells that there is something new, the caller asks what it is."""

import json
import time
from collections.abc import Iterator, Sequence
from http.client import HTTPException, HTTPResponse
from typing import Any

from runlake.errors import StoreUnavailable
from runlake.sdk.reading.asking import Asker

_LIVE = ("running", "pending", "preempting")
_TRIES = 5
_WAIT_S = 1.0


def follow(asker: Asker, topics: Sequence[dict[str, Any]], run_id: str, every_s: float) -> Iterator[None]:
    """Once when it listens, then for what is new, at most every `every_s` seconds; ends after the run's end.

    A connection that breaks is made again: nothing is missed, since the first sign after it says to look.
    """
    for left in reversed(range(_TRIES)):
        try:
            with asker.stream("POST", "/live", {"topics": list(topics)}) as answer:
                for ended in _signs(answer, run_id, every_s):
                    yield
                    if ended:
                        return
        except (OSError, HTTPException) as error:
            if not left:
                raise StoreUnavailable(f"the connection broke off ({error}): run the command again") from error
        time.sleep(_WAIT_S)


def _signs(answer: HTTPResponse, run_id: str, every_s: float) -> Iterator[bool]:
    """True for the run's end, False for what else is new; several signs shortly after each other are one."""
    last, waiting = 0.0, False
    for event, data in _events(answer):
        if event == "run":
            run = data["run"]
            if run["run_id"] != run_id:
                continue
            if run["state"] not in _LIVE:
                yield True
                return
        waiting = waiting or event in ("run", "points", "ready", "reset")
        if waiting and time.monotonic() - last >= every_s:
            last, waiting = time.monotonic(), False
            yield False


def _events(answer: HTTPResponse) -> Iterator[tuple[str, Any]]:
    """Server-sent events; a comment, which the server sends when it is silent, counts as one without a name."""
    event = ""
    for line in answer:
        name, _, value = line.rstrip(b"\r\n").partition(b": ")
        if name == b"event":
            event = value.decode()
        elif name == b"data":
            yield event, json.loads(value)
        elif line.startswith(b":"):
            yield "", None
