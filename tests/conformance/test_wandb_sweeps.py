"""Sweeps: created, run, stopped and read by the real client."""

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.conformance.conftest import USER
from tests.conformance.native import NativeApi
from tests.conformance.sweeps import SweepsOf, make_sweep, path_of, program_config, wait_out
from tests.conformance.wandb_client import WandbClient

LOSS = {"name": "loss", "goal": "minimize"}
RANGES: dict[str, tuple[dict[str, Any], float, float]] = {
    "int_uniform": ({"min": -3, "max": 3}, -3, 3),
    "uniform": ({"min": -1.5, "max": 2.5}, -1.5, 2.5),
    "q_uniform": ({"min": 0.0, "max": 1.0, "q": 0.25}, 0, 1),
    "log_uniform": ({"min": -3.0, "max": 0.0}, 0.0497, 1),
    "log_uniform_values": ({"min": 1e-4, "max": 1e-1}, 1e-4, 1e-1),
    "q_log_uniform": ({"min": 0.0, "max": 3.0, "q": 1}, 1, 20),
    "q_log_uniform_values": ({"min": 8, "max": 256, "q": 8}, 8, 256),
    "inv_log_uniform": ({"min": 0.0, "max": 3.0}, 0.0497, 1),
    "inv_log_uniform_values": ({"min": 1e-3, "max": 1.0}, 1e-3, 1),
    "normal": ({"mu": 5, "sigma": 0.1}, 4, 6),
    "q_normal": ({"mu": 5, "sigma": 0.5, "q": 0.5}, 0, 10),
    "log_normal": ({"mu": 0, "sigma": 0.1}, 0.3, 3),
    "q_log_normal": ({"mu": 2, "sigma": 0.1, "q": 2}, 2, 22),
    "beta": ({"a": 2, "b": 3}, 0, 1),
    "q_beta": ({"a": 2, "b": 3, "q": 0.125}, 0, 1),
}
"""Each distribution that the client documents, with limits that its draws never (or as good as never) leave."""


@pytest.fixture
def sweeps(native: NativeApi) -> SweepsOf:
    return SweepsOf(native)


def run_function(client: WandbClient, config: dict[str, Any] | str, *arguments: str, **environment: str) -> Any:
    given = config if isinstance(config, str) else json.dumps(config)
    return client.run("sweep_function", given, *arguments, SWEEP_ENTITY=USER, **environment).result


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


def test_every_distribution_keeps_its_limits(client: WandbClient) -> None:
    drawn = {name: {"distribution": name, **spec} for name, (spec, _, _) in RANGES.items()}
    chosen = {"x": {"values": [1, 2], "probabilities": [0.25, 0.75]}, "fixed": {"value": None}}
    found = run_function(client, {"method": "random", "run_cap": 2, "metric": LOSS, "parameters": {**drawn, **chosen}})
    assert len(found["configs"]) == 2
    for config in found["configs"]:
        assert config["x"] in (1, 2)
        assert config["fixed"] is None
        for name, (spec, low, high) in RANGES.items():
            assert low <= config[name] <= high, (name, config[name])
            assert config[name] % spec.get("q", config[name] or 1) == 0, (name, config[name])


def test_two_agents_of_the_command_line_share_a_grid(client: WandbClient, sweeps: SweepsOf) -> None:
    values = [1, 2, 3, 4]
    sweep_id = make_sweep(client, "shared", program_config(client, method="grid", parameters={"x": {"values": values}}))
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda _: client.cli("agent", path_of(client, sweep_id)), range(2)))
    runs = sweeps.runs(sweep_id)
    assert sorted(run["fields"]["config.x"] for run in runs) == values
    assert {run["state"] for run in runs} == {"finished"}
    row = sweeps.one(sweep_id)
    assert (row["state"], row["best_run"]["value"], len(row["agents"])) == ("finished", 1, 2)
    read = client.run("sweep_read", USER, sweep_id).result
    assert (read["state"], read["expected"], read["best"]) == ("FINISHED", 4, 1)
    assert (sorted(read["runs"]), read["order"]) == (sorted(run["run_id"] for run in runs), "+summary_metrics.loss")
    assert sorted(read["by_loss"], key=lambda run: run["loss"]) == read["by_loss"]
    assert read["path"] == [USER, client.project, sweep_id]
    if client.is_newest:
        assert sorted(run for listed in read["runs_of_agents"] for run in listed) == sorted(read["runs"])


@pytest.mark.timeout(400)
def test_prior_runs_are_not_done_again_and_a_pending_sweep_is_updated(client: WandbClient, sweeps: SweepsOf) -> None:
    client.run("sweep_prior", "prior-1")
    grid = program_config(client, method="grid", parameters={"x": {"values": [1, 2, 3]}})
    sweep_id = make_sweep(client, "prior", grid, "--prior_run", "prior-1")
    smaller = program_config(client, method="grid", parameters={"x": {"values": [1, 2]}})
    make_sweep(client, "smaller", smaller, "--update", path_of(client, sweep_id))
    assert sweeps.one(sweep_id)["expected_runs"] == 2
    wait_out(client.start_command("agent", path_of(client, sweep_id)))
    runs = sweeps.runs(sweep_id)
    assert sorted((run["run_id"] == "prior-1", run["fields"]["config.x"]) for run in runs) == [(False, 2), (True, 1)]
    assert sweeps.one(sweep_id)["state"] == "finished"


def test_wrong_configs_are_refused_with_reasons(client: WandbClient) -> None:
    file = client.folder / "wrong.yaml"
    file.write_text(json.dumps({"method": "bayes", "parameters": {"x": {"min": 5, "max": 1}}}))
    told = client.cli("sweep", "--project", client.project, str(file), code=1, WANDB_SILENT="false")
    assert "min (5) is greater than max (1)" in told.stdout + told.stderr
