"""SIGKILL between what happens and its delivery: whatever was acknowledged is told."""

import time
from pathlib import Path

import httpx
import pytest

from tests.server.process import ServerProcess
from tests.server.receiver import Receiver
from tests.server.requests import create_run, post_rows

ENVIRONMENT = {
    "RUNLAKE_AUTOMATIONS__ALLOW_PRIVATE_TARGETS": "true",
    "RUNLAKE_AUTOMATIONS__TIMEOUT_S": "1",
    "RUNLAKE_AUTOMATIONS__FIRST_WAIT_S": "0.01",
    "RUNLAKE_AUTOMATIONS__MAX_ATTEMPTS": "50",
}
ABOVE = {"metric": "loss", "comparison": "gt", "threshold": 5}


def make(client: httpx.Client, path: str, body: object) -> int:
    answer = client.post(f"/api/v1{path}", json=body)
    assert answer.status_code == 201, answer.text
    return int(next(value for name, value in answer.json().items() if name.endswith("_id")))


def automate(client: httpx.Client, url: str) -> None:
    hook = make(client, "/entities/admin/integrations", {"kind": "webhook", "name": "w", "values": {"url": url}})
    payload = {"event": "${event_type}", "run": "${run_id}", "step": "${metric_step}"}
    action = {"kind": "webhook", "integration_id": hook, "payload": payload}
    ended = {"name": "ended", "event": "run_state", "condition": {"states": ["failed"]}, "action": action}
    above = {"name": "above", "event": "run_metric_threshold", "condition": {"metric": ABOVE}, "action": action}
    for automation in (ended, above):
        make(client, "/projects/admin/p/automations", automation)


@pytest.mark.timeout(300)
def test_what_was_acknowledged_before_a_kill_is_told(tmp_path: Path) -> None:
    told: set[tuple[str, ...]] = set()
    expected: set[tuple[str, ...]] = set()
    with Receiver() as receiver, ServerProcess(tmp_path / "data", environment=ENVIRONMENT) as server:
        # Nothing gets through while the kills go on.
        receiver.respond = lambda _, __: (503, b"")
        with server.client(timeout=30) as client:
            create_run(client, "p", "warm-up")
            automate(client, receiver.url())
        for kill in range(2):
            run = f"r{kill}"
            with server.client(timeout=30) as client:
                create_run(client, "p", run)
                post_rows(client, "p", run, 0, [{"loss": 1.0, "_step": 0}])
                post_rows(client, "p", run, 1, [{"loss": 9.0, "_step": 1}], complete=True, exitcode=1)
            server.kill()  # at once: the second answer is hardly out
            server.start()
            expected |= {("run_state", run, "${metric_step}"), ("run_metric_threshold", run, "1")}
        receiver.respond = lambda _, __: (200, b"")
        before = len(receiver.requests)
        deadline = time.monotonic() + 90
        while not expected <= told:
            assert time.monotonic() < deadline, f"not told: {expected - told}"
            time.sleep(0.05)
            told = {tuple(request.json.values()) for request in receiver.requests[before:]}
        assert told == expected
        keys = {request.headers["x-runlake-delivery"] for request in receiver.requests[before:]}
        assert len(keys) == len(expected), "something was told under two keys"
