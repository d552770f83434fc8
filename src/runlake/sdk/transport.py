"""One keep-alive connection to a server.

Only threads that send import this module: HTTP and compression take longer to load than all the rest of the library.
"""

import contextlib
import encodings.idna  # noqa: F401 - else a connection loads it, perhaps while the program forks
import http.client
import json
import shutil
from base64 import b64encode
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote, urlencode, urlsplit

import zstandard

from runlake.sdk.answers import NotNow, Refused
from runlake.sdk.places import Server
from runlake.wire import CONTENT_TYPE, OWN_ENTITY, JournalRecord

_TIMEOUT_S = 60.0
_LATER = frozenset((408, 425, 429, 500, 502, 503, 504, 507))
_LEVEL = 1
_PIECE_BYTES = 1024 * 1024
_OK, _PARTIAL, _NOT_SATISFIABLE = 200, 206, 416


class Transport:
    """Posts bodies of frames, asks the native API, puts files and reads streams. For one thread."""

    def __init__(self, server: Server, *, timeout_s: float = _TIMEOUT_S) -> None:
        self._server = server
        self._timeout_s = timeout_s
        self._connection: http.client.HTTPConnection | None = None
        self._compress = zstandard.ZstdCompressor(level=_LEVEL).compress

    def append(self, record: JournalRecord, frames: bytes, *, is_left: bool = False) -> dict[str, Any]:
        """Send frames of a journal; returns the server's answer: they are durable. Raises NotNow or Refused.

        With `is_left` the process that wrote them has ended: the run does not go on because they come.
        """
        entity = quote(record.entity or OWN_ENTITY, safe="~")
        place = f"runs/{quote(record.run_id, safe='')}" if record.run_id else "spans"
        path = f"/api/v1/projects/{entity}/{quote(record.project, safe='')}/{place}/append"
        return self._post(
            f"{path}?{urlencode({'writer': record.writer, **({'left': 1} if is_left else {})})}", self._compress(frames)
        )

    def ask(self, method: str, path: str, document: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Ask for a route of the native API; returns its answer. Raises NotNow or Refused."""
        if document is None:
            return self._request(method, path, None, self._credentials())
        headers = {"Content-Type": "application/json", **self._credentials()}
        return self._request(method, path, json.dumps(document).encode(), headers)

    def put(self, path: str, content: bytes | IO[bytes], length: int, headers: Mapping[str, str] | None = None) -> None:
        """Send bytes to an address that the server has signed; they are durable on return. Raises NotNow or Refused."""
        self._request("PUT", path, content, {"Content-Length": str(length), **(headers or {})})

    def stream(self, method: str, path: str, document: Mapping[str, Any] | None = None) -> http.client.HTTPResponse:
        """The same for an answer that is read bit by bit: a file, whose connection ends when it is closed."""
        parts = urlsplit(self._server.url)
        headers = {"Content-Type": "application/json", "Connection": "close", **self._credentials()}
        body = None if document is None else json.dumps(document).encode()
        connection = _connect(parts.scheme, parts.netloc, self._timeout_s)
        try:
            connection.request(method, parts.path.rstrip("/") + path, body, headers)
            answer = connection.getresponse()
            if answer.status >= 300:
                raise _refusal(answer, answer.read())
        except (OSError, http.client.HTTPException) as error:
            raise NotNow(f"cannot reach {self._server.url}: {error or type(error).__name__}") from error
        return answer

    def fetch(self, path: str, target: Path) -> None:
        """Get the bytes of an address into a file; what the file has already is not asked for. Raises NotNow or Refused."""
        got = target.stat().st_size if target.exists() else 0
        headers = {**self._credentials(), **({"Range": f"bytes={got}-"} if got else {})}
        answer = self._begin("GET", path, None, headers)
        if answer.status not in (_OK, _PARTIAL):
            content = answer.read()
            if answer.status == _NOT_SATISFIABLE:  # all of it was there, or more than there is
                return
            _result(answer, content)
        try:
            with target.open("ab" if answer.status == _PARTIAL else "wb") as file:
                shutil.copyfileobj(answer, file, _PIECE_BYTES)
        except (ConnectionError, TimeoutError, http.client.HTTPException) as error:
            raise self._unreachable(error) from error

    def close(self) -> None:
        """Hang up. Idempotent."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _post(self, path: str, body: bytes) -> dict[str, Any]:
        headers = {"Content-Type": CONTENT_TYPE, "Content-Encoding": "zstd", **self._credentials()}
        return self._request("POST", path, body, headers)

    def _request(
        self, method: str, path: str, body: bytes | IO[bytes] | None, headers: Mapping[str, str]
    ) -> dict[str, Any]:
        answer = self._begin(method, path, body, headers)
        try:
            content = answer.read()
        except (OSError, http.client.HTTPException) as error:
            raise self._unreachable(error) from error
        return _result(answer, content)

    def _begin(
        self, method: str, path: str, body: bytes | IO[bytes] | None, headers: Mapping[str, str]
    ) -> http.client.HTTPResponse:
        """Ask; the answer's body is the caller's to read, whole."""
        try:
            if self._connection is not None and (body is None or isinstance(body, bytes)):
                with contextlib.suppress(ConnectionError):  # it may have been hung up while nothing was to be said
                    return self._begin_on(self._connection, method, path, body, headers)
                self.close()
            if self._connection is None:
                parts = urlsplit(self._server.url)
                self._connection = _connect(parts.scheme, parts.netloc, self._timeout_s)
            return self._begin_on(self._connection, method, path, body, headers)
        except (OSError, http.client.HTTPException) as error:
            raise self._unreachable(error) from error

    def _begin_on(
        self,
        connection: http.client.HTTPConnection,
        method: str,
        path: str,
        body: bytes | IO[bytes] | None,
        headers: Mapping[str, str],
    ) -> http.client.HTTPResponse:
        connection.request(method, urlsplit(self._server.url).path.rstrip("/") + path, body, dict(headers))
        return connection.getresponse()

    def _unreachable(self, error: Exception) -> NotNow:
        self.close()
        return NotNow(f"cannot reach {self._server.url}: {error or type(error).__name__}")

    def _credentials(self) -> dict[str, str]:
        if not self._server.api_key:
            return {}
        credentials = b64encode(f"api:{self._server.api_key}".encode()).decode()
        return {"Authorization": f"Basic {credentials}"}


def _connect(scheme: str, netloc: str, timeout_s: float) -> http.client.HTTPConnection:
    kind = http.client.HTTPSConnection if scheme == "https" else http.client.HTTPConnection
    return kind(netloc, timeout=timeout_s)


def _result(answer: http.client.HTTPResponse, content: bytes) -> dict[str, Any]:
    if not 200 <= answer.status < 300:
        raise _refusal(answer, content)
    try:
        parsed = json.loads(content or b"{}")
    except ValueError as error:
        raise NotNow("the answer is not JSON: is this a Runlake server?") from error
    return parsed if isinstance(parsed, dict) else {}


def _refusal(answer: http.client.HTTPResponse, content: bytes) -> NotNow | Refused:
    reason = f"the server answers {answer.status}: {_message(content)}"
    if answer.status in _LATER:
        return NotNow(reason, _seconds(answer.getheader("Retry-After")))
    return Refused(answer.status, reason)


def _message(content: bytes) -> str:
    try:
        return str(json.loads(content)["error"]["message"])
    except (ValueError, KeyError, TypeError):
        return content[:200].decode(errors="replace")


def _seconds(header: str | None) -> float | None:
    try:
        return max(0.0, float(header)) if header else None
    except ValueError:
        return None
