"""Exports as protobuf and as JSON mean the same spans; what is no span is left out with a reason."""

import base64
import json
from typing import Any

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.common.v1.common_pb2 import AnyValue

from runlake.errors import LimitExceeded, MalformedBody
from runlake.protocols.otlp import sizes
from runlake.protocols.otlp.answers import Rejected, encode_answer, encode_error
from runlake.protocols.otlp.decode import decode_json, decode_protobuf
from runlake.protocols.otlp.projects import path_in_headers, path_of_resource
from runlake.protocols.otlp.signals import decode_records

TRACE, SPAN, PARENT = "5b8efff798038103d269b633813fc60c", "eee19b7ec3c1b174", "eee19b7ec3c1b173"
START = 1_544_712_660_123_456_789


def json_export(**changes: Any) -> bytes:
    span = {
        "traceId": TRACE.upper(),
        "spanId": SPAN,
        "parentSpanId": PARENT,
        "name": "chat",
        "kind": 3,
        "startTimeUnixNano": str(START),
        "endTimeUnixNano": START + 5,
        "attributes": [
            {"key": "tokens", "value": {"intValue": "12"}},
            {"key": "share", "value": {"doubleValue": "NaN"}},
            {"key": "list", "value": {"arrayValue": {"values": [{"stringValue": "a"}, {"boolValue": True}]}}},
            {"key": "map", "value": {"kvlistValue": {"values": [{"key": "b", "value": {"intValue": 1}}]}}},
            {"key": "nothing", "value": {}},
            {"key": "bytes", "value": {"bytesValue": "AAE="}},
        ],
        "events": [{"timeUnixNano": "7", "name": "e", "attributes": []}],
        "status": {"code": 2, "message": "no"},
        "invented": 1,
    } | changes
    scope = {"scope": {"name": "lib", "version": "1"}, "spans": [span]}
    resource = {"attributes": [{"key": "service.name", "value": {"stringValue": "demo"}}]}
    return json.dumps({"resourceSpans": [{"resource": resource, "scopeSpans": [scope]}]}).encode()


def protobuf_export() -> bytes:
    request = ExportTraceServiceRequest()
    group = request.resource_spans.add()
    group.resource.attributes.add(key="service.name").value.string_value = "demo"
    scope = group.scope_spans.add()
    scope.scope.name, scope.scope.version = "lib", "1"
    span = scope.spans.add(name="chat", kind=3, start_time_unix_nano=START, end_time_unix_nano=START + 5)
    span.trace_id, span.span_id, span.parent_span_id = map(bytes.fromhex, (TRACE, SPAN, PARENT))
    span.attributes.add(key="tokens").value.int_value = 12
    span.attributes.add(key="share").value.double_value = float("nan")
    items = span.attributes.add(key="list").value.array_value
    items.values.add().string_value = "a"
    items.values.add().bool_value = True
    span.attributes.add(key="map").value.kvlist_value.values.add(key="b").value.int_value = 1
    span.attributes.add(key="nothing")
    span.attributes.add(key="bytes").value.bytes_value = base64.b64decode("AAE=")
    span.events.add(time_unix_nano=7, name="e")
    span.status.code, span.status.message = 2, "no"
    return request.SerializeToString()


def test_both_forms_are_the_same_span() -> None:
    (by_json,), (by_protobuf,) = decode_json(json_export()), decode_protobuf(protobuf_export())
    assert by_json == by_protobuf
    span = by_json.spans[0]
    assert span.attributes["share"] == "NaN"  # JSON has no such number, and nothing is lost
    assert (span.trace_id, span.span_id, span.parent_id, span.start_ns) == (TRACE, SPAN, PARENT, START)
    assert (span.status, span.status_message, span.otel_kind) == ("error", "no", 3)
    assert span.attributes["map"] == {"b": 1}
    assert span.resource == {"service.name": "demo"}


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"traceId": "0" * 32}, "trace id"),
        ({"traceId": "ab"}, "trace id"),
        ({"spanId": ""}, "span id"),
        ({"spanId": "zz" * 8}, "hexadecimal"),
        ({"attributes": [{"key": "deep", "value": None}]}, "deeper"),
    ],
)
def test_spans_that_cannot_be_are_left_out_with_a_reason(changes: dict[str, Any], reason: str) -> None:
    if reason == "deeper":
        value: dict[str, Any] = {"stringValue": "x"}
        for _ in range(50):
            value = {"arrayValue": {"values": [value]}}
        changes["attributes"][0]["value"] = value
    (group,) = decode_json(json_export(**changes))
    assert group.spans == []
    assert reason in group.rejected[0]


def test_a_parent_of_zeros_is_none() -> None:
    assert decode_json(json_export(parentSpanId="0" * 16))[0].spans[0].parent_id == ""


