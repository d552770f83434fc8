"""OTLP over a platform: one taker of exports behind HTTP and, where a port is set for it, gRPC."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from typing import TYPE_CHECKING

from runlake.protocols.otlp import (
    Exports,
    LangfuseMediaAdapter,
    LangfuseRestAdapter,
    LangfuseScoresAdapter,
    OtlpAdapter,
    RunRecords,
)
from runlake.server.platform import Platform

if TYPE_CHECKING:
    from runlake.protocols.otlp.grpc_server import GrpcServer


def otlp_over_http(platform: Platform) -> OtlpAdapter:
    """The routes of the HTTP application."""
    return OtlpAdapter(_exports(platform), platform.settings.limits)


def langfuse(platform: Platform) -> list[LangfuseMediaAdapter | LangfuseScoresAdapter | LangfuseRestAdapter]:
    """What Langfuse's clients send and ask beside their spans; the last answers whatever the others do not."""
    settings, files, exports = platform.settings, platform.object_files, _exports(platform)
    return [
        LangfuseMediaAdapter(exports, files, platform.file_uploads, settings.limits, settings.public_url),
        LangfuseScoresAdapter(exports, platform.traces, platform.feedback, platform.clock),
        LangfuseRestAdapter(exports),
    ]


def otlp_over_grpc(platform: Platform) -> AbstractAsyncContextManager[None]:
    """Listen for gRPC if a port is set for it, and serve as long as the block lasts. Raises DataFolderRefused when it cannot be had."""
    settings = platform.settings
    if settings.otlp_grpc_port is None:
        return nullcontext()
    from runlake.protocols.otlp.grpc_server import GrpcServer  # takes 0.25 s to load, which most servers need not

    server = GrpcServer(_exports(platform), settings.limits)
    server.listen(settings.host, settings.otlp_grpc_port)
    return _serving(server)


@asynccontextmanager
async def _serving(server: "GrpcServer") -> AsyncIterator[None]:
    await server.start()
    try:
        yield
    finally:
        await server.stop()


def _exports(platform: Platform) -> Exports:
    records = RunRecords(platform.projects, platform.runs, platform.streams, platform.traces, platform.settings.limits)
    return Exports(platform.identity, platform.projects, platform.traces, records)
