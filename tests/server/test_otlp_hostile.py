"""Spans that nobody means well with: each is taken or refused, and nobody else notices."""

import json
import time
from typing import Any

import httpx
import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
    ExportTraceServiceResponse,
)
from opentelemetry.proto.common.v1.common_pb2 import AnyValue, KeyValue

from tests.server.process import ServerProcess

PROTOBUF = {"Content-Type": "application/x-protobuf"}
PROJECT = "/api/v1/projects/admin/hostile"


def patient(server: ServerProcess) -> httpx.Client:
    """A client that waits: this is about memory and answers, and the machine may be busy."""
    client = server.client()
    client.timeout = httpx.Timeout(60)
    return client


def span(number: int, *, trace: str = "a", parent: int | None = None, **more: Any) -> dict[str, Any]:
    now = time.time_ns()
    made = {"traceId": trace * 32, "spanId": f"{number:016x}", "startTimeUnixNano": now, "endTimeUnixNano": now + 1}
    return made | ({} if parent is None else {"parentSpanId": f"{parent:016x}"}) | more


def post(client: httpx.Client, *spans: dict[str, Any], project: str = "hostile") -> httpx.Response:
    body = {"resourceSpans": [{"scopeSpans": [{"spans": list(spans)}]}]}
    return client.post("/v1/traces", json=body, headers={"x-runlake-project": f"admin/{project}"})


def test_a_span_of_many_attributes_is_kept_and_listed(server: ServerProcess) -> None:
    request = ExportTraceServiceRequest()
    made = request.resource_spans.add().scope_spans.add().spans.add(trace_id=b"m" * 16, span_id=b"m" * 8, name="many")
    for number in range(50_000):
        made.attributes.add(key=f"attribute.{number}").value.int_value = number
    with patient(server) as client:
        headers = PROTOBUF | {"x-runlake-project": "admin/hostile"}
        assert client.post("/v1/traces", content=request.SerializeToString(), headers=headers).status_code == 200
        trace = f"{PROJECT}/traces/{b'm'.hex() * 16}"
        assert [found["name"] for found in client.get(trace).json()["spans"]] == ["many"]
        held = client.get(f"{trace}/spans/{b'm'.hex() * 8}").json()
        assert len(held["raw"]["attributes"]) == 50_000


def test_a_span_of_too_many_attributes_is_refused_and_the_others_of_its_export_are_kept(server: ServerProcess) -> None:
    request = ExportTraceServiceRequest()
    spans = request.resource_spans.add().scope_spans.add().spans
    huge = spans.add(trace_id=b"n" * 16, span_id=b"h" * 8, name="huge")
    spans.add(trace_id=b"n" * 16, span_id=b"k" * 8, name="kept")
    huge.attributes.extend([KeyValue(key="a", value=AnyValue(int_value=1))] * 1_000_000)
    with patient(server) as client:
        headers = PROTOBUF | {"x-runlake-project": "admin/hostile"}
        answer = client.post("/v1/traces", content=request.SerializeToString(), headers=headers)
        said = ExportTraceServiceResponse.FromString(answer.content).partial_success
        assert (answer.status_code, said.rejected_spans) == (200, 1)
        assert "more than 100000 attributes" in said.error_message
        found = client.get(f"{PROJECT}/traces/{b'n'.hex() * 16}").json()["spans"]
    assert [row["name"] for row in found] == ["kept"]


