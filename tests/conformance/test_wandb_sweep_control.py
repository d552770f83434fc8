"""Sweeps are paused, resumed, stopped, cancelled, and their runs stopped early, while a real agent is at work."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.conformance.conftest import USER
from tests.conformance.native import NativeApi
from tests.conformance.sweeps import SweepsOf, make_sweep, path_of, program_config, until, wait_out
from tests.conformance.wandb_client import WandbClient

X = {"x": {"min": 1, "max": 1000}}


@pytest.fixture
def sweeps(native: NativeApi) -> SweepsOf:
    return SweepsOf(native)


def control(client: WandbClient, sweep_id: str, verb: str) -> None:
    client.cli("sweep", f"--{verb}", path_of(client, sweep_id))


def paused_resumed_stopped(client: WandbClient, sweeps: SweepsOf) -> None:
    sweep_id = make_sweep(client, "paused", program_config(client, method="random", parameters=X))
    agent = client.start_command("agent", path_of(client, sweep_id))
    try:
        until(lambda: "finished" in sweeps.states(sweep_id), "the first run's end")
        control(client, sweep_id, "pause")
        until(lambda: set(sweeps.states(sweep_id)) == {"finished"}, "the end of what ran when it was paused")
        count, heard = len(sweeps.runs(sweep_id)), sweeps.beats(sweep_id)
        until(lambda: sweeps.beats(sweep_id) > heard, "another heartbeat")
        assert (len(sweeps.runs(sweep_id)), sweeps.one(sweep_id)["state"]) == (count, "paused")
        control(client, sweep_id, "resume")
        until(lambda: len(sweeps.runs(sweep_id)) > count, "another run")
        control(client, sweep_id, "stop")
        wait_out(agent)
    finally:
        agent.kill()
    assert set(sweeps.states(sweep_id)) == {"finished"}
    assert sweeps.one(sweep_id)["state"] == "finished"


def cancelled(client: WandbClient, sweeps: SweepsOf) -> None:
    slow = {**X, "pause": {"value": 0.5}, "steps": {"value": 1000}}
    sweep_id = make_sweep(client, "cancelled", program_config(client, method="random", parameters=slow))
    agent = client.start_command("agent", path_of(client, sweep_id))
    try:
        until(lambda: "running" in sweeps.states(sweep_id), "a run")
        control(client, sweep_id, "cancel")
        wait_out(agent)
    finally:
        agent.kill()
    assert sweeps.one(sweep_id)["state"] == "cancelled"
    assert len(sweeps.runs(sweep_id)) == 1


def stopped_early(client: WandbClient, sweeps: SweepsOf) -> None:
    parameters = {"x": {"values": [1, 20]}, "steps": {"value": 60}, "pause": {"value": 0.1}}
    early = {"type": "hyperband", "min_iter": 4, "eta": 2}
    config = program_config(client, method="grid", parameters=parameters, early_terminate=early)
    sweep_id = make_sweep(client, "early", config)
    wait_out(client.start_command("agent", path_of(client, sweep_id)))
    runs = {run["fields"]["config.x"]: run for run in sweeps.runs(sweep_id)}
    assert runs[1]["state"] == "finished"
    assert len(sweeps.native.points(runs[1]["run_id"], "loss")) == 60
    assert 4 <= len(sweeps.native.points(runs[20]["run_id"], "loss")) < 60
    assert sweeps.one(sweep_id)["state"] == "finished"


def locally_controlled(client: WandbClient, sweeps: SweepsOf) -> None:
    config = program_config(
        client, method="grid", parameters={"x": {"values": [1, 2, 3]}}, controller={"type": "local"}
    )
    sweep_id = make_sweep(client, "local", config)
    # 0.19.0 takes no path here: entity and project come from the environment.
    place = {"WANDB_ENTITY": USER, "WANDB_PROJECT": client.project}
    controller = client.start_command("controller", sweep_id, **place)
    try:
        wait_out(client.start_command("agent", path_of(client, sweep_id)))
        wait_out(controller)
    finally:
        controller.kill()
    assert sorted(run["fields"]["config.x"] for run in sweeps.runs(sweep_id)) == [1, 2, 3]
    assert sweeps.one(sweep_id)["state"] == "finished"


def capped(client: WandbClient, sweeps: SweepsOf) -> None:
    config = program_config(client, method="random", run_cap=4, parameters=X)
    sweep_id = make_sweep(client, "capped", config)
    agents = [client.start_command("agent", path_of(client, sweep_id)) for _ in range(3)]
    for agent in agents:
        wait_out(agent)
    assert sweeps.states(sweep_id) == ["finished"] * 4


@pytest.mark.timeout(500)
def test_agents_do_as_they_are_told(client: WandbClient, sweeps: SweepsOf) -> None:
    """All at once: agents ask every five seconds, and do nothing in between."""
    client.add("sweeps")  # what a controller on the user's side needs
    scenarios = (paused_resumed_stopped, cancelled, stopped_early, locally_controlled, capped)
    with ThreadPoolExecutor(len(scenarios)) as pool:
        for done in [pool.submit(scenario, client, sweeps) for scenario in scenarios]:
            done.result()
