"""SIGKILL of a real wandb client: what it sent is there, and its run is shown as crashed once its heartbeats stop."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from tests.crash.load import PROJECT, check_numbered, numbered_rows, run_facts
from tests.server.process import ServerProcess
from tests.server.requests import history_post, stream_path

HEARTBEAT_TIMEOUT_S = 4.0
CLIENT = """
import time, wandb
quick = wandb.Settings(x_file_stream_transmit_interval=0.2)
run = wandb.init(project="numbered", id="killed", settings=quick)
n = 0
while True:
    run.log({"n": n, "checksum": 7 * n + 1})
    n += 1
    time.sleep(0.02)
"""


def wait_until(condition: Callable[[], bool], timeout_s: float, what: str) -> None:
    deadline = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < deadline, f"waited {timeout_s} s in vain: {what}"
        time.sleep(0.1)


def history_lines(client: httpx.Client) -> int:
    answer = client.get("/api/v1/projects/admin/numbered/runs/killed")
    return int(answer.json()["run"]["line_counts"]["history"]) if answer.status_code == 200 else 0


@pytest.mark.timeout(180)
def test_a_killed_client_leaves_its_rows_and_a_crashed_run(tmp_path: Path) -> None:
    environment = {"RUNLAKE_RUNS__HEARTBEAT_TIMEOUT_S": str(HEARTBEAT_TIMEOUT_S)}
    with ServerProcess(tmp_path / "data", environment=environment) as server, server.client(timeout=30) as client:
        with (tmp_path / "output.txt").open("w") as output:
            process = subprocess.Popen(
                [sys.executable, "-c", CLIENT],
                env=server.wandb_environment(tmp_path),
                cwd=tmp_path,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        try:
            wait_until(lambda: history_lines(client) >= 200, 60, "200 rows of the client")
        finally:
            os.killpg(process.pid, signal.SIGKILL)  # with its helper process, which would go on sending
            process.wait()
        sent = history_lines(client)
        assert run_facts(client, "killed")["state"] == "running"

        wait_until(lambda: run_facts(client, "killed")["state"] == "crashed", HEARTBEAT_TIMEOUT_S + 10, "crashed")
        rows = history_lines(client)
        assert rows >= sent
        check_numbered(client, "killed", rows)

        # It was only away: the run heals when data comes again.
        answer = client.post(stream_path(PROJECT, "killed"), json=history_post(rows, numbered_rows(rows, 3)))
        assert answer.status_code == 200
        assert run_facts(client, "killed")["state"] == "running"
