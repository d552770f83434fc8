"""Calls over gRPC when the store is busy, something is wrong, or the server ends: with a stand-in for what takes exports."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import grpc
import grpc.aio
import pytest
from google.rpc.error_details_pb2 import RetryInfo
from google.rpc.status_pb2 import Status
from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.trace.export import SpanExportResult

from runlake.errors import DataFolderRefused, Overloaded, PermissionDenied
from runlake.protocols.otlp.grpc_server import GrpcServer
from runlake.settings import LimitSettings
from tests.server.process import free_port

TRACES = "/opentelemetry.proto.collector.trace.v1.TraceService/Export"


class Taker:
    """Knows every caller, and does with the n-th export what the n-th step says; None takes it."""

    def __init__(self, *steps: Callable[[], Awaitable[None]] | Exception | None) -> None:
        self._steps = list(steps)

    async def principal(self, headers: Any) -> str:
        return "somebody"

    async def take(self, *given: Any) -> None:
        step = self._steps.pop(0)
        if isinstance(step, Exception):
            raise step
        if step is not None:
            await step()

    @property
    def left(self) -> int:
        return len(self._steps)


async def started(taker: Taker, limits: LimitSettings | None = None) -> tuple[GrpcServer, int]:
    server, port = GrpcServer(taker, limits or LimitSettings()), free_port()
    server.listen("127.0.0.1", port)
    await server.start()
    return server, port


async def refusal(error: Exception) -> grpc.aio.AioRpcError:
    server, port = await started(Taker(error))
    async with grpc.aio.insecure_channel(f"127.0.0.1:{port}") as channel:
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await channel.unary_unary(TRACES)(b"")
    await server.stop()
    return refused.value


async def test_an_exporter_that_is_told_to_wait_sends_again() -> None:
    taker = Taker(Overloaded("busy", retry_after_s=0.01), None)
    server, port = await started(taker)
    exporter = OTLPSpanExporter(f"127.0.0.1:{port}", insecure=True)
    assert await asyncio.to_thread(exporter.export, []) is SpanExportResult.SUCCESS
    assert taker.left == 0
    await asyncio.to_thread(exporter.shutdown)
    await server.stop()


async def test_what_may_succeed_later_says_when() -> None:
    refused = await refusal(Overloaded("busy", retry_after_s=1.5))
    assert (refused.code(), refused.details()) == (grpc.StatusCode.UNAVAILABLE, "busy")
    assert retry_ms(refused) == 1500


async def test_a_call_beyond_those_that_are_taken_at_once_is_told_to_come_again() -> None:
    entered, may_end = asyncio.Event(), asyncio.Event()

    async def waiting() -> None:
        entered.set()
        await may_end.wait()

    server, port = await started(Taker(waiting, None), LimitSettings(grpc_calls=1))
    async with grpc.aio.insecure_channel(f"127.0.0.1:{port}") as channel:
        first = channel.unary_unary(TRACES)(b"")
        await entered.wait()
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await channel.unary_unary(TRACES)(b"")
        assert refused.value.code() == grpc.StatusCode.RESOURCE_EXHAUSTED
        assert "1 calls at once" in (refused.value.details() or "")
        assert retry_ms(refused.value) > 0
        may_end.set()
        assert await first == b""
        assert await channel.unary_unary(TRACES)(b"") == b""  # its place is free again
    await server.stop()


def retry_ms(refused: grpc.aio.AioRpcError) -> int:
    (detail,) = Status.FromString(dict(refused.trailing_metadata())["grpc-status-details-bin"]).details
    retry = RetryInfo()
    assert detail.Unpack(retry)
    milliseconds: int = retry.retry_delay.ToMilliseconds()
    return milliseconds


async def test_who_may_not_write_is_told() -> None:
    assert (await refusal(PermissionDenied("not yours"))).code() == grpc.StatusCode.PERMISSION_DENIED


async def test_a_failure_is_not_described_to_the_caller() -> None:
    refused = await refusal(ZeroDivisionError("a secret"))
    assert refused.code() == grpc.StatusCode.INTERNAL
    assert "secret" not in str(refused)


async def test_a_call_under_way_ends_well_when_the_server_stops() -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def wait() -> None:
        begun.set()
        await go_on.wait()

    server, port = await started(Taker(wait))
    async with grpc.aio.insecure_channel(f"127.0.0.1:{port}") as channel:
        export = asyncio.ensure_future(channel.unary_unary(TRACES)(b""))
        await begun.wait()
        stopping = asyncio.create_task(server.stop())
        await asyncio.sleep(0)
        go_on.set()
        assert await export == b""
    await stopping


async def test_a_port_in_use_is_refused() -> None:
    server, port = await started(Taker())
    with pytest.raises(DataFolderRefused, match="RUNLAKE_OTLP_GRPC_PORT"):
        GrpcServer(Taker(), LimitSettings()).listen("127.0.0.1", port)
    await server.stop()
