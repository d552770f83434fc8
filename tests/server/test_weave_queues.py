"""Annotation queues in the words of Weave's clients, and statistics over calls and feedback."""

from typing import Any

import httpx
import pytest

from tests.server.process import ServerProcess
from tests.server.weave_requests import START, ask, call, complete, stream


@pytest.fixture
def project(request: pytest.FixtureRequest) -> str:
    return f"admin/{request.node.originalname.replace('_', '-')[:60]}"


@pytest.fixture
def client(server: ServerProcess) -> Any:
    with server.client(timeout=60) as http:
        yield http


def queue(client: httpx.Client, project: str, name: str) -> str:
    body = {"project_id": project, "name": name, "scorer_refs": [f"weave:///{project}/object/quality:abc"]}
    made: str = ask(client, "/annotation_queues", body)["id"]
    return made


def test_people_work_through_a_queue(client: httpx.Client, project: str) -> None:
    complete(client, project, [call(project, name, at_s=number) for number, name in enumerate("abc")])
    queue_id = queue(client, project, "Answers of Tuesday")
    path = f"/annotation_queues/{queue_id}"
    body = {"project_id": project, "call_ids": ["a", "b", "nothing"], "display_fields": ["output"]}
    assert ask(client, f"{path}/items", body) == {"added_count": 2, "duplicates": 0}
    assert ask(client, f"{path}/items", body | {"call_ids": ["b", "c"]}) == {"added_count": 1, "duplicates": 1}

    def items(**more: Any) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = ask(client, f"{path}/items/query", {"project_id": project, **more})["items"]
        return found

    order = [{"field": "call_started_at", "direction": "desc"}]
    assert [item["call_id"] for item in items(sort_by=order, limit=2)] == ["c", "b"]
    (first,) = items(filter={"call_id": "a"}, include_position=True)
    assert (first["position_in_queue"], first["annotation_state"], first["added_by"]) == (1, "unstarted", "admin")

    (last,) = items(filter={"call_id": "c"}, include_position=True)
    assert last["position_in_queue"] == 3  # among all items

    def step(state: str, status: int = 200) -> Any:
        return ask(
            client, f"{path}/items/{first['id']}/progress", {"project_id": project, "annotation_state": state}, status
        )

    assert step("in_progress")["item"]["annotation_state"] == "in_progress"
    assert step("completed")["item"]["annotator_user_id"] == "admin"
    step("completed")  # a retry
    step("in_progress", 400)
    step("unstarted", 400)
    assert [item["call_id"] for item in items(filter={"annotation_states": ["completed"]})] == ["a"]
    stats = ask(client, "/annotation_queues/stats", {"project_id": project, "queue_ids": [queue_id, "nothing"]})
    assert stats["stats"][0] == {"queue_id": queue_id, "total_items": 3, "completed_items": 1}
    assert stats["stats"][1]["total_items"] == 0
    waiting = {"$expr": {"$eq": [{"$getField": "annotation_queue_items.queue_id"}, {"$literal": queue_id}]}}
    assert [found["id"] for found in stream(client, project, query=waiting)] == ["a", "b", "c"]


def test_queues_are_found_changed_and_deleted(client: httpx.Client, project: str) -> None:
    first, second = queue(client, project, "Errors"), queue(client, project, "Quality")

    def found(**query: Any) -> list[str]:
        answer = client.post("/traces/annotation_queues/query", json={"project_id": project, **query})
        return [httpx.Response(200, text=line).json()["name"] for line in answer.text.splitlines()]

    assert found() == ["Quality", "Errors"]
    assert found(name="ERR") == ["Errors"]
    assert found(sort_by=[{"field": "name", "direction": "asc"}], limit=1) == ["Errors"]
    path = f"/traces/annotation_queues/{first}"
    assert client.put(path, json={"project_id": project, "name": "Failures"}).json()["queue"]["name"] == "Failures"
    assert client.get(path, params={"project_id": project}).json()["queue"]["name"] == "Failures"
    assert client.delete(path, params={"project_id": project}).json()["queue"]["deleted_at"]
    assert client.get(path, params={"project_id": project}).status_code == 404
    assert found() == ["Quality"]
    ask(client, f"/annotation_queues/{first}/items", {"project_id": project, "call_ids": [], "display_fields": []}, 404)
    ask(client, "/annotation_queues", {"project_id": project, "name": " ", "scorer_refs": []}, 400)
    assert second


def test_calls_are_counted_in_buckets(client: httpx.Client, project: str) -> None:
    usage = {"usage": {"gpt": {"prompt_tokens": 10, "completion_tokens": 4, "total_tokens": 14}}}
    calls = [call(project, f"c{number}", at_s=number * 40, summary=usage) for number in range(4)]
    complete(client, project, [*calls, call(project, "later", at_s=4000)])
    prices = {"gpt": {"prompt_token_cost": 2.0, "completion_token_cost": 1.0}}
    ask(client, "/cost/create", {"project_id": project, "costs": prices})
    body = {
        "project_id": project,
        "start": START.isoformat(),
        "end": START.replace(minute=2).isoformat(),
        "granularity": 60,
        "call_metrics": [{"metric": "call_count"}, {"metric": "latency_ms", "percentiles": [50]}],
        "usage_metrics": [{"metric": "input_tokens"}, {"metric": "total_cost", "aggregations": ["sum", "max"]}],
    }
    answer = ask(client, "/calls/stats", body)
    assert [bucket["sum_call_count"] for bucket in answer["call_buckets"]] == [2, 1]
    assert answer["call_buckets"][0]["p50_latency_ms"] == 1000
    assert answer["usage_buckets"][0]["sum_input_tokens"] == 20
    assert answer["usage_buckets"][0]["sum_total_cost"] == 2 * answer["usage_buckets"][0]["max_total_cost"] == 48
    ask(client, "/calls/stats", body | {"end": START.replace(year=2031).isoformat()}, 400)


def test_feedback_is_summed_up(client: httpx.Client, project: str) -> None:
    ref = f"weave:///{project}/call/x"
    for score in (1, 2, 6):
        payload = {"output": {"score": score, "good": score > 1, "why": "because"}}
        ask(
            client,
            "/feedback/create",
            {"project_id": project, "weave_ref": ref, "feedback_type": "judged", "payload": payload},
        )
    metric = {"json_path": "output.score", "aggregations": ["avg", "count"], "percentiles": [50]}
    flag = {"json_path": "output.good", "value_type": "boolean", "aggregations": ["count_true"]}
    body = {"project_id": project, "start": "2020-01-01T00:00:00Z", "metrics": [metric, flag]}
    stats = ask(client, "/feedback/stats", body)
    assert stats["window_stats"] == {
        "output_score": {"avg": 3, "count": 3, "p50": 2},
        "output_good": {"count_true": 2},
    }
    assert sum(bucket["count"] for bucket in stats["buckets"]) == 3
    paths = ask(client, "/feedback/payload_schema", {"project_id": project, "start": "2020-01-01T00:00:00Z"})["paths"]
    assert {path["json_path"]: path["value_type"] for path in paths} == {
        "output.good": "boolean",
        "output.score": "numeric",
        "output.why": "categorical",
    }
    window = {"project_id": project, "after_ms": 0, "before_ms": 10**14}
    assert ask(client, "/feedback/aggregate", window)["buckets"][0]["total_count"] == 3
    assert ask(client, "/feedback/aggregate", window | {"tags": ["none"]})["buckets"][0]["total_count"] == 0
