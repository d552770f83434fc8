"""Live events: a subscriber sees what is stored, as it is stored, and only what it may see."""

import json
import queue
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest

from tests.server.process import ServerProcess
from tests.server.requests import create_run, graphql, post_rows, user_client

WAIT_S = 10.0


@contextmanager
def following(client: httpx.Client, *topics: dict[str, Any]) -> Iterator["queue.Queue[tuple[str, dict[str, Any]]]"]:
    """Follow topics in a thread; what comes after `ready` is in the queue."""
    events: queue.Queue[tuple[str, dict[str, Any]]] = queue.Queue()
    with client.stream("POST", "/api/v1/live", json={"topics": list(topics)}, timeout=WAIT_S) as response:
        assert response.status_code == 200, response.read()
        lines = response.iter_lines()
        assert next(lines) == "event: ready"
        thread = threading.Thread(target=_read, args=(lines, events), daemon=True)
        thread.start()
        yield events
        # What closes the stream does not wake the thread that reads it; this does.
        response.extensions["network_stream"].get_extra_info("socket").shutdown(socket.SHUT_RDWR)
        thread.join(WAIT_S)


def _read(lines: Iterator[str], events: "queue.Queue[tuple[str, dict[str, Any]]]") -> None:
    name = ""
    try:
        for line in lines:
            if line.startswith("event: "):
                name = line.removeprefix("event: ")
            elif line.startswith("data: ") and name:
                events.put((name, json.loads(line.removeprefix("data: "))))
    except httpx.HTTPError:
        return  # the test is over and has closed the stream


def test_points_arrive_with_their_values_and_only_the_asked_ones(server: ServerProcess) -> None:
    with server.client() as client:
        create_run(client, "live", "a")
        create_run(client, "live", "b")
        topic = {"kind": "points", "entity": "admin", "project": "live", "runs": ["a"], "metrics": ["loss", "nan"]}
        with following(client, topic) as events, server.client() as writer:
            post_rows(writer, "live", "b", 0, [{"loss": 9, "_step": 0}])
            post_rows(writer, "live", "a", 0, ['{"loss":0.5,"other":1,"nan":NaN,"_step":3,"_timestamp":1700000000}'])
            name, event = events.get(timeout=WAIT_S)
    assert name == "points"
    assert (event["run_id"], event["first_line"], event["lines"], event["refetch"]) == ("a", 0, 1, False)
    assert event["series"] == {
        "loss": {"step": [3], "time": [1_700_000_000_000], "value": [0.5]},
        "nan": {"step": [3], "time": [1_700_000_000_000], "value": ["NaN"]},
    }


def test_what_is_announced_can_be_queried(server: ServerProcess) -> None:
    """No gap between history and stream: an event comes after its rows are visible."""
    with server.client() as client:
        create_run(client, "visible", "a")
        topic = {"kind": "points", "entity": "admin", "project": "visible"}
        with following(client, topic) as events, server.client() as other:
            for line in range(20):
                post_rows(other, "visible", "a", line, [{"loss": line, "_step": line}])
                events.get(timeout=WAIT_S)
                body = {"runs": ["a"], "metrics": ["loss"]}
                series = other.post("/api/v1/projects/admin/visible/points", json=body).json()["series"]
                assert series[0]["points"] == line + 1


def test_runs_and_logs_are_followed(server: ServerProcess) -> None:
    with server.client() as client:
        create_run(client, "runs", "a")
        topics = [
            {"kind": "runs", "entity": "admin", "project": "runs"},
            {"kind": "logs", "entity": "admin", "project": "runs", "run": "a"},
        ]
        with following(client, *topics) as events, server.client() as other:
            body = {
                "files": {
                    "output.log": {"offset": 0, "content": ['{"ts":"2026-01-01T00:00:00","content":"hello"}']},
                    "wandb-summary.json": {"offset": 0, "content": ['{"loss":0.25}']},
                }
            }
            other.post("/files/admin/runs/a/file_stream", json=body).raise_for_status()
            seen = dict(events.get(timeout=WAIT_S) for _ in range(2))
    assert [line["text"] for line in seen["logs"]["lines"]] == ["hello"]
    assert seen["run"]["run"]["run_id"] == "a"
    assert seen["run"]["summary"]["loss"] == 0.25


