"""Answers in the form of the request: protobuf, or its JSON. Pure.

Source: OTLP 1.11, "Partial Success" and "Failures": the content type is the request's, errors are a
`google.rpc.Status`, of which the message is enough.
"""

from dataclasses import dataclass
from typing import Literal

import orjson

from runlake.errors import RunlakeError

Form = Literal["application/x-protobuf", "application/json"]
Signal = Literal["traces", "metrics", "logs"]

_COUNTS = {"traces": "rejectedSpans", "metrics": "rejectedDataPoints", "logs": "rejectedLogRecords"}
_LONGEST_MESSAGE = 2000
_RETRY_AFTER_S = 5.0
_STATUS_MESSAGE_FIELD = 0x12  # field 2 of google.rpc.Status, length-delimited


@dataclass(frozen=True, slots=True)
class Rejected:
    """How many spans, data points or log records were left out of an export, and why."""

    count: int
    message: str


def encode_answer(form: Form, rejected: Rejected | None, signal: Signal = "traces") -> bytes:
    """The body of a 200: empty when all was taken. In protobuf the answers of all signals are alike."""
    if rejected is None:
        return b"{}" if form == "application/json" else b""
    message = rejected.message[:_LONGEST_MESSAGE]
    if form == "application/json":
        partial = {_COUNTS[signal]: str(rejected.count), "errorMessage": message}
        return orjson.dumps({"partialSuccess": partial})
    from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceResponse  # as in decode

    answer = ExportTraceServiceResponse()
    answer.partial_success.rejected_spans = rejected.count
    answer.partial_success.error_message = message
    encoded: bytes = answer.SerializeToString()
    return encoded


def encode_error(form: Form, message: str) -> bytes:
    """A `google.rpc.Status` that says what was wrong."""
    text = message[:_LONGEST_MESSAGE]
    if form == "application/json":
        return orjson.dumps({"message": text})
    encoded = text.encode()
    return bytes([_STATUS_MESSAGE_FIELD]) + _varint(len(encoded)) + encoded


def retry_after_s(error: RunlakeError) -> float:
    """How long an exporter should wait before it sends again what met this retryable error, in seconds."""
    return float(getattr(error, "retry_after_s", _RETRY_AFTER_S))


def _varint(number: int) -> bytes:
    parts = bytearray()
    while number > 0x7F:
        parts.append(number & 0x7F | 0x80)
        number >>= 7
    parts.append(number)
    return bytes(parts)
