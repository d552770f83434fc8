"""The typed `/v2` API: operations, models, data sets, scorers, evaluations, their runs, predictions and scores."""

from typing import Any

import httpx
import pytest

from tests.server.process import ServerProcess
from tests.server.weave_requests import ask, stream


@pytest.fixture
def project(request: pytest.FixtureRequest) -> str:
    return f"admin/{request.node.originalname.replace('_', '-')[:60]}"


@pytest.fixture
def client(server: ServerProcess) -> Any:
    with server.client(timeout=60) as http:
        yield http


def rows(answer: httpx.Response) -> list[dict[str, Any]]:
    assert answer.status_code == 200, answer.text
    return [httpx.Response(200, text=line).json() for line in answer.text.splitlines()]


NEW: dict[str, dict[str, Any]] = {
    "ops": {"name": "My Op", "source_code": "def f(): return 1"},
    "models": {"name": "Model A", "source_code": "class A: ...", "attributes": {"temperature": 0.5}},
    "datasets": {"name": "Rows", "rows": [{"a": 1}, {"a": 2}], "description": "two"},
    "scorers": {"name": "Exact", "op_source_code": "def score(): return True"},
    "evaluations": {"name": "Check", "dataset": "weave:///x/y/object/rows:1", "scorers": [], "trials": 2},
}
KEPT: dict[str, dict[str, Any]] = {
    "ops": {"object_id": "my_op", "code": "def f(): return 1"},
    "models": {"name": "Model A", "source_code": "class A: ...", "attributes": {"temperature": 0.5}},
    "datasets": {"name": "Rows", "description": "two"},
    "scorers": {"name": "Exact", "description": None},
    "evaluations": {"name": "Check", "dataset": "weave:///x/y/object/rows:1", "trials": 2},
}


RESULTS: dict[str, Any] = {
    "include_raw_data_rows": True,
    "include_summary": True,
    "filters": [{"query": {"$expr": {"$gt": [{"$getField": "scores.exact"}, {"$literal": 1}]}}}],
    "sort_by": [{"field": "inputs.n", "direction": "desc"}],
}


@pytest.mark.parametrize("kind", NEW)
def test_a_typed_object_is_made_read_listed_and_deleted(client: httpx.Client, project: str, kind: str) -> None:
    made = ask(client, f"/v2/{project}/{kind}", NEW[kind])
    assert ask(client, f"/v2/{project}/{kind}", NEW[kind]) == made  # a retry
    path = f"/traces/v2/{project}/{kind}/{made['object_id']}"
    read = client.get(f"{path}/versions/{made['digest']}").json()
    assert read | KEPT[kind] == read
    assert read["version_index"] == made["version_index"] == 0
    assert made["digest"] in [row["digest"] for row in rows(client.get(f"/traces/v2/{project}/{kind}"))]
    assert rows(client.get(f"/traces/v2/{project}/{kind}", params={"offset": 100})) == []
    assert client.delete(path, params={"digests": [made["digest"]]}).json() == {"num_deleted": 1}
    assert client.get(f"{path}/versions/{made['digest']}").status_code == 404
    assert client.get(f"/traces/v2/{project}/{kind}", params={"limit": "many"}).status_code == 400


def test_an_evaluation_is_run_by_hand(client: httpx.Client, project: str) -> None:
    v2 = f"/v2/{project}"
    scorer = ask(client, f"{v2}/scorers", NEW["scorers"])["scorer"]
    model = ask(client, f"{v2}/models", NEW["models"])["model_ref"]
    evaluation = ask(client, f"{v2}/evaluations", NEW["evaluations"])["evaluation_ref"]
    run_id = ask(client, f"{v2}/evaluation_runs", {"evaluation": evaluation, "model": model})["evaluation_run_id"]
    for number in (1, 3):
        body = {"model": model, "inputs": {"n": number}, "output": number * 10, "evaluation_run_id": run_id}
        prediction_id = ask(client, f"{v2}/predictions", body)["prediction_id"]
        score = {"prediction_id": prediction_id, "scorer": scorer, "value": number, "evaluation_run_id": run_id}
        score_id = ask(client, f"{v2}/scores", score)["score_id"]
        ask(client, f"{v2}/predictions/{prediction_id}/finish", {})
    predictions = rows(client.get(f"/traces{v2}/predictions", params={"evaluation_run_id": run_id}))
    assert [(row["inputs"], row["output"], row["model"]) for row in predictions] == [
        ({"n": 1}, 10, model),
        ({"n": 3}, 30, model),
    ]
    found = client.get(f"/traces{v2}/scores/{score_id}").json()
    assert (found["scorer"], found["value"], found["evaluation_run_id"]) == (scorer, 3, run_id)
    assert len(rows(client.get(f"/traces{v2}/scores", params={"evaluation_run_id": run_id}))) == 2
    how_far = {"project_id": project, "call_id": run_id}
    assert ask(client, "/evaluations/status", how_far)["status"] == {
        "code": "running",
        "completed_rows": 2,
        "total_rows": 2,
    }
    assert client.get(f"/traces{v2}/evaluation_runs/{run_id}").json()["status"] == "running"
    ask(client, f"{v2}/evaluation_runs/{run_id}/finish", {"summary": {"note": "done"}})
    (run,) = rows(client.get(f"/traces{v2}/evaluation_runs", params={"evaluations": [evaluation]}))
    assert (run["status"], run["summary"]["note"], run["model"]) == ("success", "done", model)
    assert rows(client.get(f"/traces{v2}/evaluation_runs", params={"models": ["other"]})) == []
    (root,) = [call for call in stream(client, project) if call["id"] == run_id]
    assert root["output"] == {"exact": {"mean": 2}, "output": {"mean": 20}}
    assert ask(client, "/evaluations/status", how_far)["status"] == {"code": "complete", "output": root["output"]}
    assert ask(client, "/evaluations/status", how_far | {"call_id": "none"})["status"] == {"code": "not_found"}
    ask(client, "/evaluations/status", how_far | {"call_id": score_id}, 400)
    results = ask(client, f"{v2}/eval_results/query", {"evaluation_run_ids": [run_id], **RESULTS})
    assert [row["raw_data_row"] for row in results["rows"]] == [{"n": 3}]
    (trial,) = results["rows"][0]["evaluations"][0]["trials"]
    assert (trial["model_output"], trial["scores"], trial["scorer_call_ids"]) == (30, {"exact": 3}, {"exact": score_id})
    (total,) = results["summary"]["evaluations"]
    assert (total["trial_count"], total["scorer_stats"][0]["numeric_mean"], total["model_ref"]) == (1, 3, model)
    (judged,) = ask(client, "/feedback/query", {"project_id": project, "limit": 1})["result"]
    assert judged["feedback_type"] == "wandb.runnable.exact"
    assert client.get(f"/traces{v2}/predictions/{run_id}").status_code == 404
    gone = client.delete(f"/traces{v2}/evaluation_runs", params={"evaluation_run_ids": [run_id]})
    assert gone.json() == {"num_deleted": 1}
    assert stream(client, project) == []
