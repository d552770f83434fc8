"""Letters of launch sweeps: the id goes in, needless quotes go, the rest stays."""

import json
from typing import Any

import pytest

from runlake.errors import InvalidInput
from runlake.protocols.wandb.graphql.scheduler_letters import push_of_scheduler, queue_of_scheduler, scheduler_letter


def letter(spec: Any, **more: Any) -> dict[str, Any]:
    return {"projectName": "p", "launchScheduler": json.dumps({"queue": "q", "run_spec": json.dumps(spec), **more})}


def test_the_id_goes_in_and_needless_quotes_go() -> None:
    arguments = ["--queue", "'gpus'", "--job", "'ann/p/train:latest'", "--project", "'two words'", 3]
    spec = {"run_id": "WANDB_SWEEP_ID", "overrides": {"args": arguments, "entry_point": ["wandb", "scheduler"]}}
    kept = scheduler_letter(letter(spec), "abc")
    pushed = push_of_scheduler(kept, '{"cpu": 1}')
    assert pushed["templateVariableValues"] == '{"cpu": 1}'
    found = json.loads(pushed["runSpec"])
    plain = ["--queue", "gpus", "--job", "ann/p/train:latest", "--project", "'two words'", 3]
    assert found == {"run_id": "abc", "overrides": {"args": plain, "entry_point": ["wandb", "scheduler"]}}
    assert json.loads(json.loads(kept)["run_spec"]) == found


@pytest.mark.parametrize("spec", [{}, {"overrides": None}, {"overrides": {"args": "x"}}])
def test_a_spec_without_arguments_stays(spec: dict[str, Any]) -> None:
    assert json.loads(push_of_scheduler(scheduler_letter(letter(spec), "abc"), None)["runSpec"]) == spec


def test_the_queue_is_looked_for_where_the_letter_says() -> None:
    assert queue_of_scheduler(letter({})) == {"queueName": "q", "projectName": "p"}
    assert queue_of_scheduler(letter({}, run_queue_project="model-registry"))["projectName"] == "model-registry"
    with pytest.raises(InvalidInput, match="launchScheduler"):
        queue_of_scheduler({"launchScheduler": "{}"})
