"""What people say of spans on the trace page, and the queues that they work through."""

from typing import Any

import httpx
import pytest

from tests.server.process import ServerProcess
from tests.server.requests import user_client
from tests.server.weave_requests import ask, call, complete

PROJECT = "admin/judged"
AT = f"/api/v1/projects/{PROJECT}"


@pytest.fixture(scope="module")
def client(server: ServerProcess) -> Any:
    with server.client(timeout=60) as http:
        complete(http, PROJECT, [call(PROJECT, name, at_s=number) for number, name in enumerate("ab")])
        yield http


def test_what_people_say_is_read_by_the_page_and_by_weave(client: httpx.Client) -> None:
    spans = f"{AT}/traces/trace-a/spans/a/judgements"
    for name, value in (
        ("comment", "too long"),
        ("thumb", "down"),
        ("quality", 4),
        ("topic", "billing"),
        ("safe", True),
    ):
        assert client.post(spans, json={"name": name, "value": value}).status_code == 200
    ref = f"weave:///{PROJECT}/call/a"
    scored = {"runnable_ref": f"weave:///{PROJECT}/object/exact:abc", "payload": {"output": 0.5}}
    ask(
        client,
        "/feedback/create",
        {"project_id": PROJECT, "weave_ref": ref, "feedback_type": "wandb.runnable.exact", **scored},
    )
    found = client.get(f"{AT}/traces/trace-a/judgements").json()["judgements"]
    assert [(row["name"], row["value"], row["by"]) for row in found] == [
        ("comment", "too long", "person"),
        ("thumb", "down", "person"),
        ("quality", 4, "person"),
        ("topic", "billing", "person"),
        ("safe", True, "person"),
        ("exact", 0.5, "scorer"),
    ]
    kinds = [row["feedback_type"] for row in ask(client, "/feedback/query", {"project_id": PROJECT})["result"]]
    assert kinds[:3] == ["wandb.note.1", "wandb.reaction.1", "quality"]
    assert client.delete(f"{AT}/judgements/{found[0]['feedback_id']}").status_code == 200
    assert len(client.get(f"{AT}/traces/trace-a/judgements").json()["judgements"]) == 5
    assert client.get(f"{AT}/traces/trace-b/judgements").json() == {"judgements": []}


@pytest.mark.parametrize(
    ("name", "value"),
    [("comment", ""), ("comment", 1), ("thumb", "sideways"), ("wandb.note.1", "x"), ("a:b", 1), ("topic", "x" * 300)],
)
def test_what_cannot_be_said(client: httpx.Client, name: str, value: object) -> None:
    answer = client.post(f"{AT}/traces/trace-a/spans/a/judgements", json={"name": name, "value": value})
    assert answer.status_code == 400, answer.text
    assert client.post(f"{AT}/traces/trace-a/spans/x/judgements", json={"name": "q", "value": 1}).status_code == 404


def test_only_the_author_takes_something_back(server: ServerProcess, client: httpx.Client) -> None:
    client.post(f"{AT}/traces/trace-b/spans/b/judgements", json={"name": "mine", "value": 1})
    (mine,) = client.get(f"{AT}/traces/trace-b/judgements").json()["judgements"]
    with user_client(server, "nosy") as other:
        assert other.delete(f"{AT}/judgements/{mine['feedback_id']}").status_code in (403, 404)
    assert len(client.get(f"{AT}/traces/trace-b/judgements").json()["judgements"]) == 1


def test_a_queue_is_worked_through(client: httpx.Client) -> None:
    queue = client.post(f"{AT}/annotation-queues", json={"name": "Tuesday"}).json()
    at = f"{AT}/annotation-queues/{queue['queue_id']}"
    for added in (2, 0):
        answer = client.post(f"{at}/items", json={"span_ids": ["a", "b", "nothing"]})
        assert answer.json() == {"added": added}
    items = client.get(at).json()["items"]
    assert {(item["span_id"], item["trace_id"], item["state"]) for item in items} == {
        ("a", "trace-a", "unstarted"),
        ("b", "trace-b", "unstarted"),
    }
    step = client.post(f"{at}/items/{items[0]['item_id']}/progress", json={"state": "completed"})
    assert (step.json()["state"], step.json()["annotator"]) == ("completed", "admin")
    (row,) = client.get(f"{AT}/annotation-queues").json()["queues"]
    assert (row["items"], row["done"]) == (2, 1)
    assert client.delete(at).status_code == 200
    assert client.get(at).status_code == 404
