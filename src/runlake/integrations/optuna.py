"""Studies of Optuna: each trial becomes a run, all of them a group with the study's name.

study.optimize(objective, n_trials=100, callbacks=[StudyCallback(project="digits")])
"""

from typing import Any

from optuna.study import Study
from optuna.trial import FrozenTrial, TrialState

from runlake.sdk import init

_EXIT_CODES = {TrialState.FAIL: 1}


class StudyCallback:
    """Called by Optuna after each trial, whatever became of it.

    Args:
        metrics: names of the objective's values, in their order; None means `value`, or `value_0`, `value_1`, …
        options: of `runlake.init`.
    """

    def __init__(self, metrics: list[str] | None = None, **options: Any) -> None:
        self._metrics = metrics
        self._options = options

    def __call__(self, study: Study, trial: FrozenTrial) -> None:
        given = {"group": study.study_name, "name": f"trial {trial.number}", "job_type": "trial", "console": False}
        given |= {"tags": [trial.state.name.lower()], "system_every_s": None}
        config = {**trial.params, **trial.user_attrs, **self._options.get("config", {})}
        run = init(**{**given, **self._options, "config": config})
        for step, value in sorted(trial.intermediate_values.items()):
            run.log({"intermediate": value}, step=step)
        if trial.state is TrialState.COMPLETE:  # of a pruned one Optuna repeats the last intermediate value
            run.log(dict(zip(self._names(len(trial.values)), trial.values, strict=True)))
        if trial.duration is not None:
            run.summary["duration_s"] = trial.duration.total_seconds()
        run.finish(_EXIT_CODES.get(trial.state, 0))

    def _names(self, count: int) -> list[str]:
        if self._metrics is not None:
            return self._metrics
        return ["value"] if count == 1 else [f"value_{number}" for number in range(count)]
