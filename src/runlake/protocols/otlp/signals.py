"""Exports of metrics and of logs → resources with their records, from protobuf and from JSON alike. Pure.

Unlike spans these are few: a protobuf body is turned into OTLP's JSON form first, so that one reader takes both.
Source: OTLP 1.11, `opentelemetry/proto/collector/{metrics,logs}/v1` and the specification's JSON rules.
"""

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import orjson

from runlake.errors import MalformedBody
from runlake.model.json_shape import MOST_OF_BODY, check_json_size
from runlake.protocols.otlp.answers import Form, Signal
from runlake.protocols.otlp.values import TooDeep, json_attributes

_RESOURCES = {"metrics": "resourceMetrics", "logs": "resourceLogs"}
_SCOPES = {"metrics": "scopeMetrics", "logs": "scopeLogs"}
_RECORDS = {"metrics": "metrics", "logs": "logRecords"}
_IDS = ("traceId", "spanId")


@dataclass(frozen=True, slots=True)
class ResourceRecords:
    """The records of one resource, each an object of OTLP's JSON form with lowerCamelCase names."""

    resource: dict[str, Any]
    records: list[dict[str, Any]]


def decode_records(signal: Signal, form: Form, body: bytes) -> list[ResourceRecords]:
    """The metrics or log records of a body. Raises MalformedBody or LimitExceeded."""
    document = _json(body) if form == "application/json" else _protobuf(signal, body)
    return [
        ResourceRecords(
            _resource(found),
            [record for scope in members(found, _SCOPES[signal]) for record in members(scope, _RECORDS[signal])],
        )
        for found in members(document, _RESOURCES[signal])
    ]


def members(document: dict[str, Any], name: str) -> Iterator[dict[str, Any]]:
    """The objects of a list."""
    found = document.get(name)
    return (item for item in (found if isinstance(found, list) else ()) if isinstance(item, dict))


def member(document: dict[str, Any], name: str) -> dict[str, Any]:
    """An object of an object."""
    found = document.get(name)
    return found if isinstance(found, dict) else {}


def _json(body: bytes) -> dict[str, Any]:
    check_json_size([body], MOST_OF_BODY)
    try:
        document = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise MalformedBody(f"the body is not JSON: {error}") from error
    if not isinstance(document, dict):
        raise MalformedBody("the body is not a JSON object")
    return document


def _protobuf(signal: Signal, body: bytes) -> dict[str, Any]:
    # Imported at the first export: protobuf's classes take 70 ms to load, which a start need not.
    from google.protobuf.json_format import MessageToDict
    from google.protobuf.message import DecodeError

    try:
        request = _request_class(signal).FromString(body)
        document: dict[str, Any] = MessageToDict(request, use_integers_for_enums=True)
    except (DecodeError, RecursionError, ValueError) as error:
        raise MalformedBody(f"the body is not an export of {signal}: {error}") from error
    if signal == "logs":  # this JSON has ids in base64, OTLP's in hexadecimal
        for record in (
            r
            for x in members(document, "resourceLogs")
            for s in members(x, "scopeLogs")
            for r in members(s, "logRecords")
        ):
            record.update({name: base64.b64decode(record[name]).hex() for name in _IDS if name in record})
    return document


def _request_class(signal: Signal) -> Any:
    if signal == "metrics":
        from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest

        return ExportMetricsServiceRequest
    from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest

    return ExportLogsServiceRequest


def _resource(found: dict[str, Any]) -> dict[str, Any]:
    try:
        return json_attributes(member(found, "resource").get("attributes"))
    except TooDeep as error:
        raise MalformedBody(f"a resource: {error}") from error
