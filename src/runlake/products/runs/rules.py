"""Pure decisions about the states of runs.

Source of the states: the wandb client 0.28.2, and captured requests (protocol notes 3.5).
"""

from dataclasses import replace
from datetime import datetime

from runlake.errors import InvalidInput
from runlake.model import Run, RunState
from runlake.products.runs.branches import is_fresh_from_branching
from runlake.products.runs.configs import merged_summary
from runlake.products.runs.records import RunProgress

_ENDED = frozenset({RunState.FINISHED, RunState.FAILED, RunState.CRASHED, RunState.KILLED, RunState.PREEMPTED})
_ALLOWED_BY_HAND = {
    RunState.PENDING: {RunState.RUNNING, RunState.FAILED, RunState.CRASHED, RunState.PREEMPTED},
    RunState.FAILED: {RunState.PENDING, RunState.RUNNING},
}


def has_ended(run: Run) -> bool:
    """True when no process is expected to send more, and one has."""
    return run.state in _ENDED


def _was_ended(run: Run) -> bool:
    """True when a process said so itself; the other ends are guesses from silence."""
    return run.state in (RunState.FINISHED, RunState.FAILED, RunState.KILLED)


def after_progress(run: Run, progress: RunProgress) -> Run:
    """The run after a sign of life.

    A run that had ended goes on, in a new segment when it brought rows. A final post only ends it, again or for the
    first time: so its retry changes nothing.
    """
    if progress.summary_json is not None:
        run = replace(run, summary_json=_summary_after(run, progress.summary_json, adds=progress.adds_summary))
    if progress.is_left and not progress.complete and has_ended(run):
        return run
    if progress.shared and not progress.complete and _was_ended(run):
        return replace(run, heartbeat_at=progress.received_at)
    if progress.has_new_lines and has_ended(run):
        run = replace(_going_on(run), segment=run.segment + 1)
    if progress.complete:
        return _ended(run, progress)
    run = _going_on(run)
    state = RunState.PREEMPTING if progress.preempting else run.state
    return replace(run, state=state, heartbeat_at=progress.received_at)


def _summary_after(run: Run, sent_json: str, *, adds: bool) -> str:
    """A summary replaces the one before, unless its process does not know that one: that which forked or rewound the run does not."""
    return merged_summary(run.summary_json, sent_json) if adds or is_fresh_from_branching(run) else sent_json


def resumed(run: Run, now: datetime) -> Run:
    """A process has taken up the run, and has not sent rows yet: it will write to a segment of its own."""
    segment = run.segment + 1 if has_ended(run) else run.segment
    return replace(_going_on(run), segment=segment, heartbeat_at=now)


def restarted(run: Run, state: RunState) -> Run:
    """The run in a state before its end, without the end it had, and without the wish that it may stop."""
    return replace(run, state=state, finished_at=None, exit_code=None, stop_requested=False)


def _going_on(run: Run) -> Run:
    """Running, unless it is live already; a stop that was asked for before the start still holds."""
    if run.state.is_live:
        return run
    return replace(restarted(run, RunState.RUNNING), stop_requested=run.stop_requested and not has_ended(run))


def _ended(run: Run, progress: RunProgress) -> Run:
    known = has_ended(run) and run.state is not RunState.CRASHED
    return replace(
        run,
        state=_state_at_end(run, progress.exit_code),
        exit_code=progress.exit_code,
        finished_at=run.finished_at if known else progress.received_at,
        heartbeat_at=run.heartbeat_at if known else progress.received_at,
    )


def _state_at_end(run: Run, exit_code: int | None) -> RunState:
    if not exit_code:
        return RunState.FINISHED
    return RunState.KILLED if run.stop_requested else RunState.FAILED


def after_silence(run: Run, since: datetime) -> Run:
    """The run, marked when it is live but sent nothing after `since`."""
    if not run.state.is_live or run.heartbeat_at is None or run.heartbeat_at >= since:
        return run
    state = RunState.PREEMPTED if run.state is RunState.PREEMPTING else RunState.CRASHED
    return replace(run, state=state, finished_at=run.heartbeat_at)


def after_stop_request(run: Run) -> Run:
    """Only a process that runs, or will, can be asked to stop."""
    return run if has_ended(run) else replace(run, stop_requested=True)


def with_state(run: Run, state: RunState, now: datetime) -> Run:
    """The run in a state that a client chose: what belongs to another state goes."""
    if state is RunState.RUNNING:
        return resumed(run, now)
    if state is RunState.PENDING:
        return restarted(run, state)
    return replace(run, state=state, finished_at=run.finished_at or now)


def check_by_hand(run: Run, state: RunState) -> None:
    """Raise InvalidInput unless a user may set this state."""
    if run.sweep or run.state not in _ALLOWED_BY_HAND.get(state, ()):
        of_sweep = " of a sweep" if run.sweep else ""
        raise InvalidInput(f"invalid state transition: a {run.state} run{of_sweep} cannot become {state}")