def test_files_and_alerts_arrive(server: ServerProcess) -> None:
    with server.client() as client:
        create_run(client, "told", "a")
        create_run(client, "told", "b")
        topics = [{"kind": kind, "entity": "admin", "project": "told", "run": "a"} for kind in ("files", "alerts")]
        with following(client, *topics) as events:
            for run in ("b", "a"):
                _raise_alert(client, "told", run, f"{run} is odd")
                _upload(client, "told", run, "notes.txt", b"words")
            seen = dict(events.get(timeout=WAIT_S) for _ in range(2))
        listed = client.get("/api/v1/projects/admin/told/runs/a/alerts").json()["alerts"]
    assert seen["alert"] == {"run_id": "a", "alert": listed[0]}
    assert seen["file"] == {"run_id": "a", "name": "notes.txt"}


def _raise_alert(client: httpx.Client, project: str, run: str, title: str) -> None:
    query = "mutation N($in: NotifyScriptableRunAlertInput!) { notifyScriptableRunAlert(input: $in) { success } }"
    place = {"entityName": "admin", "projectName": project, "runName": run}
    graphql(client, query, **{"in": {**place, "title": title, "text": "look"}})


def _upload(client: httpx.Client, project: str, run: str, name: str, content: bytes) -> None:
    query = "mutation U($in: RunFilesInput!) { createRunFiles(input: $in) { files { uploadUrl } } }"
    place = {"entityName": "admin", "projectName": project, "runName": run}
    answer = graphql(client, query, **{"in": {**place, "files": [name]}})
    httpx.put(answer["createRunFiles"]["files"][0]["uploadUrl"], content=content, trust_env=False).raise_for_status()


def test_a_stranger_may_not_follow_a_private_project(server: ServerProcess) -> None:
    with server.client() as client:
        create_run(client, "private", "a")
    with user_client(server, "stranger") as stranger:
        topic = {"kind": "runs", "entity": "admin", "project": "private"}
        assert stranger.post("/api/v1/live", json={"topics": [topic]}).status_code == 404


@pytest.mark.parametrize(
    "body", [{}, {"topics": [{"kind": "secrets"}]}, {"topics": "all"}, {"topics": [{"kind": "runs"}]}]
)
def test_wrong_topics_are_refused_with_a_reason(server: ServerProcess, body: dict[str, Any]) -> None:
    with server.client() as client:
        answer = client.post("/api/v1/live", json=body)
    assert answer.status_code == 400
    assert answer.json()["error"]["message"]


def test_what_happens_to_a_launch_queue_is_told(server: ServerProcess) -> None:
    with server.client() as client:
        create_run(client, "live-launch", "r")
        path = "/api/v1/projects/admin/live-launch/launch-queues"
        with following(client, {"kind": "launch", "entity": "admin", "project": "live-launch"}) as events:
            with server.client() as writer:
                writer.post(path, json={"name": "gpu", "resource": "local-process"}).raise_for_status()
            assert events.get(timeout=WAIT_S) == ("launch", {"entity": "admin", "project": "live-launch"})
            with server.client() as writer:
                writer.delete(f"{path}/gpu").raise_for_status()
            assert events.get(timeout=WAIT_S)[0] == "launch"


def test_spans_are_announced_by_their_traces(server: ServerProcess) -> None:
    sent = {"traceId": "c" * 32, "spanId": "c" * 16, "name": "a", "startTimeUnixNano": "1", "endTimeUnixNano": "2"}
    with server.client() as client:
        client.post("/api/v1/projects", json={"entity": "admin", "name": "live-spans"}).raise_for_status()
        topic = {"kind": "spans", "entity": "admin", "project": "live-spans"}
        with following(client, topic) as events, server.client() as writer:
            body = {"resourceSpans": [{"scopeSpans": [{"spans": [sent]}]}]}
            to = {"x-runlake-project": "admin/live-spans"}
            writer.post("/v1/traces", json=body, headers=to).raise_for_status()
            name, event = events.get(timeout=WAIT_S)
    assert (name, event) == ("spans", {"entity": "admin", "project": "live-spans", "traces": ["c" * 32]})
