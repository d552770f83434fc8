"""Metrics and logs over HTTP: the real OpenTelemetry exporters, retries, and what belongs to nobody."""

import base64
import gzip
import hashlib
import json
import logging
from typing import Any

import httpx
import pytest
from opentelemetry.exporter.otlp.proto.http._log_exporter import OTLPLogExporter
from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
from opentelemetry.sdk._logs import LoggerProvider, LoggingHandler
from opentelemetry.sdk._logs.export import SimpleLogRecordProcessor
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader
from opentelemetry.sdk.resources import Resource

from tests.server.process import ServerProcess
from tests.server.requests import create_run, user_client

PLACE = "/api/v1/projects/admin/metered"
TRACE, SPAN = "e" * 32, "f" * 16


@pytest.fixture
def client(server: ServerProcess) -> httpx.Client:
    made = server.client()
    create_run(made, "metered", "r1")
    return made


def of_run(run: str = "admin/metered/r1") -> dict[str, Any]:
    return {"attributes": [{"key": "runlake.run", "value": {"stringValue": run}}]} if run else {}


def metrics(points: list[dict[str, Any]], run: str = "admin/metered/r1", **shape: Any) -> dict[str, Any]:
    metric = {"name": "loss", **(shape or {"gauge": {"dataPoints": points}})}
    return {"resourceMetrics": [{"resource": of_run(run), "scopeMetrics": [{"metrics": [metric]}]}]}


def logs(*records: dict[str, Any], run: str = "admin/metered/r1") -> dict[str, Any]:
    return {"resourceLogs": [{"resource": of_run(run), "scopeLogs": [{"logRecords": list(records)}]}]}


def values(client: httpx.Client, metric: str, source: str = "history") -> list[float]:
    """All values of a series, in the order of the x-axis."""
    return [value for series in stored(client, metric, source) for value in series["mean"]]


def stored(client: httpx.Client, metric: str, source: str = "history") -> list[dict[str, Any]]:
    asked = {"runs": ["r1"], "metrics": [metric], "source": source}
    answer = client.post(f"{PLACE}/points", json=asked)
    assert answer.status_code == 200, answer.text
    return answer.json()["series"]


def at(step: int, value: int, time_ns: str) -> dict[str, Any]:
    """A data point of the history."""
    attributes = [{"key": "runlake.step", "value": {"intValue": str(step)}}]
    return {"asInt": str(value), "timeUnixNano": time_ns, "attributes": attributes}


def lines(client: httpx.Client) -> list[str]:
    return [line["text"] for line in client.get(f"{PLACE}/runs/r1/logs?writer=otlp").json()["lines"]]


def test_the_real_metric_exporter_writes_to_a_run(server: ServerProcess, client: httpx.Client) -> None:
    exporter = OTLPMetricExporter(f"{server.url}/v1/metrics", headers={"x-api-key": server.api_key})
    reader = PeriodicExportingMetricReader(exporter, export_interval_millis=1e9)
    provider = MeterProvider([reader], resource=Resource.create({"runlake.run": "admin/metered/r1"}))
    meter = provider.get_meter("test")
    meter.create_counter("requests").add(3, {"method": "GET"})
    meter.create_gauge("queue").set(7.5, {"runlake.step": 4})
    timing = meter.create_histogram("latency")
    for took in (1.0, 3.0):
        timing.record(took)
    assert provider.force_flush()
    provider.shutdown()
    assert values(client, "queue") == [7.5]
    assert [series["points"] for series in stored(client, "queue")] == [1]  # it is exported again at the shutdown
    assert values(client, "requests{method=GET}", "system")[-1] == 3
    assert values(client, "latency/mean", "system")[-1] == 2
    assert values(client, "latency/max", "system")[-1] == 3


def test_a_retry_stores_nothing_twice(client: httpx.Client) -> None:
    at_step = [at(1, 2, "1790000000000000000")]
    later = [at(1, 2, "1790000060000000000"), at(2, 3, "1790000060000000000")]  # as gauges are sent again and again
    for body in (metrics(at_step), metrics(at_step), metrics(later)):
        assert client.post("/v1/metrics", json=body).json() == {}
    said = logs({"body": {"stringValue": "once\ntwice"}, "timeUnixNano": "1790000000000000000"})
    packed = {"Content-Encoding": "gzip", "Content-Type": "application/json"}
    for _ in range(2):
        assert client.post("/v1/logs", content=gzip.compress(json.dumps(said).encode()), headers=packed).json() == {}
    assert values(client, "loss") == [2.0, 3.0]
    assert [series["points"] for series in stored(client, "loss")] == [2]
    assert [line for line in lines(client) if line in ("once", "twice")] == ["once", "twice"]


