"""Errors → the status of a gRPC call. Pure.

Exporters retry UNAVAILABLE, after the time that a `RetryInfo` in `grpc-status-details-bin` names. They also retry CANCELLED,
DEADLINE_EXCEEDED, ABORTED, OUT_OF_RANGE and DATA_LOSS, and RESOURCE_EXHAUSTED with a `RetryInfo`, OpenTelemetry's for Python
whatever comes with it: none of these stands for what can never succeed. That exporter reads the `RetryInfo` from metadata of another name.
Source: OTLP 1.11, "OTLP/gRPC Response" and "OTLP/gRPC Throttling"; opentelemetry-exporter-otlp-proto-grpc 1.45.2.
"""

from dataclasses import dataclass

import grpc
from google.rpc.error_details_pb2 import RetryInfo
from google.rpc.status_pb2 import Status

from runlake.errors import Overloaded, RunlakeError
from runlake.protocols.otlp.answers import retry_after_s

_DETAILS_KEY = "grpc-status-details-bin"
_PYTHON_DETAILS_KEY = "google.rpc.retryinfo-bin"
_LONGEST_MESSAGE = 500  # it is sent twice and percent-encoded, in headers of which clients take 8 KiB
_CODES = {
    400: grpc.StatusCode.INVALID_ARGUMENT,
    401: grpc.StatusCode.UNAUTHENTICATED,
    403: grpc.StatusCode.PERMISSION_DENIED,
    404: grpc.StatusCode.NOT_FOUND,
    409: grpc.StatusCode.FAILED_PRECONDITION,
    413: grpc.StatusCode.INVALID_ARGUMENT,
    415: grpc.StatusCode.INVALID_ARGUMENT,
    504: grpc.StatusCode.DEADLINE_EXCEEDED,
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """How a call ends that was not taken: the arguments of gRPC's `abort`."""

    code: grpc.StatusCode
    message: str
    metadata: tuple[tuple[str, bytes], ...]


def too_many_calls(most: int) -> Refusal:
    """The status for a call beyond those that are taken at once."""
    return _refusal(
        grpc.StatusCode.RESOURCE_EXHAUSTED,
        Overloaded(f"the server takes {most} calls at once: try again, or set RUNLAKE_LIMITS__GRPC_CALLS higher"),
    )


def refusal_of(error: RunlakeError) -> Refusal:
    """The status for an error, with the time to wait when a retry may succeed."""
    code = grpc.StatusCode.UNAVAILABLE if error.retryable else _CODES.get(error.status, grpc.StatusCode.INTERNAL)
    return _refusal(code, error)


def _refusal(code: grpc.StatusCode, error: RunlakeError) -> Refusal:
    status = Status(code=code.value[0], message=error.message[:_LONGEST_MESSAGE])
    if not error.retryable:
        return Refusal(code, status.message, ((_DETAILS_KEY, status.SerializeToString()),))
    retry = RetryInfo()
    retry.retry_delay.FromMilliseconds(round(retry_after_s(error) * 1000))
    status.details.add().Pack(retry)
    details = (_DETAILS_KEY, status.SerializeToString()), (_PYTHON_DETAILS_KEY, retry.SerializeToString())
    return Refusal(code, status.message, details)
