"""Traces over HTTP: the real OpenTelemetry exporter, and what is answered to everybody else."""

import gzip
import json
import time
import zlib
from typing import Any

import httpx
import pytest
from opentelemetry.exporter.otlp.proto.http import Compression
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor

from tests.server.process import ServerProcess
from tests.server.requests import user_client

JSON = {"Content-Type": "application/json"}


def export(**span: Any) -> dict[str, Any]:
    now = time.time_ns()
    made = {"traceId": "a" * 32, "spanId": "b" * 16, "name": "s", "startTimeUnixNano": now, "endTimeUnixNano": now + 1}
    return {"resourceSpans": [{"scopeSpans": [{"spans": [made | span]}]}]}


@pytest.mark.parametrize("compression", list(Compression), ids=lambda item: item.value)
def test_the_real_exporter_sends_an_agent(server: ServerProcess, compression: Compression) -> None:
    exporter = OTLPSpanExporter(
        f"{server.url}/v1/traces", headers={"authorization": f"Bearer {server.api_key}"}, compression=compression
    )
    name = f"agent-{compression.value}"
    provider = TracerProvider(resource=Resource.create({"service.name": name}))
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    tracer = provider.get_tracer("test")
    with tracer.start_as_current_span("invoke_agent planner", attributes={"gen_ai.operation.name": "invoke_agent"}):
        with tracer.start_as_current_span("chat m", attributes={"gen_ai.operation.name": "chat"}) as chat:
            chat.set_attribute("gen_ai.request.model", "m")
            chat.set_attribute("gen_ai.usage.input_tokens", 7)
            chat.set_attribute("gen_ai.input.messages", '[{"role": "user", "parts": []}]')
        with pytest.raises(ValueError, match="no"), tracer.start_as_current_span("execute_tool search"):
            raise ValueError("no")
    provider.shutdown()
    with server.client() as client:
        page = client.post(f"/api/v1/projects/admin/{name}/spans/search", json={}).json()
        (root,) = page["spans"]
        assert (root["kind"], root["trace"]) == (
            "agent",
            {"spans": 3, "errors": 1, "input_tokens": 7, "output_tokens": 0, "cost": 0.0},
        )
        trace = f"/api/v1/projects/admin/{name}/traces/{root['trace_id']}"
        spans = {span["kind"]: span for span in client.get(trace).json()["spans"]}
        assert spans["llm"]["parent_id"] == root["span_id"]
        assert (spans["tool"]["status"], spans["tool"]["error_type"]) == ("error", "ValueError")
        held = client.get(f"{trace}/spans/{spans['llm']['span_id']}").json()
        assert held["input"] == [{"role": "user", "parts": []}]
        assert held["raw"]["scope"] == "test"


def test_json_goes_to_the_project_that_the_header_names(server: ServerProcess) -> None:
    with server.client() as client:
        headers = JSON | {"x-runlake-project": "admin/by-header"}
        answer = client.post("/otel/v1/traces", headers=headers, content=json.dumps(export()))
        assert (answer.status_code, answer.json(), answer.headers["content-type"]) == (200, {}, "application/json")
        deflated = zlib.compress(json.dumps(export(spanId="c" * 16, parentSpanId="b" * 16)).encode())
        headers |= {"Content-Encoding": "deflate"}
        assert client.post("/v1/traces", headers=headers, content=deflated).status_code == 200
        spans = client.get(f"/api/v1/projects/admin/by-header/traces/{'a' * 32}").json()["spans"]
        assert sorted(span["span_id"] for span in spans) == ["b" * 16, "c" * 16]


def test_bad_spans_are_left_out_and_said_so(server: ServerProcess) -> None:
    both = export(name="good", traceId="d" * 32)
    both["resourceSpans"] += export(name="bad", traceId="0" * 32)["resourceSpans"]
    with server.client() as client:
        partial = client.post("/v1/traces", json=both).json()["partialSuccess"]
        assert partial["rejectedSpans"] == "1"
        assert "trace id" in partial["errorMessage"]
        assert len(client.get(f"/api/v1/projects/admin/traces/traces/{'d' * 32}").json()["spans"]) == 1


@pytest.mark.parametrize(
    ("headers", "body", "status", "reason"),
    [
        ({"Content-Type": "text/plain"}, b"", 415, "content type"),
        ({"Content-Type": "application/x-protobuf"}, b"\xff\xff", 400, "ExportTraceServiceRequest"),
        (JSON, b"{", 400, "not JSON"),
        (JSON | {"Content-Encoding": "gzip"}, b"no gzip", 400, "gzip"),
        (JSON | {"Content-Encoding": "br"}, b"", 415, "encoding"),
        (JSON | {"Content-Encoding": "gzip"}, gzip.compress(b"0" * 80_000_000, 1), 413, "longer than"),
        (JSON | {"x-runlake-project": "nobody/here"}, json.dumps(export()).encode(), 404, "nobody"),
    ],
)
def test_what_cannot_be_taken_is_refused_in_its_own_form(
    server: ServerProcess, headers: dict[str, str], body: bytes, status: int, reason: str
) -> None:
    with server.client() as client:
        answer = client.post("/v1/traces", headers=headers, content=body)
    assert answer.status_code == status
    assert reason in answer.text
    given = headers["Content-Type"]
    assert answer.headers["content-type"] == (given if given != "text/plain" else "application/json")


