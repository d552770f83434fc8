"""Automations that `wandb.automations` makes fire on what the client does, and alerts of all versions are told."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.conformance.wandb_client import OLDEST, WandbClient, home_environment, newest
from tests.server.process import ServerProcess
from tests.server.receiver import Receiver

KEY = "0123456789" * 4


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    allowed = {"RUNLAKE_AUTOMATIONS__ALLOW_PRIVATE_TARGETS": "true"}
    with ServerProcess(tmp_path_factory.mktemp("runlake") / "data", environment=allowed) as process:
        user = {"username": "alice", "email": "alice@example.com", "api_key": KEY}
        with process.client() as admin:
            admin.post("/api/v1/admin/users", json=user).raise_for_status()
        yield process


@pytest.fixture(scope="module")
def receiver(server: ServerProcess) -> Iterator[Receiver]:
    with Receiver() as running:
        yield running


@pytest.fixture(scope="module")
def hook(server: ServerProcess, receiver: Receiver) -> int:
    """A webhook of alice's; her own alerts go there, too."""
    with server.client() as client:
        client.auth = ("api", KEY)
        body = {"kind": "webhook", "name": "ci", "values": {"url": receiver.url()}}
        made = client.post("/api/v1/entities/alice/integrations", json=body).raise_for_status().json()
        channel = {"integration_id": made["integration_id"]}
        client.post("/api/v1/alert-channels", json=channel).raise_for_status()
    return int(made["integration_id"])


def client_of(version: str, server: ServerProcess, tmp_path_factory: pytest.TempPathFactory) -> WandbClient:
    folder = tmp_path_factory.mktemp("wandb")
    environment = server.wandb_environment(folder) | home_environment(folder / "home")
    environment["WANDB_API_KEY"] = KEY
    (folder / "config").mkdir()
    return WandbClient(version, folder, environment)


def eventually(look: Callable[[], bool], timeout_s: float = 30.0) -> None:
    deadline = time.monotonic() + timeout_s
    while not look():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


@pytest.mark.parametrize("version", [OLDEST, newest()])
def test_an_alert_is_told_to_its_user(
    version: str, server: ServerProcess, receiver: Receiver, hook: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    before = len(receiver.requests)
    client_of(version, server, tmp_path_factory).run("alert")
    eventually(lambda: len(receiver.requests) > before)
    told: Any = receiver.requests[-1].json
    assert (told["title"], told["text"], told["severity"]) == ("look here", "it is done", "WARN")


def test_every_event_of_the_client_is_told(
    server: ServerProcess, receiver: Receiver, hook: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    before = len(receiver.requests)
    client = client_of(newest(), server, tmp_path_factory)
    result = client.run("automations").result
    assert result["listed"]["quiet"] == [False, "ProjectScope"]
    assert result["left"] == ["alias", "created", "failed", "linked", "metric", "zscore"]

    def told() -> set[tuple[str, str]]:
        bodies = [request.json for request in receiver.requests[before:]]
        return {(one["event_type"], what_of(one)) for one in bodies if "event_type" in one}

    def what_of(body: dict[str, str]) -> str:
        version = body["artifact_version_string"]
        return body["run_id"] if version.startswith("$") else version.rpartition("/")[2]

    expected = {
        ("alias_added", "weights:v1"),
        ("version_created", "weights:v1"),
        ("version_linked", "best:v0"),
        ("run_metric_threshold", "watched"),
        ("run_metric_zscore", "watched"),
        ("run_state", "broken"),
    }
    eventually(lambda: told() >= expected)
    assert told() == expected
    authors = {request.json.get("event_author") for request in receiver.requests[before:]} - {None, ""}
    assert authors == {"alice"}
