"""Sweeps as the tests of real clients make, follow and read them."""

import json
import re
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.conformance.conftest import USER
from tests.conformance.native import NativeApi
from tests.conformance.wandb_client import SCRIPTS, WandbClient, install

WAIT_S = 240.0


@dataclass(frozen=True)
class SweepsOf:
    """The project's sweeps as Runlake's own API shows them."""

    native: NativeApi

    @property
    def place(self) -> str:
        return f"/api/v1/projects/{self.native.entity}/{self.native.project}"

    def one(self, sweep_id: str) -> dict[str, Any]:
        answer = self.native.http.get(f"{self.place}/sweeps/{sweep_id}")
        assert answer.is_success, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def edit(self, sweep_id: str, **change: str) -> dict[str, Any]:
        answer = self.native.http.patch(f"{self.place}/sweeps/{sweep_id}", json=change)
        assert answer.is_success, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def runs(self, sweep_id: str) -> list[dict[str, Any]]:
        body = {"filter": {"field": "sweep", "op": "eq", "value": sweep_id}, "columns": ["config.x"], "limit": 100}
        answer = self.native.http.post(f"{self.place}/runs/search", json=body)
        assert answer.is_success, answer.text
        found: list[dict[str, Any]] = answer.json()["runs"]
        return found

    def states(self, sweep_id: str) -> list[str]:
        return [run["state"] for run in self.runs(sweep_id)]

    def beats(self, sweep_id: str) -> list[str]:
        """When each of its agents was last heard."""
        return [agent["heartbeat_at"] for agent in self.one(sweep_id)["agents"]]


def until(condition: Callable[[], Any], what: str) -> None:
    """Wait until the condition holds."""
    deadline = time.monotonic() + WAIT_S
    while not condition():
        assert time.monotonic() < deadline, f"waited {WAIT_S} s in vain: {what}"
        time.sleep(0.2)


def wait_out(process: "subprocess.Popen[str]") -> str:
    """The whole output of a process that must end well by itself."""
    try:
        stdout, stderr = process.communicate(timeout=WAIT_S)
    except subprocess.TimeoutExpired:
        process.kill()
        raise
    assert process.returncode == 0, f"it ended with {process.returncode}\n{stdout[-2000:]}\n{stderr[-3000:]}"
    return stdout + stderr


def program_config(client: WandbClient, **config: Any) -> dict[str, Any]:
    """A config for agents of the command line; without `command` they take the python on the path."""
    command = [str(install(client.version)), "${program}", "${args}"]
    program = str(SCRIPTS / "sweep_program.py")
    return {"program": program, "command": command, "metric": {"name": "loss", "goal": "minimize"}, **config}


def make_sweep(client: WandbClient, name: str, config: dict[str, Any], *options: str) -> str:
    """By the command line, as a file: YAML takes JSON."""
    file = client.folder / f"{name}.yaml"
    file.write_text(json.dumps({"name": name, **config}))
    return told_id(client.cli("sweep", "--project", client.project, *options, str(file), WANDB_SILENT="false").stderr)


def told_id(text: str) -> str:
    """The id in what `wandb sweep` says."""
    found = re.search(r"sweep with ID: (?:\x1b\[\d+m)?(\w+)", text)
    assert found, text
    return found[1]


def path_of(client: WandbClient, sweep_id: str) -> str:
    return f"{USER}/{client.project}/{sweep_id}"