def test_keys_are_taken_from_the_headers_that_exporters_use(server: ServerProcess) -> None:
    with httpx.Client(base_url=server.url, trust_env=False) as client:
        for name in ("wandb-api-key", "x-api-key", "api_key"):
            assert client.post("/v1/traces", json={}, headers={name: server.api_key}).status_code == 200
        for headers in ({}, {"x-api-key": "wrong"}, {"authorization": "Bearer wrong"}):
            refused = client.post("/v1/traces", json={}, headers=headers)
            assert (refused.status_code, "key" in refused.json()["message"]) == (401, True)


def test_strangers_neither_read_nor_write(server: ServerProcess) -> None:
    with server.client() as owner, user_client(server, "stranger") as stranger:
        headers = {"x-runlake-project": "admin/private-traces"}
        assert owner.post("/v1/traces", json=export(), headers=headers).status_code == 200
        assert stranger.post("/v1/traces", json=export(name="mine"), headers=headers).status_code == 404
        project = "/api/v1/projects/admin/private-traces"
        assert stranger.post(f"{project}/spans/search", json={}).status_code == 404
        assert stranger.get(f"{project}/traces/{'a' * 32}").status_code == 404
        (span,) = owner.get(f"{project}/traces/{'a' * 32}").json()["spans"]
        assert span["name"] == "s"


def test_sessions_and_users_are_lists(server: ServerProcess) -> None:
    attributes = [
        {"key": "session.id", "value": {"stringValue": "talk"}},
        {"key": "user.id", "value": {"stringValue": "ada"}},
    ]
    with server.client() as client:
        headers = {"x-runlake-project": "admin/sessions"}
        assert client.post("/v1/traces", json=export(attributes=attributes), headers=headers).status_code == 200
        project = "/api/v1/projects/admin/sessions"
        (session,) = client.post(f"{project}/sessions/search", json={"limit": 1}).json()["sessions"]
        assert (session["session_id"], session["traces"], session["users"]) == ("talk", 1, ["ada"])
        (user,) = client.post(f"{project}/trace-users/search", json={"contains": "ad"}).json()["users"]
        assert (user["user_id"], user["sessions"], user["start"]) == ("ada", ["talk"], session["start"])
        assert client.post(f"{project}/sessions/search", json={"limit": 501}).status_code == 400


def test_prices_of_a_project_are_kept_and_applied(server: ServerProcess) -> None:
    tokens = [
        {"key": "gen_ai.request.model", "value": {"stringValue": "my-model"}},
        {"key": "gen_ai.usage.input_tokens", "value": {"intValue": 1_000_000}},
    ]
    with server.client() as client:
        project, headers = "/api/v1/projects/admin/priced", {"x-runlake-project": "admin/priced"}
        assert client.post("/v1/traces", json=export(kind=3, attributes=tokens), headers=headers).status_code == 200

        def cost() -> tuple[float | None, str | None]:
            (span,) = client.post(f"{project}/spans/search", json={}).json()["spans"]
            return span["cost"], span["cost_source"]

        assert cost() == (None, None)
        made = client.post(f"{project}/prices", json={"model": "my-model", "input": 3, "output": 4}).json()
        assert (made["cache_read"], made["created_by"]) == (3, "admin")
        answer = client.get(f"{project}/prices").json()
        assert answer["prices"] == [made]
        assert {price["provider"] for price in answer["list_prices"]} == set(answer["sources"])
        assert client.post(f"{project}/prices/recompute", json={}).json()["requests_total"] == 1
        deadline = time.monotonic() + 30
        while not (job := client.get(f"{project}/prices").json()["job"])["finished_at"]:
            assert time.monotonic() < deadline, "costs were not computed in time"
        assert (job["requests_read"], job["requests_priced"], job["problem"]) == (1, 1, "")
        (model,) = client.get(f"{project}/prices/models").json()["models"]
        assert (model["priced"], model["cost"], model["price"]) == (1, 3.0, made)
        assert cost() == (3.0, "computed")
        assert client.delete(f"{project}/prices/{made['price_id']}").status_code == 204
        answer = client.get(f"{project}/prices").json()
        assert answer["prices"] == []
        assert [price["removed_by"] for price in answer["removed"]] == ["admin"]
        assert client.post(f"{project}/prices", json={"model": "m", "input": -1, "output": 0}).status_code == 400
