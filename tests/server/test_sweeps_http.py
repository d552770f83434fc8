"""Sweeps over HTTP: made, changed, deleted, and followed live."""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.server.process import ServerProcess
from tests.server.requests import create_run, graphql, user_client
from tests.server.test_live import WAIT_S, following

PROJECT = "/api/v1/projects/admin/swept"
CONFIG = {"name": "first", "method": "grid", "parameters": {"x": {"values": [1, 2, 3]}}}
AGENT = "mutation A($in: CreateAgentInput!) { createAgent(input: $in) { agent { id } } }"
BEAT = "mutation B($in: AgentHeartbeatInput!) { agentHeartbeat(input: $in) { commands } }"
TOPIC = {"kind": "sweeps", "entity": "admin", "project": "swept"}


@pytest.fixture(scope="module")
def client(server: ServerProcess) -> Iterator[httpx.Client]:
    with server.client(timeout=30) as client:
        create_run(client, "swept", "alone")
        yield client


@pytest.fixture
def sweep_id(client: httpx.Client) -> str:
    made = client.post(f"{PROJECT}/sweeps", json={"config": CONFIG})
    assert made.status_code == 201, made.text
    return str(made.json()["sweep_id"])


def edit(client: httpx.Client, sweep_id: str, status: int = 200, **change: Any) -> dict[str, Any]:
    answer = client.patch(f"{PROJECT}/sweeps/{sweep_id}", json=change)
    assert answer.status_code == status, answer.text
    found: dict[str, Any] = answer.json()
    return found


def new_agent(client: httpx.Client, sweep_id: str) -> str:
    place = {"entityName": "admin", "projectName": "swept", "host": "h", "sweep": sweep_id}
    return str(graphql(client, AGENT, **{"in": place})["createAgent"]["agent"]["id"])


def beat(client: httpx.Client, agent_id: str) -> str:
    return str(graphql(client, BEAT, **{"in": {"id": agent_id, "runState": "{}"}})["agentHeartbeat"]["commands"])


def test_a_sweep_is_renamed_paused_resumed_and_finished(client: httpx.Client, sweep_id: str) -> None:
    assert edit(client, sweep_id, display_name="better")["display_name"] == "better"
    agent = new_agent(client, sweep_id)
    assert edit(client, sweep_id, state="paused")["state"] == "paused"
    assert beat(client, agent) == "[]"
    edit(client, sweep_id, state="running")
    assert '"type": "run"' in beat(client, agent)
    row = edit(client, sweep_id, state="finished")
    assert (row["state"], row["display_name"], row["run_count"]) == ("finished", "better", 1)
    assert client.get(f"{PROJECT}/sweeps/{sweep_id}").json()["state"] == "finished"


@pytest.mark.parametrize(
    ("change", "status"), [({"state": "lost"}, 400), ({"display_name": ""}, 400), ({"color": "red"}, 400)]
)
def test_wrong_changes_are_refused(client: httpx.Client, sweep_id: str, change: dict[str, str], status: int) -> None:
    assert edit(client, sweep_id, status, **change)["error"]["message"]


def test_a_cancelled_sweep_stays_cancelled_until_it_is_resumed(client: httpx.Client, sweep_id: str) -> None:
    edit(client, sweep_id, state="cancelled")
    assert "cancelled already" in edit(client, sweep_id, 400, state="paused")["error"]["message"]
    assert edit(client, sweep_id, state="running")["state"] == "running"


def test_a_deleted_sweep_leaves_its_runs_and_sends_its_agents_away(client: httpx.Client, sweep_id: str) -> None:
    agent, other = new_agent(client, sweep_id), new_agent(client, sweep_id)
    kept, waiting = (json.loads(beat(client, each))[0]["run_id"] for each in (agent, other))
    create_run(client, "swept", kept)  # the process of this one has started
    assert client.delete(f"{PROJECT}/sweeps/{sweep_id}").status_code == 204
    for request in (client.get, client.delete):
        assert request(f"{PROJECT}/sweeps/{sweep_id}").status_code == 404
    assert client.get(f"{PROJECT}/runs/{kept}").json()["run"]["sweep"] == sweep_id
    assert client.get(f"{PROJECT}/runs/{waiting}").status_code == 404
    told = client.post("/graphql", json={"query": BEAT, "variables": {"in": {"id": agent}}})
    assert told.status_code == 404  # by which an agent knows that it shall end


def test_only_members_change_a_shared_project(client: httpx.Client, server: ServerProcess, sweep_id: str) -> None:
    client.patch(PROJECT, json={"visibility": "shared_read"}).raise_for_status()
    with user_client(server, "reader") as reader:
        assert reader.get(f"{PROJECT}/sweeps/{sweep_id}").status_code == 200
        assert reader.patch(f"{PROJECT}/sweeps/{sweep_id}", json={"state": "paused"}).status_code == 403
        assert reader.delete(f"{PROJECT}/sweeps/{sweep_id}").status_code == 403
    assert client.get(f"{PROJECT}/sweeps/{sweep_id}").json()["state"] == "pending"


def test_sweeps_are_followed_live(client: httpx.Client, server: ServerProcess) -> None:
    with following(client, TOPIC) as events, server.client() as other:
        made = other.post(f"{PROJECT}/sweeps", json={"config": CONFIG}).json()["sweep_id"]
        edit(other, made, state="paused")
        edit(other, made, state="running")
        beat(other, new_agent(other, made))
        other.delete(f"{PROJECT}/sweeps/{made}").raise_for_status()
        seen = [events.get(timeout=WAIT_S) for _ in range(5)]
    assert {name for name, _ in seen} == {"sweep"}
    assert {event["sweep"]["sweep_id"] for _, event in seen} == {made}
    assert [event["change"] for _, event in seen] == ["created", "updated", "updated", "updated", "deleted"]
    assert [event["sweep"]["state"] for _, event in seen][:3] == ["pending", "paused", "running"]
    assert seen[3][1]["sweep"]["run_count"] == 1
