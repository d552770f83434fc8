"""Launch queues: a job that is made, queued and run by the real commands, and followed through the public API."""

import sys
from typing import Any

import pytest

from tests.conformance.conftest import USER
from tests.conformance.native import NativeApi
from tests.conformance.wandb_client import WandbClient, install

PROGRAM = """
import wandb
with wandb.init() as run:
    run.log({"loss": run.config["lr"] / 2})
"""


@pytest.fixture
def job(client: WandbClient) -> str:
    folder = client.folder / "job"
    folder.mkdir()
    (folder / "train.py").write_text(PROGRAM)
    (folder / "requirements.txt").write_text("wandb\n")
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    entry = f"{install(client.version)} train.py"
    place = ("--project", client.project, "--entity", USER, "--name", "trainer")
    client.cli("job", "create", *place, "--entry-point", entry, "--runtime", python, "code", str(folder))
    return f"{USER}/{client.project}/trainer:latest"


def items(native: NativeApi, queue: str) -> list[dict[str, Any]]:
    answer = native.http.get(f"/api/v1/projects/{USER}/model-registry/launch-queues/{queue}/items")
    assert answer.is_success, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


@pytest.mark.timeout(240)  # five commands, and an agent that looks for work every ten seconds
def test_a_job_is_queued_and_run_by_an_agent(client: WandbClient, native: NativeApi, job: str) -> None:
    queue = f"machines-{client.version}"
    made = client.run("launch_queue", queue, WANDB_ENTITY=USER).result
    assert made["before"] == {"id": made["after"]["id"], "type": "local-process", "variables": []}
    settings = {"who": "{{who}}", "cores": "{{cores}}"}
    assert made["after"] | {"id": ""} == {
        "id": "",
        "access": "PROJECT",
        "mode": "V0",
        "config": {"resource_args": {"local-process": settings}},
        "links": {"links": [{"label": "docs", "url": "http://localhost/docs"}]},
        "variables": ["cores", "who"],
    }
    run_config = '{"overrides": {"run_config": {"lr": 3.0}}}'
    place = ("--project", client.project, "--entity", USER, "--queue", queue, "--job", job)
    client.cli("launch", *place, "--set-var", "who=ann", "--priority", "high", "--config", run_config)
    (waiting,) = items(native, queue)
    assert (waiting["state"], waiting["priority"], waiting["job"]) == ("pending", 1, job)
    assert waiting["spec"]["resource_args"] == {"local-process": {"who": "ann", "cores": 2}}
    log = client.folder / "agent.log"
    agent = client.start_cli("launch-agent", "--queue", queue, "--entity", USER, "--max-jobs", "1", log=log)
    try:
        found = client.run("launch_items", queue, WANDB_ENTITY=USER).result
    except AssertionError as error:
        raise AssertionError(f"{error}\n{log.read_text()[-4000:]}") from error
    finally:
        agent.kill()
        agent.wait()
    assert found["states"][0] in ("pending", "leased", "claimed", "running", "finished")
    assert (found["states"][-1], found["state"], found["lr"], found["loss"]) == ("finished", "finished", 3.0, 1.5)
    assert found["left"] == 0
    assert native.run(found["run"])["state"] == "finished"
