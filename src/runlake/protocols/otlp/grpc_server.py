"""OTLP over gRPC: the services of traces, metrics and logs on a port of their own, without TLS.

Imported only where the port is set: gRPC takes 0.25 s to load. Messages stay bytes here, so that what is decoded, stored and
answered is said once for HTTP and for gRPC. OK means durable.
Source: OTLP 1.11, "OTLP/gRPC", and the services of `opentelemetry/proto/collector/*/v1`.
"""

import logging
from collections.abc import AsyncIterator
from functools import partial
from typing import Any

import grpc
import grpc.aio
from starlette.datastructures import Headers

from runlake.errors import DataFolderRefused, MalformedBody, RunlakeError
from runlake.protocols.otlp.answers import Form, Signal, encode_answer
from runlake.protocols.otlp.exports import Exports
from runlake.protocols.otlp.grpc_status import Refusal, refusal_of, too_many_calls
from runlake.settings import LimitSettings

_SERVICES: dict[Signal, str] = {
    "traces": "opentelemetry.proto.collector.trace.v1.TraceService",
    "metrics": "opentelemetry.proto.collector.metrics.v1.MetricsService",
    "logs": "opentelemetry.proto.collector.logs.v1.LogsService",
}
_FORM: Form = "application/x-protobuf"
_GRACE_S = 5

_log = logging.getLogger(__name__)


class GrpcServer:
    """Takes exports over gRPC, once it listens, from `start` to `stop`. It is made where an event loop runs."""

    def __init__(self, exports: Exports, limits: LimitSettings) -> None:
        self._exports = exports
        self._most_calls = limits.grpc_calls
        self._calls = 0
        self._server = grpc.aio.server(options=_options(limits))
        self._server.add_generic_rpc_handlers([self._service(signal, name) for signal, name in _SERVICES.items()])

    def listen(self, host: str, port: int) -> None:
        """Take the port; calls wait for `start`. Raises DataFolderRefused when the port cannot be had."""
        address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        try:
            self._server.add_insecure_port(address)
        except RuntimeError as error:
            raise DataFolderRefused(
                f"cannot listen on {address} for OTLP over gRPC: choose another port with RUNLAKE_OTLP_GRPC_PORT"
            ) from error
        _log.info("listening for OTLP over gRPC", extra={"address": address})

    async def start(self) -> None:
        """Take calls."""
        await self._server.start()

    async def stop(self) -> None:
        """Take no more calls, and give those under way a few seconds to end."""
        await self._server.stop(_GRACE_S)

    def _service(self, signal: Signal, name: str) -> grpc.GenericRpcHandler:
        # As a call that streams its requests, though exporters send one: so the caller is known before a message is read.
        export = grpc.stream_unary_rpc_method_handler(partial(self._export, signal))
        return grpc.method_handlers_generic_handler(name, {"Export": export})

    async def _export(self, signal: Signal, requests: AsyncIterator[bytes], context: Any) -> bytes:
        """Take one export; answers once all of it is durable and visible."""
        if self._calls >= self._most_calls:
            answer: bytes | Refusal = too_many_calls(self._most_calls)
        else:
            self._calls += 1
            try:
                answer = await self._answer(signal, requests, _headers(context))
            finally:
                self._calls -= 1
        if isinstance(answer, bytes):
            return answer
        await context.abort(answer.code, answer.message, answer.metadata)
        raise AssertionError("abort raises")

    async def _answer(self, signal: Signal, requests: AsyncIterator[bytes], headers: Headers) -> bytes | Refusal:
        try:
            return await self._taken(signal, requests, headers)
        except RunlakeError as error:
            return refusal_of(error)
        except Exception:  # noqa: BLE001 - the outermost handler: gRPC would tell the caller what failed
            _log.exception("export failed", extra={"signal": signal})
            return refusal_of(RunlakeError("the server failed; its log has the details"))

    async def _taken(self, signal: Signal, requests: AsyncIterator[bytes], headers: Headers) -> bytes:
        principal = await self._exports.principal(headers)
        async for body in requests:
            return encode_answer(_FORM, await self._exports.take(principal, signal, _FORM, headers, body), signal)
        raise MalformedBody("the call holds no message, or one that is too long or not compressed as it says")


def _options(limits: LimitSettings) -> list[tuple[str, int]]:
    return [
        ("grpc.max_receive_message_length", limits.body_bytes),  # as sent, and once more when inflated
        ("grpc.so_reuseport", 0),  # else a second server would share the port, and half of the exports
    ]


def _headers(context: Any) -> Headers:
    """The call's metadata, which are HTTP headers; those of binary values are left out."""
    pairs = ((name, value) for name, value in context.invocation_metadata() if isinstance(value, str))
    return Headers(raw=[(name.encode("latin-1"), value.encode("latin-1", "replace")) for name, value in pairs])
