"""Bounds what the native API reads: its framework would else keep a body of any size in memory."""

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from runlake.errors import LimitExceeded
from runlake.server.errors import error_response

_PREFIX = "/api/"


class BodyLimit:
    """Refuses bodies over `limit_bytes` on the native API; the other protocols have readers of their own."""

    def __init__(self, app: ASGIApp, limit_bytes: int) -> None:
        self._app = app
        self._limit_bytes = limit_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(_PREFIX):
            await self._app(scope, receive, send)
            return
        declared = Headers(scope=scope).get("content-length", "")
        if declared.isdigit() and int(declared) > self._limit_bytes:
            await error_response(self._error())(scope, receive, send)
            return
        await self._app(scope, self._counting(receive), send)

    def _counting(self, receive: Receive) -> Receive:
        seen_bytes = 0

        async def counted() -> Message:
            nonlocal seen_bytes
            message = await receive()
            seen_bytes += len(message.get("body", b""))
            if seen_bytes > self._limit_bytes:
                raise self._error()
            return message

        return counted

    def _error(self) -> LimitExceeded:
        return LimitExceeded(f"the body is longer than {self._limit_bytes} bytes: ask for less at once")
