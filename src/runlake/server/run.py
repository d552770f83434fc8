"""Runs the server in the foreground until a signal ends it."""

import asyncio
import gc
import importlib
import logging
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import ModuleType

import pyarrow as pa
import uvicorn
from starlette.types import ASGIApp

from runlake.errors import DataFolderRefused
from runlake.hiding import hidden
from runlake.server.banner import print_banner
from runlake.server.built_later import BuiltLater
from runlake.server.logs import configure_logging
from runlake.server.platform import Platform
from runlake.settings import Settings

_GRACE_S = 5
_GC_THRESHOLDS = (50_000, 20, 20)
"""Exports and histories are decoded into hundreds of thousands of objects, none of them in circles: by default they
were looked through again and again while they were made, which took a fifth of the time of an export of spans."""

_KEEP_ALIVE_S = 75

_log = logging.getLogger(__name__)


def serve(settings: Settings) -> None:
    """Open the stores, print where the server is, serve until SIGTERM or SIGINT.

    Raises DataFolderRefused when the data folder cannot be used, StoreError when a store does not open.
    """
    configure_logging(settings.log_level)
    _without_pandas()
    listener = _listen(settings.host, settings.port)
    with listener, asyncio.Runner(loop_factory=_loop_factory()) as runner:
        runner.run(_serve(settings, listener))


async def _serve(settings: Settings, listener: socket.socket) -> None:
    # The HTTP side takes as long to load as the stores take to open: both at once.
    loading = asyncio.create_task(asyncio.to_thread(_load_http_side))
    platform = await Platform.open(settings)
    try:
        app, later = (await loading).build_app(platform)
        from runlake.server.otlp import otlp_over_grpc  # the HTTP side has loaded it by now

        over_grpc = otlp_over_grpc(platform)
        server = _http_server(app)
        async with platform.background_tasks(), over_grpc:
            print_banner(settings, listener.getsockname()[1], platform.first_start)
            building = asyncio.create_task(_build(later, server))
            await server.serve(sockets=[listener])
            await building
    finally:
        await platform.close()


async def _build(later: BuiltLater, server: uvicorn.Server) -> None:
    """Build what requests wait for; a server that cannot do it ends."""
    try:
        await later.build()
    except Exception:
        server.should_exit = True
        raise
    gc.freeze()  # what is loaded now stays; later collections need not look at it
    gc.set_threshold(*_GC_THRESHOLDS)
    gc.enable()  # the command turned it off while loading


def _http_server(app: ASGIApp) -> uvicorn.Server:
    config = uvicorn.Config(
        app,
        http="httptools",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=_KEEP_ALIVE_S,
        timeout_graceful_shutdown=_GRACE_S,
    )
    return _Server(config)


def _load_http_side() -> ModuleType:
    app = importlib.import_module("runlake.server.app")
    app.prepare()
    return app


class _Server(uvicorn.Server):
    """Takes SIGTERM and SIGINT as a wish to end well, and does not raise them again when it has: the stores close after."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self.handle_exit, number, None)
        try:
            yield
        finally:
            for number in (signal.SIGINT, signal.SIGTERM):
                loop.remove_signal_handler(number)


def _without_pandas() -> None:
    """Let pyarrow find that there is no pandas, which chDB brings along and nothing here uses.

    Its first conversion looks for it, and would take 0.8 s of the start and 60 MB to load it. It looks only once.
    """
    with hidden("pandas"):
        pa.array([0])


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise DataFolderRefused(
            f"cannot listen on {host}:{port}: {error.strerror}; choose another port with --port"
        ) from error
    listener.listen(2048)
    listener.set_inheritable(True)
    return listener


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    if sys.platform == "win32":
        return None
    import uvloop

    return uvloop.new_event_loop
