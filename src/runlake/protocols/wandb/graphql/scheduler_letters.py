"""The letter with which `wandb launch-sweep` asks for the scheduler of a sweep. Pure.

Source: `wandb/cli/cli.py`, launch-sweep: `{"queue", "run_queue_project", "run_spec": "JSON text"}`, where the text
WANDB_SWEEP_ID stands for the id, which only the server knows.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from runlake.errors import InvalidInput
from runlake.protocols.wandb.graphql.launch_nodes import parse_object

_QUOTED = re.compile(r"'([\w.,:/@%+=-]+)'")
"""What the command quotes for a shell without need."""


def queue_of_scheduler(given: Mapping[str, Any]) -> dict[str, Any]:
    """Where an `UpsertSweepInput` wants its scheduler: the names of the queue and of its project. Raises InvalidInput."""
    letter = _letter(given)
    project_name = letter.get("run_queue_project") or given.get("projectName")
    return {"queueName": letter["queue"], "projectName": project_name}


def scheduler_letter(given: Mapping[str, Any], sweep_id: str) -> str:
    """The letter with the sweep's id in place: what the sweep keeps, for `--resume_id` asks how it was started."""
    letter = _letter(given)
    spec = parse_object("run_spec", letter["run_spec"].replace("WANDB_SWEEP_ID", sweep_id))
    return json.dumps({**letter, "run_spec": json.dumps(_with_plain_arguments(spec))})


def push_of_scheduler(letter: str, template_values: str | None) -> dict[str, Any]:
    """What is pushed; the run that comes of it has the sweep's id."""
    return {"runSpec": json.loads(letter)["run_spec"], "templateVariableValues": template_values}


def _letter(given: Mapping[str, Any]) -> dict[str, Any]:
    letter = parse_object("launchScheduler", given["launchScheduler"])
    if not isinstance(letter.get("queue"), str) or not isinstance(letter.get("run_spec"), str):
        raise InvalidInput('launchScheduler must be {"queue", "run_queue_project", "run_spec": "JSON text"}')
    return letter


def _with_plain_arguments(spec: dict[str, Any]) -> dict[str, Any]:
    """The arguments without their quotes: agents of 0.31.0 quote once more, and the scheduler would get them as part of
    the names. Source: `wandb/sdk/launch/runner/local_process.py`.
    """
    overrides = spec.get("overrides")
    arguments = overrides.get("args") if isinstance(overrides, dict) else None
    if not isinstance(overrides, dict) or not isinstance(arguments, list):
        return spec
    return {**spec, "overrides": {**overrides, "args": [_plain(argument) for argument in arguments]}}


def _plain(argument: Any) -> Any:
    quoted = _QUOTED.fullmatch(argument) if isinstance(argument, str) else None
    return quoted[1] if quoted else argument
