"""States of runs: what each event makes of each state."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from runlake.errors import InvalidInput
from runlake.model import Run, RunState
from runlake.products.runs import RunProgress, rules
from runlake.products.runs.branches import branch_after_rewind, branch_of_fork
from tests.unit.products.runs.examples import make_run

NOW = datetime(2026, 1, 2, tzinfo=UTC)
ENDED_BY_ITSELF = [RunState.FINISHED, RunState.FAILED, RunState.KILLED]
ENDED = [RunState.FINISHED, RunState.FAILED, RunState.CRASHED, RunState.KILLED, RunState.PREEMPTED]


def after(state: RunState, *, stop_requested: bool = False, **progress: Any) -> RunState:
    run = make_run(state=state, stop_requested=stop_requested)
    return rules.after_progress(run, RunProgress(NOW, **progress)).state


@pytest.mark.parametrize("state", list(RunState))
def test_the_final_post_says_how_a_run_ended(state: RunState) -> None:
    assert after(state, complete=True, exit_code=0) is RunState.FINISHED
    assert after(state, complete=True) is RunState.FINISHED
    assert after(state, complete=True, exit_code=1) is RunState.FAILED
    assert after(state, complete=True, exit_code=255, stop_requested=True) is RunState.KILLED


@pytest.mark.parametrize("state", list(RunState))
def test_any_other_post_makes_a_run_live(state: RunState) -> None:
    expected = RunState.PREEMPTING if state is RunState.PREEMPTING else RunState.RUNNING
    assert after(state) is expected
    assert after(state, has_new_lines=True) is expected
    assert after(state, preempting=True) is RunState.PREEMPTING


def test_a_forked_or_rewound_run_keeps_what_its_process_does_not_know() -> None:
    run = make_run(summary_json='{"loss": 1.0, "best": 2.0}')
    sent = RunProgress(NOW, summary_json='{"loss": NaN}')
    assert rules.after_progress(run, sent).summary_json == '{"loss": NaN}'
    rewound = replace(run, segment=1, branch=branch_after_rewind(run, 5))
    forked = replace(run, branch=branch_of_fork(make_run(2), run.run_number, 5))
    for branched in (rewound, forked):
        assert rules.after_progress(branched, sent).summary_json == '{"best": 2.0, "loss": NaN}'
        taken_up_again = replace(branched, segment=branched.segment + 1)  # this one has read the summary
        assert rules.after_progress(taken_up_again, sent).summary_json == '{"loss": NaN}'


def test_several_writers_have_one_summary() -> None:
    run = make_run(summary_json='{"of_one": 1, "both": 1}')
    sent = RunProgress(NOW, summary_json='{"of_two": 2, "both": 2}', adds_summary=True)
    assert rules.after_progress(run, sent).summary_json == '{"of_one": 1, "of_two": 2, "both": 2}'


@pytest.mark.parametrize("state", list(RunState))
def test_only_new_rows_of_an_ended_run_open_a_segment(state: RunState) -> None:
    run = make_run(state=state, segment=3, exit_code=1, finished_at=NOW)
    grown = 4 if state in ENDED else 3
    for values in ({}, {"complete": True}):
        progress = RunProgress(NOW, has_new_lines=True, **values)
        assert rules.after_progress(run, progress).segment == grown
        assert rules.after_progress(run, RunProgress(NOW, **values)).segment == 3


def test_an_end_is_dated_once_unless_it_was_only_guessed() -> None:
    progress = RunProgress(NOW + timedelta(seconds=5), complete=True, exit_code=0)
    ended = make_run(state=RunState.FINISHED, finished_at=NOW, heartbeat_at=NOW, exit_code=0)
    assert rules.after_progress(ended, progress) == ended
    crashed = make_run(state=RunState.CRASHED, finished_at=NOW, heartbeat_at=NOW)
    assert rules.after_progress(crashed, progress).finished_at == progress.received_at
    more = RunProgress(progress.received_at, has_new_lines=True, complete=True, exit_code=0)
    assert rules.after_progress(ended, more).finished_at == progress.received_at


def test_a_stop_asked_for_before_the_start_holds_and_one_of_the_last_attempt_does_not() -> None:
    pending = make_run(state=RunState.PENDING, stop_requested=True)
    assert rules.after_progress(pending, RunProgress(NOW)).stop_requested
    killed = make_run(state=RunState.KILLED, stop_requested=True)
    assert not rules.after_progress(killed, RunProgress(NOW)).stop_requested
    assert not rules.resumed(killed, NOW).stop_requested
    assert rules.after_stop_request(make_run(state=RunState.FINISHED)) == make_run(state=RunState.FINISHED)


def test_a_writer_among_several_does_not_bring_back_what_another_has_ended() -> None:
    for state in RunState:
        run = make_run(state=state)
        again = rules.after_progress(run, RunProgress(NOW, has_new_lines=True, shared=True))
        assert (again.state is state) == (state in (*ENDED_BY_ITSELF, RunState.RUNNING, RunState.PREEMPTING))
        assert (again.heartbeat_at, rules.has_ended(again)) == (NOW, state in ENDED_BY_ITSELF)


@pytest.mark.parametrize("state", list(RunState))
def test_silence(state: RunState) -> None:
    run = make_run(state=state, heartbeat_at=NOW)
    expected = {RunState.RUNNING: RunState.CRASHED, RunState.PREEMPTING: RunState.PREEMPTED}.get(state, state)
    assert rules.after_silence(run, NOW + timedelta(seconds=1)).state is expected
    assert rules.after_silence(run, NOW) == run


def test_states_by_hand() -> None:
    allowed = {
        (before, after)
        for before in RunState
        for after in RunState
        if not raises(make_run(state=before), after) and raises(make_run(state=before, sweep="s"), after)
    }
    pending = {(state, RunState.PENDING) for state in ("running", "failed", "crashed", "preempted")}
    assert allowed == pending | {(state, RunState.FAILED) for state in ("pending", "running")}


def raises(run: Run, state: RunState) -> bool:
    try:
        rules.check_by_hand(run, state)
    except InvalidInput:
        return True
    return False
