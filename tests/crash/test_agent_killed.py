"""SIGKILL of a real agent: its cell is run again, once, by the next agent, and its run stays as it was."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.crash.test_client_killed import wait_until
from tests.server.process import ServerProcess

TIMEOUT_S = 8.0
PLACE = "/api/v1/projects/admin/swept"
PROGRAM = """
import argparse, os, pathlib, time, wandb
pathlib.Path("pid").write_text(str(os.getpid()))
parser = argparse.ArgumentParser()
parser.add_argument("--x", type=int)
with wandb.init(settings=wandb.Settings(x_file_stream_transmit_interval=0.2)) as run:
    run.log({"loss": parser.parse_args().x})
    while pathlib.Path("hold").exists():
        time.sleep(0.1)
"""


@pytest.mark.timeout(240)
def test_the_cell_of_a_killed_agent_is_run_again_once(tmp_path: Path) -> None:
    environment = {"RUNLAKE_SWEEPS__AGENT_TIMEOUT_S": str(TIMEOUT_S), "RUNLAKE_RUNS__HEARTBEAT_TIMEOUT_S": "4"}
    (tmp_path / "program.py").write_text(PROGRAM)
    (tmp_path / "hold").touch()
    with ServerProcess(tmp_path / "data", environment=environment) as server, server.client(timeout=30) as client:
        sweep_id = make_grid(client)
        agent = start_agent(server, tmp_path, sweep_id)
        try:
            wait_until(lambda: "running" in [run["state"] for run in runs_of(client, sweep_id)], 60, "a run")
        finally:
            kill_with_run(agent, tmp_path)
        first = runs_of(client, sweep_id)
        assert [run["state"] for run in first] == ["running"]

        (tmp_path / "hold").unlink()
        second = start_agent(server, tmp_path, sweep_id)
        try:
            assert second.wait(timeout=120) == 0
        finally:
            second.kill()
        check_runs(runs_of(client, sweep_id), first[0])
        assert client.get(f"{PLACE}/sweeps/{sweep_id}").json()["state"] == "finished"


def kill_with_run(agent: "subprocess.Popen[bytes]", folder: Path) -> None:
    """As when a machine goes down. An agent of the command line gives its run a process group of its own."""
    os.killpg(agent.pid, signal.SIGKILL)
    agent.wait()
    if (folder / "pid").exists():
        os.killpg(int((folder / "pid").read_text()), signal.SIGKILL)


def check_runs(runs: list[dict[str, Any]], killed: dict[str, Any]) -> None:
    """Each cell was finished once; the killed run is there beside them."""
    finished = [run for run in runs if run["state"] == "finished"]
    assert sorted(run["fields"]["config.x"] for run in finished) == [1, 2]
    others = [run for run in runs if run["state"] != "finished"]
    assert [(run["run_id"], run["state"]) for run in others] == [(killed["run_id"], "crashed")]


def make_grid(client: httpx.Client) -> str:
    client.post("/api/v1/projects", json={"entity": "admin", "name": "swept"}).raise_for_status()
    config = {"program": "program.py", "method": "grid", "parameters": {"x": {"values": [1, 2]}}}
    command = {"command": [sys.executable, "${program}", "${args}"]}
    made = client.post(f"{PLACE}/sweeps", json={"config": {**config, **command}})
    assert made.is_success, made.text
    return str(made.json()["sweep_id"])


def start_agent(server: ServerProcess, folder: Path, sweep_id: str) -> "subprocess.Popen[bytes]":
    with (folder / "output.txt").open("a") as output:
        return subprocess.Popen(
            [sys.executable, "-m", "wandb", "agent", f"admin/swept/{sweep_id}"],
            env=server.wandb_environment(folder),
            cwd=folder,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )


def runs_of(client: httpx.Client, sweep_id: str) -> list[dict[str, Any]]:
    body = {"filter": {"field": "sweep", "op": "eq", "value": sweep_id}, "columns": ["config.x"]}
    found: list[dict[str, Any]] = client.post(f"{PLACE}/runs/search", json=body).json()["runs"]
    return found