def test_what_belongs_to_nobody_is_refused_with_a_reason(client: httpx.Client) -> None:
    point = {"asDouble": 1.0, "timeUnixNano": "1790000000000000000"}
    partial = client.post("/v1/metrics", json=metrics([point, point], run="")).json()["partialSuccess"]
    assert partial["rejectedDataPoints"] == "2"
    assert "runlake.run" in partial["errorMessage"]
    partial = client.post("/v1/metrics", json=metrics([point], run="admin/metered/none")).json()["partialSuccess"]
    assert "start it first" in partial["errorMessage"]
    partial = client.post("/v1/logs", json=logs({"body": {"stringValue": "x"}}, run="")).json()["partialSuccess"]
    assert partial["rejectedLogRecords"] == "1"
    empty = metrics(
        [{"timeUnixNano": "1"}, {"asDouble": 1, "attributes": [{"key": "runlake.step", "value": {"intValue": "-1"}}]}]
    )
    assert client.post("/v1/metrics", json=empty).json()["partialSuccess"]["rejectedDataPoints"] == "2"
    assert (
        client.post("/v1/metrics", content=b"\xff", headers={"Content-Type": "application/x-protobuf"}).status_code
        == 400
    )


def test_strangers_write_to_no_run(server: ServerProcess, client: httpx.Client) -> None:
    point = {"asDouble": 1.0, "timeUnixNano": "1790000000000000000"}
    with user_client(server, "metered-stranger") as stranger:
        assert stranger.post("/v1/metrics", json=metrics([point])).status_code == 404
        assert stranger.post("/v1/logs", json=logs({"body": {"stringValue": "x"}})).status_code == 404
        hidden = stranger.post("/v1/metrics", json=metrics([point], run="admin/nowhere/r1"))
        assert hidden.status_code == 404


@pytest.mark.filterwarnings("ignore:`LoggingHandler`:DeprecationWarning")
def test_the_real_log_exporter_writes_to_the_console_of_a_run(server: ServerProcess, client: httpx.Client) -> None:
    provider = LoggerProvider(Resource.create({"runlake.run": "admin/metered/r1"}))
    exporter = OTLPLogExporter(f"{server.url}/v1/logs", headers={"x-api-key": server.api_key})
    provider.add_log_record_processor(SimpleLogRecordProcessor(exporter))
    logger = logging.getLogger("trained")
    logger.addHandler(LoggingHandler(logger_provider=provider))
    logger.error("out of luck")
    provider.shutdown()
    assert "ERROR out of luck" in lines(client)


def event(name: str, body: dict[str, Any], second: int) -> dict[str, Any]:
    members = [{"key": key, "value": {"stringValue": value}} for key, value in body.items()]
    return {
        "eventName": name,
        "traceId": TRACE,
        "spanId": SPAN,
        "timeUnixNano": str(1_790_000_000_000_000_000 + second),
        "body": {"kvlistValue": {"values": members}},
    }


@pytest.mark.parametrize("events_first", [True, False])
def test_messages_in_logs_are_those_of_their_span(client: httpx.Client, *, events_first: bool) -> None:
    headers = {"x-runlake-project": f"admin/events-{events_first}"}
    said = logs(
        event("gen_ai.user.message", {"content": "why?"}, 1),
        event("gen_ai.choice", {"content": "so"}, 2),
        event(
            "gen_ai.evaluation.result", {"gen_ai.evaluation.name": "tone", "gen_ai.evaluation.score.label": "curt"}, 3
        ),
        run="",
    )
    span = {
        "traceId": TRACE,
        "spanId": SPAN,
        "name": "chat m",
        "startTimeUnixNano": "1790000000000000000",
        "endTimeUnixNano": "1790000001000000000",
    }
    spans = {"resourceSpans": [{"scopeSpans": [{"spans": [span]}]}]}
    posts = [("/v1/logs", said), ("/v1/traces", spans)]
    for path, body in (posts if events_first else posts[::-1]) + posts:  # and all of it once more
        assert client.post(path, json=body, headers=headers).json() == {}
    trace = f"/api/v1/projects/admin/events-{events_first}/traces/{TRACE}"
    assert len(client.get(trace).json()["spans"]) == 1
    held = client.get(f"{trace}/spans/{SPAN}").json()
    assert held["input"] == [{"role": "user", "content": "why?"}]
    assert held["output"] == [{"role": "assistant", "content": "so"}]
    assert len(held["raw"]["events"]) == 3
    (score,) = client.get(f"{trace}/judgements").json()["judgements"]
    assert (score["span_id"], score["name"], score["value"], score["by"]) == (SPAN, "tone", "curt", "scorer")


