"""Sweeps: created, run, stopped and read by the real client."""

import json
import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.conformance.conftest import USER
from tests.conformance.native import NativeApi
from tests.conformance.wandb_client import SCRIPTS, WandbClient, install

LOSS = {"name": "loss", "goal": "minimize"}


class SweepsOf:
    """The project's sweeps as Runlake's own API shows them."""

    def __init__(self, native: NativeApi) -> None:
        self._native = native
        self._place = f"/api/v1/projects/{native.entity}/{native.project}"

    def one(self, sweep_id: str) -> dict[str, Any]:
        answer = self._native.http.get(f"{self._place}/sweeps/{sweep_id}")
        assert answer.is_success, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def runs(self, sweep_id: str) -> list[dict[str, Any]]:
        body = {"filter": {"field": "sweep", "op": "eq", "value": sweep_id}, "columns": ["config.x"], "limit": 100}
        answer = self._native.http.post(f"{self._place}/runs/search", json=body)
        assert answer.is_success, answer.text
        found: list[dict[str, Any]] = answer.json()["runs"]
        return found


@pytest.fixture
def sweeps(native: NativeApi) -> SweepsOf:
    return SweepsOf(native)


def run_function(client: WandbClient, config: dict[str, Any] | str, *arguments: str, **environment: str) -> Any:
    given = config if isinstance(config, str) else json.dumps(config)
    return client.run("sweep_function", given, *arguments, SWEEP_ENTITY=USER, **environment).result


def make_sweep(client: WandbClient, name: str, config: dict[str, Any]) -> str:
    """By the command line, as a file: YAML takes JSON."""
    file = client.folder / f"{name}.yaml"
    file.write_text(json.dumps({"name": name, **config}))
    told = client.cli("sweep", "--project", client.project, str(file), WANDB_SILENT="false")
    found = re.search(r"sweep with ID: (?:\x1b\[\d+m)?(\w+)", told.stdout + told.stderr)
    assert found, told
    return found[1]


def test_grid_random_and_bayes(client: WandbClient, sweeps: SweepsOf) -> None:
    nested = {"opt": {"parameters": {"lr": {"values": [0.5]}}}}
    drawn = {"x": {"distribution": "log_uniform_values", "min": 0.001, "max": 1.0}, **nested}
    configs: list[dict[str, Any]] = [
        {"method": "grid", "metric": LOSS, "parameters": {"x": {"values": [1, 2]}, **nested}},
        {"method": "random", "metric": LOSS, "run_cap": 2, "parameters": drawn},
        {"method": "bayes", "metric": LOSS, "run_cap": 3, "parameters": drawn},
    ]
    with ThreadPoolExecutor(3) as pool:
        grid, drawn_ones, bayes = pool.map(lambda config: run_function(client, config), configs)
    assert sorted(config["x"] for config in grid["configs"]) == [1, 2]
    assert all(config["opt"] == {"lr": 0.5} for config in grid["configs"])
    assert grid["best"] == 1.5
    for found, count in ((grid, 2), (drawn_ones, 2), (bayes, 3)):
        assert (found["state"], len(found["configs"])) == ("FINISHED", count)
        assert set(found["states"]) == {"finished"}
        assert set(found["sweeps_of_runs"]) == {found["id"]}
        row = sweeps.one(found["id"])
        assert (row["state"], row["run_count"], row["expected_runs"]) == ("finished", count, count)
        assert row["best_run"]["value"] == pytest.approx(found["best"])
    assert len({config["x"] for config in drawn_ones["configs"] + bayes["configs"]}) == 5


def test_two_agents_of_the_command_line_share_a_grid(client: WandbClient, sweeps: SweepsOf) -> None:
    program = str(SCRIPTS / "sweep_program.py")
    values = [1, 2, 3, 4]
    command = [str(install(client.version)), "${program}", "${args}"]  # the default is the python on the path
    config: dict[str, Any] = {"program": program, "command": command, "method": "grid", "metric": LOSS}
    config["parameters"] = {"x": {"values": values}}
    sweep_id = make_sweep(client, "shared", config)
    path = f"{USER}/{client.project}/{sweep_id}"
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda _: client.cli("agent", path), range(2)))
    runs = sweeps.runs(sweep_id)
    assert sorted(run["fields"]["config.x"] for run in runs) == values
    assert {run["state"] for run in runs} == {"finished"}
    row = sweeps.one(sweep_id)
    assert (row["state"], row["best_run"]["value"], len(row["agents"])) == ("finished", 1, 2)


def test_wrong_configs_are_refused_with_reasons(client: WandbClient) -> None:
    file = client.folder / "wrong.yaml"
    file.write_text(json.dumps({"method": "bayes", "parameters": {"x": {"min": 5, "max": 1}}}))
    told = client.cli("sweep", "--project", client.project, str(file), code=1, WANDB_SILENT="false")
    assert "min (5) is greater than max (1)" in told.stdout + told.stderr
