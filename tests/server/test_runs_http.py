"""`…/runs` over HTTP: what the web UI asks for and changes."""

import json
from typing import Any

import httpx
import pytest

from tests.server.process import ServerProcess
from tests.server.requests import create_run, graphql, post_rows, user_client

API = "/api/v1/projects/admin"


def ask(client: httpx.Client, project: str, **query: Any) -> dict[str, Any]:
    response = client.post(f"{API}/{project}/runs/search", json=query)
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


def post_summary(client: httpx.Client, project: str, run_id: str, summary: str, **more: Any) -> None:
    chunk = {"offset": 0, "content": [summary]}
    body = {"files": {"wandb-summary.json": chunk}, **more}
    assert client.post(f"/files/admin/{project}/{run_id}/file_stream", json=body).status_code == 200


def test_a_rewound_run_has_the_summary_of_what_it_kept(server: ServerProcess) -> None:
    rewind = "mutation R($in: RewindRunInput!) { rewindRun(input: $in) { rewoundRun { summaryMetrics } } }"
    place = {"entityName": "admin", "projectName": "rewound", "runName": "r", "metricName": "_step"}
    with server.client() as client:
        create_run(client, "rewound", "r")
        rows = [{"loss": 9 - step, "_step": step} for step in range(6)]
        post_rows(client, "rewound", "r", 0, [{**rows[0], "once": 1}, *rows[1:]])
        post_summary(client, "rewound", "r", '{"loss": 4, "once": 1, "_step": 5}')
        back = graphql(client, rewind, **{"in": {**place, "metricValue": 2}})["rewindRun"]["rewoundRun"]
        kept = json.loads(back["summaryMetrics"])
        assert (kept["loss"], kept["once"], kept["_step"]) == (7, 1, 2)
        (found,) = ask(client, "rewound", columns=["summary.loss"])["runs"]
        assert found["fields"]["summary.loss"] == 7
        post_summary(client, "rewound", "r", '{"loss": 1, "_step": 3}')  # the process knows nothing of what was kept
        assert client.get(f"{API}/rewound/runs/r").json()["run"]["summary"] == {**kept, "loss": 1, "_step": 3}


def test_search_finds_sorts_and_pages(server: ServerProcess) -> None:
    with server.client() as client:
        for index in range(5):
            create_run(client, "found", f"r{index}")
            post_summary(client, "found", f"r{index}", json.dumps({"loss": index / 2}))
        query = {
            "filter": {"and": [{"field": "summary.loss", "op": "gt", "value": 0}]},
            "sort": [{"field": "summary.loss", "descending": True}],
            "columns": ["summary.loss"],
            "limit": 3,
        }
        first = ask(client, "found", **query)
        second = ask(client, "found", **query, cursor=first["next_cursor"])
        assert [row["run_id"] for row in first["runs"] + second["runs"]] == ["r4", "r3", "r2", "r1"]
        assert (first["total"], second["total"], second["next_cursor"]) == (4, 4, None)
        assert first["runs"][0]["fields"] == {"summary.loss": 2}
        assert first["runs"][0]["state"] == "running"
        fields = client.get(f"{API}/found/fields", params={"prefix": "summary."}).json()["fields"]
        assert fields == [{"path": "summary.loss", "kinds": ["number"], "run_count": 5}]


@pytest.mark.parametrize(
    "query",
    [
        {"filter": {"field": "a", "op": "like", "value": 1}},
        {"filter": {"field": "name", "op": "regex", "value": "("}},
        {"filter": {"field": "created_at", "op": "gt", "value": "soon"}},
        {"filter": "x"},
        {"cursor": "x"},
        {"limit": 501},
        {"sort": [{"field": "a", "up": True}]},
        {"unknown": 1},
    ],
)
def test_a_bad_search_is_refused_with_a_reason(server: ServerProcess, query: dict[str, Any]) -> None:
    with server.client() as client:
        create_run(client, "refused", "r")
        response = client.post(f"{API}/refused/runs/search", json=query)
        assert 400 <= response.status_code < 500
        assert response.json()["error"]["message"]


def test_a_run_is_shown_with_its_documents(server: ServerProcess) -> None:
    with server.client() as client:
        create_run(client, "shown", "r")
        post_rows(client, "shown", "r", 0, [{"loss": 1, "_step": 7}])
        summary = '{"loss": NaN, "big": 123456789012345678901234567890, "val": {"acc": 1}, "_wandb": {"runtime": 1}}'
        post_summary(client, "shown", "r", summary, complete=True, exitcode=3)
        run = client.get(f"{API}/shown/runs/r").json()["run"]
        assert run["summary"] == {"loss": "NaN", "big": 123456789012345678901234567890.0, "val": {"acc": 1}}
        assert (run["state"], run["exit_code"], run["last_step"]) == ("failed", 3, 7)
        assert run["line_counts"] == {"history": 1, "events": 0, "console": 0}
        assert client.get(f"{API}/shown/runs/missing").status_code == 404


def test_a_run_is_edited_stopped_and_deleted(server: ServerProcess) -> None:
    with server.client() as client:
        create_run(client, "edited", "r")
        url = f"{API}/edited/runs/r"
        changed = client.patch(url, json={"display_name": "new", "tags": ["a", "a"], "group": None}).json()["run"]
        assert (changed["display_name"], changed["tags"], changed["group"]) == ("new", ["a"], None)
        for bad in ({"tags": None}, {"display_name": ""}, {"state": "failed"}, {"notes": "a\0"}):
            assert 400 <= client.patch(url, json=bad).status_code < 500
        assert client.post(f"{url}/stop").json()["run"]["stop_requested"]
        answer = client.post("/files/admin/edited/r/file_stream", json={})
        assert answer.json()["stopped"]
        assert client.delete(url).status_code == 204
        assert client.get(url).status_code == 404
        assert ask(client, "edited")["total"] == 0


def test_one_action_on_many_runs(server: ServerProcess) -> None:
    with server.client() as client:
        for name in "abc":
            create_run(client, "bulk", name)
        url = f"{API}/bulk/runs/bulk"
        assert client.post(url, json={"run_ids": ["a", "b", "x"], "action": "tag", "tag": "t"}).json() == {"changed": 2}
        client.post(url, json={"run_ids": ["a"], "action": "untag", "tag": "t"})
        tagged = ask(client, "bulk", filter={"field": "tags", "op": "eq", "value": "t"})
        assert [row["run_id"] for row in tagged["runs"]] == ["b"]
        assert client.post(url, json={"run_ids": ["a"], "action": "tag"}).status_code == 400
        client.post(url, json={"run_ids": ["a", "b"], "action": "delete"})
        restored = client.post(url, json={"run_ids": ["a", "b", "never"], "action": "restore"})
        assert restored.json() == {"changed": 2}
        client.post(url, json={"run_ids": ["a", "b"], "action": "delete"})
        assert [row["run_id"] for row in ask(client, "bulk")["runs"]] == ["c"]


def test_strangers_find_nothing(server: ServerProcess) -> None:
    with server.client() as client, user_client(server, "runs-stranger") as stranger:
        create_run(client, "secret", "r")
        assert stranger.post(f"{API}/secret/runs/search", json={}).status_code == 404
        for method, path in (("GET", "runs/r"), ("GET", "fields"), ("DELETE", "runs/r"), ("POST", "runs/r/stop")):
            assert stranger.request(method, f"{API}/secret/{path}").status_code == 404
        assert ask(client, "secret")["total"] == 1
