"""OTLP over gRPC: the real OpenTelemetry exporter, and what is answered to everybody else."""

from collections.abc import Iterator

import grpc
import pytest
from google.rpc.status_pb2 import Status
from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest, ExportLogsServiceResponse
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import (
    ExportMetricsServiceRequest,
    ExportMetricsServiceResponse,
)
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
    ExportTraceServiceResponse,
)
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor

from tests.server.process import ServerProcess
from tests.server.requests import user_client

TRACES = "/opentelemetry.proto.collector.trace.v1.TraceService/Export"
METRICS = "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export"
LOGS = "/opentelemetry.proto.collector.logs.v1.LogsService/Export"
PATIENCE_S = 60


@pytest.fixture
def channel(server: ServerProcess, grpc_port: int) -> Iterator[grpc.Channel]:
    with grpc.insecure_channel(f"127.0.0.1:{grpc_port}") as opened:
        yield opened


def call(channel: grpc.Channel, path: str, body: bytes, *metadata: tuple[str, str], gzip: bool = False) -> bytes:
    compression = grpc.Compression.Gzip if gzip else None
    return channel.unary_unary(path)(body, metadata=metadata, compression=compression, timeout=PATIENCE_S)


def spans(*trace_ids: bytes) -> bytes:
    request = ExportTraceServiceRequest()
    scope = request.resource_spans.add().scope_spans.add()
    for trace_id in trace_ids:
        scope.spans.add(trace_id=trace_id, span_id=b"s" * 8, name="s", start_time_unix_nano=1, end_time_unix_nano=2)
    return request.SerializeToString()


@pytest.mark.parametrize("compression", [grpc.Compression.NoCompression, grpc.Compression.Gzip])
def test_the_real_exporter_sends_spans(server: ServerProcess, grpc_port: int, compression: grpc.Compression) -> None:
    headers = {"authorization": f"Bearer {server.api_key}"}
    exporter = OTLPSpanExporter(f"127.0.0.1:{grpc_port}", insecure=True, headers=headers, compression=compression)
    name = f"grpc-{compression.value}"
    provider = TracerProvider(resource=Resource.create({"service.name": name}))
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    with provider.get_tracer("test").start_as_current_span("chat", attributes={"gen_ai.operation.name": "chat"}):
        pass
    provider.shutdown()
    with server.client() as client:
        (root,) = client.post(f"/api/v1/projects/admin/{name}/spans/search", json={}).json()["spans"]
        assert (root["name"], root["kind"]) == ("chat", "llm")


def test_the_project_is_that_of_the_header_and_bad_spans_are_left_out(
    server: ServerProcess, channel: grpc.Channel
) -> None:
    metadata = ("x-api-key", server.api_key), ("x-runlake-project", "admin/grpc-header")
    answer = call(channel, TRACES, spans(b"t" * 16, b"short"), *metadata, gzip=True)
    partial = ExportTraceServiceResponse.FromString(answer).partial_success
    assert (partial.rejected_spans, "trace id" in partial.error_message) == (1, True)
    assert call(channel, TRACES, spans(b"t" * 16), *metadata) == b""  # sent again: the same span
    with server.client() as client:
        trace = client.get(f"/api/v1/projects/admin/grpc-header/traces/{b't'.hex() * 16}").json()
        assert [span["name"] for span in trace["spans"]] == ["s"]


def test_metrics_and_logs_without_a_run_are_left_out_and_said_so(server: ServerProcess, channel: grpc.Channel) -> None:
    metrics, logs = ExportMetricsServiceRequest(), ExportLogsServiceRequest()
    gauge = metrics.resource_metrics.add().scope_metrics.add().metrics.add(name="m").gauge
    gauge.data_points.add(as_double=1.0, time_unix_nano=1)
    logs.resource_logs.add().scope_logs.add().log_records.add(time_unix_nano=1).body.string_value = "said"
    key = ("wandb-api-key", server.api_key)
    answer = ExportMetricsServiceResponse.FromString(call(channel, METRICS, metrics.SerializeToString(), key))
    assert answer.partial_success.rejected_data_points == 1
    assert "runlake.run" in answer.partial_success.error_message
    said = ExportLogsServiceResponse.FromString(call(channel, LOGS, logs.SerializeToString(), key))
    assert said.partial_success.rejected_log_records == 1


@pytest.mark.parametrize(
    ("metadata", "body", "code", "reason"),
    [
        ({"authorization": None}, b"", grpc.StatusCode.UNAUTHENTICATED, "no API key"),
        ({"authorization": "Bearer wrong"}, b"", grpc.StatusCode.UNAUTHENTICATED, "not valid"),
        ({}, b"\xff\xff", grpc.StatusCode.INVALID_ARGUMENT, "ExportTraceServiceRequest"),
        ({"x-runlake-project": "nobody/here"}, spans(b"t" * 16), grpc.StatusCode.NOT_FOUND, "nobody"),
    ],
)
def test_what_cannot_be_taken_is_refused_for_good(
    server: ServerProcess,
    channel: grpc.Channel,
    metadata: dict[str, str | None],
    body: bytes,
    code: grpc.StatusCode,
    reason: str,
) -> None:
    given = {"authorization": f"Bearer {server.api_key}"} | metadata
    with pytest.raises(grpc.RpcError) as refused:
        call(channel, TRACES, body, *((name, value) for name, value in given.items() if value is not None))
    details = Status.FromString(dict(refused.value.trailing_metadata())["grpc-status-details-bin"])
    assert (refused.value.code(), details.code, details.details) == (code, code.value[0], [])
    assert reason in refused.value.details()


def test_a_message_beyond_the_limit_is_refused_also_when_it_is_small_before_it_is_inflated(
    server: ServerProcess, channel: grpc.Channel
) -> None:
    key = ("x-api-key", server.api_key)
    with pytest.raises(grpc.RpcError) as refused:
        call(channel, TRACES, b"\x00" * 70_000_000, key, gzip=True)
    assert refused.value.code() == grpc.StatusCode.RESOURCE_EXHAUSTED
    with pytest.raises(grpc.RpcError) as unread:
        call(channel, TRACES, b"\x00" * 70_000_000, gzip=True)
    assert unread.value.code() == grpc.StatusCode.UNAUTHENTICATED
    assert call(channel, TRACES, b"", key) == b""


def test_strangers_do_not_write(server: ServerProcess, channel: grpc.Channel) -> None:
    project = ("x-runlake-project", "admin/grpc-private")
    assert call(channel, TRACES, spans(b"p" * 16), ("x-api-key", server.api_key), project) == b""
    with user_client(server, "grpc-stranger") as stranger:
        basic = stranger.get("/api/v1/session").request.headers["authorization"]
    with pytest.raises(grpc.RpcError) as refused:
        call(channel, TRACES, spans(b"q" * 16), ("authorization", basic), project)
    assert refused.value.code() == grpc.StatusCode.NOT_FOUND
