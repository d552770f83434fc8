"""Automations end to end over HTTP: a real receiver, signatures, retries, the log, channels of alerts."""

import hashlib
import hmac
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import httpx
import pytest

from tests.server.process import ServerProcess
from tests.server.receiver import Received, Receiver
from tests.server.requests import create_run, graphql, post_rows, user_client

T = TypeVar("T")
Body = dict[str, Any]

FAST = {
    "RUNLAKE_AUTOMATIONS__ALLOW_PRIVATE_TARGETS": "true",
    "RUNLAKE_AUTOMATIONS__FIRST_WAIT_S": "0.05",
    "RUNLAKE_AUTOMATIONS__MAX_ATTEMPTS": "3",
    "RUNLAKE_AUTOMATIONS__TIMEOUT_S": "3",
    "RUNLAKE_AUTOMATIONS__RESPONSE_BYTES": "1000",
}
ALERT = "mutation N($in: NotifyScriptableRunAlertInput!) { notifyScriptableRunAlert(input: $in) { success } }"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    with ServerProcess(tmp_path_factory.mktemp("server") / "data", environment=FAST) as running:
        yield running


@pytest.fixture
def client(server: ServerProcess) -> Iterator[httpx.Client]:
    with server.client(timeout=30) as client:
        yield client


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as running:
        yield running


def eventually(look: Callable[[], T], timeout_s: float = 20.0) -> T:
    """The first value of `look` that is not empty."""
    deadline = time.monotonic() + timeout_s
    while not (found := look()):
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)
    return found


def make(client: httpx.Client, path: str, body: Body) -> Body:
    answer = client.post(f"/api/v1{path}", json=body)
    assert answer.status_code == 201, answer.text
    made: Body = answer.json()
    return made


def webhook(client: httpx.Client, url: str, **values: str) -> int:
    body = {"kind": "webhook", "name": "ci", "values": {"url": url, **values}}
    return int(make(client, "/entities/admin/integrations", body)["integration_id"])


def automation(client: httpx.Client, project: str, integration_id: int, **more: Any) -> Body:
    body = {
        "name": "tell",
        "event": "run_state",
        "condition": {"states": ["failed"]},
        "action": {"kind": "webhook", "integration_id": integration_id, "payload": {"run": "${run_id}"}},
    }
    return make(client, f"/projects/admin/{project}/automations", body | more)


def end_run(client: httpx.Client, project: str, run: str, exit_code: int) -> None:
    create_run(client, project, run)
    post_rows(client, project, run, 0, [{"loss": 1.0, "_step": 0}], complete=True, exitcode=exit_code)


def deliveries(client: httpx.Client, project: str) -> list[Body]:
    found: list[Body] = client.get(f"/api/v1/projects/admin/{project}/deliveries").json()["deliveries"]
    return found


def ended(client: httpx.Client, project: str) -> list[Body]:
    return [one for one in deliveries(client, project) if one["state"] != "waiting"]


def test_a_failed_run_is_told_once_with_signatures_and_token(client: httpx.Client, receiver: Receiver) -> None:
    create_run(client, "signed", "warm-up")
    client.put("/api/v1/entities/admin/secrets/HOOK_TOKEN", json={"value": "t0ken"}).raise_for_status()
    hook = webhook(client, receiver.url(), secret="s3cret", access_token_ref="HOOK_TOKEN")
    payload = {"text": '${run_name} ${run_state} "${nobody_knows}"', "in": ["${project_name}"], "n": 1}
    made = automation(client, "signed", hook, action={"kind": "webhook", "integration_id": hook, "payload": payload})
    end_run(client, "signed", "fine", 0)
    end_run(client, "signed", "broken", 1)
    (received,) = eventually(lambda: list(receiver.requests))
    assert received.json["in"] == ["signed"]
    assert received.json["n"] == 1
    assert received.json["text"].endswith('failed "${nobody_knows}"')
    assert received.headers["authorization"] == "Bearer t0ken"
    assert received.headers["x-wandb-signature"] == hmac.new(b"s3cret", received.body, hashlib.sha256).hexdigest()
    at, _, signature = received.headers["x-runlake-signature"].partition(",v1=")
    dated = f"{at.removeprefix('t=')}.".encode() + received.body
    assert signature == hmac.new(b"s3cret", dated, hashlib.sha256).hexdigest()
    (delivery,) = eventually(lambda: ended(client, "signed"))
    assert (delivery["state"], delivery["automation_id"]) == ("delivered", made["automation_id"])
    assert received.headers["x-runlake-delivery"] == delivery["delivery_key"]
    whole = client.get(f"/api/v1/projects/admin/signed/deliveries/{delivery['delivery_id']}").json()
    assert whole["body"].encode() == received.body
    (tried,) = whole["tries"]
    assert (tried["status"], tried["response"], tried["error"]) == (200, "taken", None)
    assert "t0ken" not in str(whole)
    assert "s3cret" not in client.get("/api/v1/entities/admin/integrations").text
    row = client.get("/api/v1/projects/admin/signed/automations").json()["automations"][0]
    assert (row["last_state"], row["last_fired_at"] is None) == ("delivered", False)


