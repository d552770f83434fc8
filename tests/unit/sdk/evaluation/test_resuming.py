"""Which trials of a pass that did not end stand, and for which rows."""

from typing import Any

import runlake
from runlake.sdk.evaluation.resuming import trials_in

ROWS = [{"x": 1}, {"x": 2}, {"x": 1}]  # two are the same


def kept(x: int, output: Any = 0, **more: Any) -> dict[str, Any]:
    """A trial as a server tells it."""
    whole = {"scores": {"small": True}, "error": "", "latency_s": 0.5, "trace_id": "t"}
    return {"row": {"x": x}, "output": output, **whole, **more}


def evaluation(**options: Any) -> runlake.Evaluation:
    return runlake.Evaluation(ROWS, {"small": lambda output: True}, **options)


def test_trials_stand_for_rows_of_the_same_content_once_each() -> None:
    found = trials_in(iter([kept(1, "a"), kept(1, "b"), kept(1, "c"), kept(9)]), evaluation())
    assert {place: trial.output for place, trial in found.items()} == {(0, 0): "a", (2, 0): "b"}
    twice = trials_in(iter([kept(2, "a"), kept(2, "b")]), evaluation(trials=2))
    assert {(trial.row, trial.trial): trial.output for trial in twice.values()} == {(1, 0): "a", (1, 1): "b"}


def test_what_was_cut_short_or_lacks_a_score_is_run_again() -> None:
    cut = kept(1, None, latency_s=None, error="KeyboardInterrupt")
    assert trials_in(iter([cut, kept(2, scores={"other": 1})]), evaluation()) == {}
    failed = trials_in(iter([kept(2, None, error="ValueError: no", scores={})]), evaluation())
    assert [(trial.row, trial.error, trial.scores) for trial in failed.values()] == [(1, "ValueError: no", {})]
