"""Asks a server, with patience for one that is busy, and says in our errors why it refuses."""

import http.client
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

from runlake import errors
from runlake.sdk.answers import NotNow, Refused
from runlake.sdk.places import Server
from runlake.sdk.transport import Transport
from runlake.wire import JournalRecord

T = TypeVar("T")

_TRIES = 4
_FIRST_WAIT_S = 0.5
_ERRORS: dict[int, type[errors.RunlakeError]] = {
    401: errors.Unauthenticated,
    403: errors.PermissionDenied,
    404: errors.NotFound,
    409: errors.Conflict,
    413: errors.LimitExceeded,
}


class Asker:
    """The native API of one server. Any thread may use it; each has a connection of its own."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self._local = threading.local()

    def ask(self, method: str, path: str, document: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The JSON answer of a route. Raises the error that the server's answer stands for."""
        return self.patiently(lambda transport: transport.ask(method, f"/api/v1{path}", document))

    def stream(self, method: str, path: str, document: Mapping[str, Any] | None = None) -> http.client.HTTPResponse:
        """The answer as a file, to be closed by the caller. `path` is from the server's root if it begins with /api."""
        whole = path if path.startswith("/api/") else f"/api/v1{path}"
        return self.patiently(lambda transport: transport.stream(method, whole, document))

    def append(self, record: JournalRecord, frames: bytes) -> dict[str, Any]:
        """Send frames of a run; they are durable on return."""
        return self.patiently(lambda transport: transport.append(record, frames))

    def pages(self, method: str, path: str, body: Mapping[str, Any], rows: str) -> Iterator[dict[str, Any]]:
        """The rows of all pages of a list that is asked for with `cursor` in its body."""
        cursor: str | None = None
        while True:
            page = self.ask(method, path, {**body, "cursor": cursor})
            yield from page[rows]
            cursor = page["next_cursor"]
            if cursor is None:
                return

    def patiently(self, work: Callable[[Transport], T]) -> T:
        """What `work` gives, tried again while the server is busy. Raises the error that the server's answer stands for."""
        wait_s = _FIRST_WAIT_S
        for left in reversed(range(_TRIES)):
            try:
                return work(self._transport())
            except NotNow as error:
                if not left:
                    raise errors.StoreUnavailable(str(error)) from error
                time.sleep(min(error.retry_after_s or wait_s, 10.0))
                wait_s *= 2
            except Refused as error:
                raise _ERRORS.get(error.status, errors.InvalidInput)(str(error)) from error
        raise AssertionError("unreachable")

    def _transport(self) -> Transport:
        transport: Transport | None = getattr(self._local, "transport", None)
        if transport is None:
            transport = self._local.transport = Transport(self.server)
        return transport