def test_a_failing_receiver_is_tried_again_with_the_same_key_then_given_up(
    client: httpx.Client, receiver: Receiver
) -> None:
    def respond(_: Received, before: int) -> tuple[int, bytes]:
        return (200, b"x" * 5000) if before == 1 else (500, b"broken")

    receiver.respond = respond
    create_run(client, "retried", "warm-up")
    automation(client, "retried", webhook(client, receiver.url()))
    end_run(client, "retried", "broken", 1)
    (delivery,) = eventually(lambda: ended(client, "retried"))
    assert (delivery["state"], delivery["attempts"]) == ("delivered", 2)
    assert len({request.headers["x-runlake-delivery"] for request in receiver.requests}) == 1
    place = f"/api/v1/projects/admin/retried/deliveries/{delivery['delivery_id']}"
    first, second = client.get(place).json()["tries"]
    assert (first["status"], first["error"]) == (500, "answered 500")
    assert len(second["response"]) == 1000  # no more is read
    # Sent again by hand it meets a receiver that never recovers: three tries, and no more.
    assert client.post(f"{place}/redeliver").json()["state"] == "waiting"
    eventually(lambda: client.get(place).json()["state"] == "failed")
    assert len(receiver.requests) == 5
    assert {request.headers["x-runlake-delivery"] for request in receiver.requests} == {delivery["delivery_key"]}


@pytest.mark.parametrize(("status", "reason"), [(404, "answered 404"), (302, "redirects are not followed")])
def test_what_cannot_get_better_is_not_tried_again(
    client: httpx.Client, receiver: Receiver, status: int, reason: str
) -> None:
    project = f"final-{status}"
    receiver.respond = lambda _, __: (status, b"")
    create_run(client, project, "warm-up")
    made = automation(client, project, webhook(client, receiver.url()))
    fired = make(client, f"/projects/admin/{project}/automations/{made['automation_id']}/test", {})
    (delivery,) = eventually(lambda: ended(client, project))
    assert (delivery["delivery_id"], delivery["state"]) == (fired["delivery_id"], "failed")
    (tried,) = client.get(f"/api/v1/projects/admin/{project}/deliveries/{fired['delivery_id']}").json()["tries"]
    assert reason in tried["error"]
    assert len(receiver.requests) == 1


def test_metric_conditions_fire_when_they_begin_to_hold(client: httpx.Client, receiver: Receiver) -> None:
    create_run(client, "metrics", "old")
    post_rows(client, "metrics", "old", 0, [{"loss": 9.0, "_step": 0}])
    hook = webhook(client, receiver.url())
    action = {"kind": "webhook", "integration_id": hook, "payload": {"v": "${metric_value}", "step": "${metric_step}"}}
    above = {"metric": "loss", "comparison": "gt", "threshold": 5, "window": 2, "aggregate": "average"}
    where = {"field": "name", "op": "ne", "value": "ignored"}
    condition = {"metric": above, "where": where}
    event = "run_metric_threshold"
    automation(client, "metrics", hook, event=event, condition=condition, action=action)
    for run in ("watched", "ignored"):
        create_run(client, "metrics", run)
        for line, value in enumerate([1, 9, 9, "NaN", 0, 0, 20]):
            row = f'{{"loss": {value}, "_step": {line}}}'
            post_rows(client, "metrics", run, line, [row])
    eventually(lambda: len(receiver.requests) == 2)
    told = sorted((request.json for request in receiver.requests), key=lambda one: one["step"])  # sent side by side
    assert told == [{"v": "9.0", "step": "2"}, {"v": "20.0", "step": "6"}]
    eventually(lambda: len(ended(client, "metrics")) == 2)
    (first, second) = deliveries(client, "metrics")
    assert first["state"] == second["state"] == "delivered"


def test_alerts_go_to_the_channels_of_the_project_and_of_the_owner(client: httpx.Client, receiver: Receiver) -> None:
    create_run(client, "alerts", "r")
    body = {"kind": "slack", "name": "team", "values": {"url": receiver.url("/services/T0/B0/x"), "channel": "#ml"}}
    slack = make(client, "/entities/admin/integrations", body)
    assert "url" not in slack["values"]
    own = webhook(client, receiver.url("/own"))
    channel = {"integration_id": slack["integration_id"], "least_severity": "WARN"}
    make(client, "/projects/admin/alerts/alert-channels", channel)
    mine = make(client, "/alert-channels", {"integration_id": own})
    run = {"entityName": "admin", "projectName": "alerts", "runName": "r"}
    graphql(client, ALERT, **{"in": {**run, "title": "calm", "text": "t", "severity": "INFO"}})
    graphql(client, ALERT, **{"in": {**run, "title": "loss <b>", "text": "is ${run_name} & NaN", "severity": "ERROR"}})
    eventually(lambda: len(receiver.requests) == 3)
    (told,) = [request.json["text"] for request in receiver.requests if request.path.startswith("/services")]
    assert "*loss &lt;b&gt;*" in told
    assert "is ${run_name} &amp; NaN" in told
    titles = [request.json["title"] for request in receiver.requests if request.path == "/own"]
    assert sorted(titles) == ["calm", "loss <b>"]
    eventually(lambda: len(ended(client, "alerts")) == 3)
    assert {one["event"] for one in deliveries(client, "alerts")} == {"run_alert"}
    client.delete(f"/api/v1/alert-channels/{mine['channel_id']}").raise_for_status()
    (worst,) = client.get("/api/v1/alerts", params={"entity": "admin", "least": "WARN"}).json()["alerts"]
    assert (worst["title"], worst["run"]["project"], worst["run"]["run_id"]) == ("loss <b>", "alerts", "r")
    listed = client.get("/api/v1/projects/admin/alerts/alerts", params={"limit": 1}).json()
    assert listed == {"alerts": [worst], "next_before": worst["alert_id"]}
    rest = client.get("/api/v1/projects/admin/alerts/alerts", params={"before": listed["next_before"]}).json()
    assert [one["title"] for one in rest["alerts"]] == ["calm"]


