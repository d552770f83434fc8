"""Pure decisions about runs: states, branches, and what the documents mean.

Source of the states and of the documents' layout: the wandb client 0.28.2, and captured requests.
"""

import json
from dataclasses import replace
from typing import Any

from runlake.errors import InvalidInput
from runlake.model import BranchPart, Run, RunState
from runlake.products.runs.documents import parse_document
from runlake.products.runs.records import RunProgress

_ENDED = frozenset(
    {RunState.FINISHED, RunState.FAILED, RunState.CRASHED, RunState.KILLED, RunState.PREEMPTED, RunState.PENDING}
)
_ALLOWED = {
    RunState.PENDING: {RunState.RUNNING, RunState.FAILED, RunState.CRASHED, RunState.PREEMPTED},
    RunState.FAILED: {RunState.PENDING, RunState.RUNNING},
}


def after_progress(run: Run, progress: RunProgress) -> Run:
    """The run after a sign of life: its state, its end, and a new segment when one that had ended goes on."""
    reopened = run.state in _ENDED and not progress.complete
    segment = run.segment
    if run.state in _ENDED - {RunState.PENDING} and progress.has_new_lines:
        segment += 1
    state = _state_after(run, progress)
    ended = progress.complete
    return replace(
        run,
        state=state,
        segment=segment,
        heartbeat_at=progress.received_at,
        summary_json=run.summary_json if progress.summary_json is None else progress.summary_json,
        exit_code=progress.exit_code if ended else (None if reopened else run.exit_code),
        finished_at=(run.finished_at if run.state in _ENDED and run.finished_at else progress.received_at)
        if ended
        else (None if reopened else run.finished_at),
        stop_requested=run.stop_requested and not reopened,
    )


def _state_after(run: Run, progress: RunProgress) -> RunState:
    if progress.complete:
        if not progress.exit_code:
            return RunState.FINISHED
        return RunState.KILLED if run.stop_requested or run.state is RunState.KILLED else RunState.FAILED
    if progress.preempting or run.state is RunState.PREEMPTING:
        return RunState.PREEMPTING
    return RunState.RUNNING


def after_silence(run: Run) -> RunState:
    """The state of a run whose process has sent nothing for too long."""
    return RunState.PREEMPTED if run.state is RunState.PREEMPTING else RunState.CRASHED


def check_transition(run: Run, state: RunState) -> None:
    """Raise InvalidInput unless a user may set this state by hand."""
    if run.sweep or run.state not in _ALLOWED.get(state, ()):
        of_sweep = " of a sweep" if run.sweep else ""
        raise InvalidInput(f"invalid state transition: a {run.state} run{of_sweep} cannot become {state}")


def branch_after_rewind(run: Run, step: int) -> tuple[BranchPart, ...]:
    """The live branch of a run that goes on from `step` in its next segment: the tail is cut off, but kept."""
    return (*_cut(run, step), BranchPart(run.run_number, None, None, None))


def branch_of_fork(parent: Run, child_number: int, step: int) -> tuple[BranchPart, ...]:
    """The live branch of a run that begins as `parent` up to `step`."""
    return (*_cut(parent, step), BranchPart(child_number, None, None, None))


def _cut(run: Run, step: int) -> list[BranchPart]:
    """The branch up to `step`, with every segment named: segments to come must not slip in."""
    named = {part.segment for part in run.branch if part.run_number == run.run_number and part.segment is not None}
    parts: list[BranchPart] = []
    for part in run.branch or (BranchPart(run.run_number, None, None, None),):
        if part.segment is None and part.run_number == run.run_number:
            open_segments = [segment for segment in range(run.segment + 1) if segment not in named]
            parts += [replace(part, segment=segment) for segment in open_segments]
        else:
            parts.append(part)
    return [replace(part, last_step=step if part.last_step is None else min(part.last_step, step)) for part in parts]


def fork_point(config_json: str, run_id: str) -> tuple[str, int] | None:
    """(parent's run id, step) when the config says that the run is a fork of another."""
    point = _internal(parse_document(config_json)).get("branch_point")
    if not isinstance(point, dict):
        return None
    parent, step = point.get("run_id"), point.get("step")
    if not isinstance(parent, str) or parent == run_id:
        return None
    if isinstance(step, float) and step.is_integer():
        step = int(step)
    if isinstance(step, bool) or not isinstance(step, int):
        raise InvalidInput(f"branch_point.step is {str(step)[:40]!r}, not an integer")
    return parent, step


def merged_config(old_json: str, new_json: str) -> str:
    """The new config; the environments of other writers (`_wandb.value.e`) stay in it. Verbatim when none are."""
    others = _internal(parse_document(old_json)).get("e")
    new = parse_document(new_json)
    internal = _internal(new)
    own = internal.get("e")
    if not isinstance(others, dict) or not isinstance(own, dict) or not others.keys() - own.keys():
        return new_json
    return _with_environments(new, {**others, **own})


def _with_environments(config: dict[str, Any], environments: dict[str, Any]) -> str:
    wrapper = config["_wandb"]
    return json.dumps({**config, "_wandb": {**wrapper, "value": {**wrapper["value"], "e": environments}}})


def _internal(config: dict[str, Any]) -> dict[str, Any]:
    wrapper = config.get("_wandb")
    value = wrapper.get("value") if isinstance(wrapper, dict) else None
    return value if isinstance(value, dict) else {}