def test_a_turn_of_a_thread_is_known_by_its_own_id() -> None:
    turn = {"key": "wandb.is_turn", "value": {"boolValue": True}}
    thread = {"key": "wandb.thread_id", "value": {"stringValue": "t"}}
    (span,) = decode_json(json_export(attributes=[turn, thread]))[0].spans
    assert span.attributes["wandb.turn_id"] == span.span_id
    assert "wandb.turn_id" not in decode_json(json_export(attributes=[turn]))[0].spans[0].attributes


@pytest.mark.parametrize("body", [b"", b"{}", b'{"resourceSpans": null}', b'{"resourceSpans": [1, {"scopeSpans": 2}]}'])
def test_exports_without_spans_are_fine(body: bytes) -> None:
    if body:
        assert all(not group.spans and not group.rejected for group in decode_json(body))
    else:
        assert decode_protobuf(body) == []


@pytest.mark.parametrize("body", [b"\xff\xff", b"{", b"[]", b'"x"'])
def test_bodies_that_are_no_exports_are_refused(body: bytes) -> None:
    with pytest.raises(MalformedBody):
        decode_json(body)
    if body == b"\xff\xff":
        with pytest.raises(MalformedBody):
            decode_protobuf(body)


def test_answers_are_in_the_form_of_the_request() -> None:
    assert encode_answer("application/x-protobuf", None) == b""
    assert encode_answer("application/json", None) == b"{}"
    partial = json.loads(encode_answer("application/json", Rejected(2, "why")))
    assert partial == {"partialSuccess": {"rejectedSpans": "2", "errorMessage": "why"}}
    assert json.loads(encode_error("application/json", "no")) == {"message": "no"}
    status = encode_error("application/x-protobuf", "é" * 100)
    assert status[:1] == b"\x12"
    assert status.endswith("é".encode())


def test_projects_of_spans() -> None:
    assert path_in_headers({}) is None
    assert path_in_headers({"x-runlake-project": "team/agents"}) == ("team", "agents")
    assert path_in_headers({"project_id": "agents"}) == (None, "agents")
    assert path_of_resource({"runlake.project": "team/p", "service.name": "s"}) == ("team", "p")
    assert path_of_resource({"wandb.entity": "team", "wandb.project": "p"}) == ("team", "p")
    assert path_of_resource({"openinference.project.name": "a/b", "service.name": "s"}) == (None, "a-b")
    assert path_of_resource({"service.name": "checkout"}) == (None, "checkout")
    assert path_of_resource({"service.name": "unknown_service:python"}) == (None, "traces")


def test_a_span_of_more_values_than_anybody_means_is_refused_however_it_holds_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sizes, "MOST_VALUES", 100)
    values = {"arrayValue": {"values": [{"intValue": 1}] * 250}}
    for changes in ({"events": [{"attributes": [{"key": "a", "value": values}]}]}, {"attributes": [{}] * 250}):
        (group,) = decode_json(json_export(**changes))
        assert (len(group.spans), "more than 100 attributes" in group.rejected[0]) == (0, True)
    request = ExportTraceServiceRequest()
    span = request.resource_spans.add().scope_spans.add().spans.add(trace_id=b"t" * 16, span_id=b"s" * 8)
    inner = span.events.add().attributes.add(key="a").value.kvlist_value.values.add(key="b").value.array_value.values
    inner.extend([AnyValue(int_value=1)] * 97)
    assert [len(group.spans) for group in decode_protobuf(request.SerializeToString())] == [1]
    inner.add()
    assert [len(group.rejected) for group in decode_protobuf(request.SerializeToString())] == [1]


def test_spans_that_share_a_resource_too_long_to_be_kept_with_each_are_refused() -> None:
    request = ExportTraceServiceRequest()
    group = request.resource_spans.add()
    group.resource.attributes.add(key="note").value.string_value = "x" * 2_000_000
    spans = group.scope_spans.add().spans
    for number in range(200):
        spans.add(trace_id=b"t" * 16, span_id=b"%8d" % number)
    (decoded,) = decode_protobuf(request.SerializeToString())
    assert (len(decoded.spans), len(decoded.rejected)) == (0, 200)
    del spans[100:]
    (decoded,) = decode_protobuf(request.SerializeToString())
    assert len(decoded.spans) == 100


def test_millions_of_objects_are_refused_before_they_are_made() -> None:
    objects = b"[" + b"{}," * 4_000_001 + b"{}]}"
    with pytest.raises(LimitExceeded, match="lists and objects"):
        decode_json(b'{"resourceSpans":' + objects)
    with pytest.raises(LimitExceeded, match="lists and objects"):
        decode_records("logs", "application/json", b'{"resourceLogs":' + objects)