def test_viewers_and_members_see_and_do_what_they_may(server: ServerProcess, client: httpx.Client) -> None:
    members = [{"username": f"auto-{role}", "role": role} for role in ("admin", "member", "viewer")]
    with (
        user_client(server, "auto-admin") as admin,
        user_client(server, "auto-member") as member,
        user_client(server, "auto-viewer") as viewer,
    ):
        client.post("/api/v1/admin/teams", json={"name": "auto-team", "members": members}).raise_for_status()
        body = {"kind": "email", "name": "mail", "values": {"address": "a@example.com"}}
        assert member.post("/api/v1/entities/auto-team/integrations", json=body).status_code == 403
        made = make(admin, "/entities/auto-team/integrations", body)
        assert len(member.get("/api/v1/entities/auto-team/integrations").json()["integrations"]) == 1
        assert viewer.get("/api/v1/entities/auto-team/integrations").json()["integrations"] == []
        make(member, "/projects", {"entity": "auto-team", "name": "p"})
        action = {"kind": "notification", "integration_id": made["integration_id"]}
        new = {"name": "a", "event": "version_created", "action": action}
        make(member, "/projects/auto-team/p/automations", new)
        assert member.post("/api/v1/projects/auto-team/p/automations", json=new).status_code == 409
        assert viewer.get("/api/v1/projects/auto-team/p/automations").status_code == 403
        gone = admin.delete(f"/api/v1/entities/auto-team/integrations/{made['integration_id']}")
        assert gone.status_code == 409  # an automation sends to it
        # An integration of somebody else's entity cannot be used.
        foreign = {**new, "name": "b", "action": {**action, "integration_id": webhook(client, "https://example.com/")}}
        assert member.post("/api/v1/projects/auto-team/p/automations", json=foreign).status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        {"event": "run_alert"},
        {"condition": {"states": ["asleep"]}},
        {"condition": {"states": []}},
        {"event": "run_metric_zscore", "condition": {"metric": {"metric": "a", "threshold": 3, "window": 0}}},
        {"event": "run_metric_zscore", "condition": {"metric": {"metric": "a", "threshold": True}}},
        {"event": "alias_added", "condition": {"where": {"field": "alias", "op": "regex", "value": "(" * 50}}},
        {"event": "alias_added", "condition": {"where": {"field": "loss", "op": "eq", "value": 1}}},
        {"collection": "nowhere"},
        {"action": {"kind": "nothing", "integration_id": 1}},
        {"action": {"kind": "webhook", "payload": {}}},
    ],
)
def test_what_makes_no_sense_is_refused(client: httpx.Client, body: Body) -> None:
    create_run(client, "refused", "r")
    whole = {"name": "x", "event": "run_state", "condition": {"states": ["failed"]}, "action": {"kind": "nothing"}}
    answer = client.post("/api/v1/projects/admin/refused/automations", json=whole | body)
    assert answer.status_code in (400, 404), answer.text


@pytest.mark.parametrize(
    "url", ["ftp://example.com", "http://", "http://u:p@example.com/", "http://exa mple.com/", "x"]
)
def test_addresses_that_are_none_are_refused(client: httpx.Client, url: str) -> None:
    body = {"kind": "webhook", "name": "bad", "values": {"url": url}}
    assert client.post("/api/v1/entities/admin/integrations", json=body).status_code == 400


def test_private_addresses_are_not_reached_unless_allowed(tmp_path: Path, receiver: Receiver) -> None:
    with ServerProcess(tmp_path / "data") as server, server.client(timeout=30) as client:
        create_run(client, "guarded", "r")
        for name, url in (("by-number", receiver.url()), ("by-name", receiver.url().replace("127.0.0.1", "localhost"))):
            made = automation(client, "guarded", webhook(client, url), name=name)
            make(client, f"/projects/admin/guarded/automations/{made['automation_id']}/test", {})
        eventually(lambda: len(ended(client, "guarded")) == 2)
        for one in ended(client, "guarded"):
            place = f"/api/v1/projects/admin/guarded/deliveries/{one['delivery_id']}"
            assert "not a public address" in client.get(place).json()["tries"][0]["error"]
    assert receiver.requests == []