def test_clocks_that_are_years_off_and_times_that_are_none(server: ServerProcess) -> None:
    century = 4_085_000_000 * 10**9  # in 2099
    times = {
        "1970": (1, 2),
        "2099": (century, century + 1),
        "beyond": (2**64 - 2, 2**64 - 1),
        "backwards": (century, 1),
    }
    spans = [
        span(number, trace="f", name=name, startTimeUnixNano=start, endTimeUnixNano=str(end))
        for number, (name, (start, end)) in enumerate(times.items(), 1)
    ]
    project = "/api/v1/projects/admin/clocks"
    with patient(server) as client:
        assert post(client, *spans, project="clocks").json() == {}
        found = client.get(f"{project}/traces/{'f' * 32}").json()["spans"]
        assert [row["name"] for row in found] == ["1970", "2099", "backwards", "beyond"]
        assert all(row["duration_ms"] >= 0 for row in found)
        page = client.post(f"{project}/spans/search", json={"roots_only": False}).json()
        assert [row["name"] for row in page["spans"]] == ["beyond", "backwards", "2099", "1970"]
        body = {"roots_only": False, "facets": ["name"]}
        assert len(client.post(f"{project}/spans/facets", json=body).json()["facets"]["name"]) == 4
        assert client.post(f"{project}/spans/series", json={"roots_only": False}).status_code == 200


def test_ids_that_another_project_has_too_are_other_spans(server: ServerProcess) -> None:
    with patient(server) as client:
        for project in ("mine", "theirs"):
            said = [{"key": "input.value", "value": {"stringValue": f"said in {project}"}}]
            assert post(client, span(1, trace="b", name=project, attributes=said), project=project).json() == {}
        for project in ("mine", "theirs"):
            trace = f"/api/v1/projects/admin/{project}/traces/{'b' * 32}"
            assert [row["name"] for row in client.get(trace).json()["spans"]] == [project]
            assert client.get(f"{trace}/spans/{1:016x}").json()["input"] == f"said in {project}"


def test_a_payload_of_megabytes_is_kept_whole(server: ServerProcess) -> None:
    text = "".join(f"{number:08x} " for number in range(500_000))
    said = [{"key": "output.value", "value": {"stringValue": text}}]
    with patient(server) as client:
        assert post(client, span(77, trace="7", attributes=said)).json() == {}
        assert client.get(f"{PROJECT}/traces/{'7' * 32}/spans/{77:016x}").json()["output"] == text


def test_a_body_beyond_the_limit_is_refused_before_it_is_read(server: ServerProcess) -> None:
    with patient(server) as client:
        answer = client.post("/v1/traces", content=b"\x00" * 100_000_000, headers=PROTOBUF)
    assert (answer.status_code, answer.headers["content-type"]) == (413, PROTOBUF["Content-Type"])


def test_parents_in_a_circle_are_read_and_found(server: ServerProcess) -> None:
    circle = [span(1, trace="c", parent=2, name="one"), span(2, trace="c", parent=1, name="two")]
    with patient(server) as client:
        assert post(client, *circle, span(3, trace="c", parent=3, name="its own parent")).json() == {}
        names = {found["name"] for found in client.get(f"{PROJECT}/traces/{'c' * 32}").json()["spans"]}
        assert names == {"one", "two", "its own parent"}
        search = {"search": "parent", "roots_only": False}
        found = client.post(f"{PROJECT}/spans/search", json=search).json()["spans"]
        assert [row["name"] for row in found] == ["its own parent"]


@pytest.mark.parametrize("levels", [250, 900, 5000])
def test_json_nested_without_end_is_shown_as_text(server: ServerProcess, levels: int) -> None:
    deep = "[" * levels + "]" * levels
    attributes = [{"key": "input.value", "value": {"stringValue": deep}}]
    with patient(server) as client:
        assert post(client, span(levels, trace="d", name="deep", attributes=attributes)).json() == {}
        held = client.get(f"{PROJECT}/traces/{'d' * 32}/spans/{levels:016x}").json()
        assert held["input"] == deep


def test_the_experiment_header_of_mlflow_names_a_project(server: ServerProcess) -> None:
    body = json.dumps({"resourceSpans": [{"scopeSpans": [{"spans": [span(1, trace="e", name="m")]}]}]})
    headers = {"Content-Type": "application/json", "x-mlflow-experiment-id": "7"}
    with patient(server) as client:
        assert client.post("/v1/traces", content=body, headers=headers).json() == {}
        found = client.get(f"/api/v1/projects/admin/mlflow-7/traces/{'e' * 32}").json()["spans"]
    assert [row["name"] for row in found] == ["m"]
