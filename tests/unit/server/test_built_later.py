"""What is built later: requests wait for it, and learn when it cannot be built."""

import asyncio

import httpx
import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.types import ASGIApp

from runlake.server.built_later import BuiltLater


def made() -> ASGIApp:
    return PlainTextResponse("built")


def broken() -> ASGIApp:
    raise RuntimeError("cannot be built")


def client_of(later: BuiltLater) -> httpx.AsyncClient:
    app = Starlette(routes=[later, Route("/{path:path}", PlainTextResponse("at once"))])
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test")


async def test_a_request_waits_until_it_is_built_and_others_do_not() -> None:
    later = BuiltLater("/api/", made)
    async with client_of(later) as client:
        waiting = asyncio.create_task(client.get("/api/runs"))
        assert (await client.get("/apis")).text == "at once"
        assert not waiting.done()
        await later.build()
        assert (await waiting).text == "built"
        assert (await client.get("/api/runs")).text == "built"


async def test_what_cannot_be_built_fails_the_builder_and_every_request() -> None:
    later = BuiltLater("/api/", broken)
    async with client_of(later) as client:
        waiting = asyncio.create_task(client.get("/api/runs"))
        with pytest.raises(RuntimeError, match="cannot be built"):
            await later.build()
        with pytest.raises(RuntimeError, match="cannot be built"):
            await waiting