def test_media_of_langfuse_come_beside_their_span(server: ServerProcess, client: httpx.Client) -> None:
    content = b"\x89PNG of a cat"
    sha256 = base64.b64encode(hashlib.sha256(content).digest()).decode()
    asked = {"traceId": TRACE, "field": "input", "contentType": "image/png", "contentLength": len(content)}
    media_id = sha256.replace("+", "-").replace("/", "_")[:22]
    headers = {"x-runlake-project": "admin/pictures"}
    answer = client.post("/api/public/media", json={**asked, "sha256Hash": sha256}, headers=headers)
    assert (answer.status_code, answer.json()["mediaId"]) == (201, media_id)
    address = answer.json()["uploadUrl"]
    assert httpx.put(address, content=b"something else").status_code == 400
    assert httpx.put(address.replace("/storage/objects/", "/storage/objects/1"), content=content).status_code == 403
    for _ in range(2):
        assert httpx.put(address, content=content).status_code == 200
    assert client.patch(f"/api/public/media/{media_id}", json={"uploadHttpStatus": 200}).status_code == 204
    again = client.post("/api/public/media", json={**asked, "sha256Hash": sha256}, headers=headers)
    assert again.json() == {"mediaId": media_id, "uploadUrl": None}
    for wrong in ({"sha256Hash": "x"}, {"sha256Hash": sha256, "contentLength": 1 << 40}):
        assert client.post("/api/public/media", json={**asked, **wrong}).status_code in (400, 413)

    file = client.get(f"/api/v1/projects/admin/pictures/object-files/{media_id}", params={"type": "image/png"})
    assert (file.status_code, file.content, file.headers["content-type"]) == (200, content, "image/png")
    for other in ("text/html", "audio/中"):
        shown = client.get(f"/api/v1/projects/admin/pictures/object-files/{media_id}", params={"type": other})
        assert shown.status_code == 400


def test_scores_of_langfuse_are_judgements(client: httpx.Client) -> None:
    headers = {"x-runlake-project": "admin/scored"}
    span = {"traceId": TRACE, "spanId": SPAN, "name": "s", "startTimeUnixNano": "1", "endTimeUnixNano": "2"}
    exported = {"resourceSpans": [{"scopeSpans": [{"spans": [span]}]}]}
    assert client.post("/v1/traces", json=exported, headers=headers).status_code == 200
    of_span = {"id": "a", "name": "tone", "value": 0.5, "observationId": SPAN, "comment": "flat"}
    of_trace = {"id": "b", "name": "good", "value": 1, "dataType": "BOOLEAN", "traceId": TRACE}
    for _ in range(2):  # a retry
        answer = client.post("/api/public/scores", json=[of_span, of_trace], headers=headers)
        assert (answer.status_code, answer.json()) == (202, {"message": "Accepted"})
    wrong = {"name": "of a session", "value": 1, "sessionId": "s"}
    answer = client.post("/api/public/scores", json=[of_span, wrong, {"value": 1}], headers=headers)
    assert (answer.status_code, answer.json()["accepted"], answer.json()["rejected"]) == (207, 1, 2)
    early = client.post("/api/public/scores", json={**of_trace, "traceId": "f" * 32}, headers=headers)
    assert (early.status_code, "retry-after" in early.headers) == (503, True)
    events = [{"id": "e1", "type": "score-create", "body": {**of_span, "id": "c", "name": "label", "value": "fine"}}]
    events.append({"id": "e2", "type": "trace-create", "body": {"name": "old"}})
    answer = client.post("/api/public/ingestion", json={"batch": events}, headers=headers).json()
    assert answer["successes"] == [{"id": "e1", "status": 201}]
    assert [(error["id"], error["status"]) for error in answer["errors"]] == [("e2", 400)]
    found = client.get(f"/api/v1/projects/admin/scored/traces/{TRACE}/judgements").json()["judgements"]
    assert {judged["name"]: judged["value"] for judged in found} == {"tone": 0.5, "good": True, "label": "fine"}
    assert len(found) == 3
    assert client.get("/api/public/projects", headers=headers).json()["data"][0]["id"] == "admin/scored"
    refused = client.get("/api/public/v2/prompts/x", headers=headers)
    assert (refused.status_code, "is not served" in refused.text) == (404, True)
