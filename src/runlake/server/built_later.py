"""A part of the HTTP side that is built while the rest answers already."""

import asyncio
from collections.abc import Callable

from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Receive, Scope, Send


class BuiltLater(BaseRoute):
    """Answers for every path below `prefix` with an application that a thread builds; requests wait until it is there.

    It is for what takes long to load and what no client needs to write. Nothing is built before `build` is awaited, which
    the server does as soon as it listens: building does not wait for the first request.
    """

    def __init__(self, prefix: str, make: Callable[[], ASGIApp]) -> None:
        self._prefix = prefix
        self._make = make
        self._app: asyncio.Future[ASGIApp] = asyncio.get_running_loop().create_future()

    async def build(self) -> None:
        """Build it; raises what building raises, and then so does every request."""
        try:
            self._app.set_result(await asyncio.to_thread(self._make))
        except Exception as error:
            self._app.set_exception(error)
            raise

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        is_ours = scope["type"] == "http" and scope["path"].startswith(self._prefix)
        return (Match.FULL if is_ours else Match.NONE), {}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        app = await asyncio.shield(self._app)
        await app(scope, receive, send)
