"""Experiments of Ray Tune: each trial becomes a run, all of them a group with the experiment's name.

tune.Tuner(train, run_config=tune.RunConfig(callbacks=[RunlakeCallback(project="digits")]))
"""

from collections.abc import Mapping
from typing import Any

from ray.tune.experiment import Trial
from ray.tune.logger import LoggerCallback

from runlake.integrations.begun import numbers_of
from runlake.sdk import Run, init

_OF_TUNE = frozenset(
    {
        "config",
        "done",
        "iterations_since_restore",
        "pid",
        "should_checkpoint",
        "time_since_restore",
        "timestamp",
        "training_iteration",
    }
)


class RunlakeCallback(LoggerCallback):
    """Logs what trials report, at their training iteration, nested results joined with "/"; their parameters are the config.

    It is called in the process of the experiment. A trial that Tune restores goes on with its run.

    Args:
        options: of `runlake.init`, for all trials.
    """

    def __init__(self, **options: Any) -> None:
        self._options = options
        self._runs: dict[str, Run] = {}

    def log_trial_start(self, trial: Trial) -> None:
        self._run_of(trial)

    def log_trial_result(self, iteration: int, trial: Trial, result: dict[str, Any]) -> None:
        told = {name: value for name, value in result.items() if name not in _OF_TUNE}
        self._run_of(trial).log(_numbers(told), step=result["training_iteration"])

    def log_trial_end(self, trial: Trial, failed: bool = False) -> None:
        self._run_of(trial).finish(int(failed))
        del self._runs[trial.trial_id]

    def on_experiment_end(self, trials: list[Trial], **_: Any) -> None:
        """What has not ended was interrupted."""
        while self._runs:
            self._runs.popitem()[1].finish(1)

    def __getstate__(self) -> dict[str, Any]:
        """Tune keeps callbacks on disk, to restore them in another process. The key is not kept: that process finds its own."""
        options = {name: value for name, value in self._options.items() if name != "api_key"}
        return {**self.__dict__, "_options": options, "_runs": {}}

    def _run_of(self, trial: Trial) -> Run:
        if trial.trial_id not in self._runs:
            given = {"run_id": trial.trial_id, "name": str(trial), "group": trial.experiment_dir_name}
            given |= {"job_type": "trial", "console": False, "system_every_s": None}
            config = {**trial.config, **self._options.get("config", {})}
            self._runs[trial.trial_id] = init(**{**given, **self._options, "config": config})
        return self._runs[trial.trial_id]


def _numbers(values: Mapping[str, Any], prefix: str = "") -> dict[str, float]:
    found = numbers_of(values, prefix)
    for name, inner in values.items():
        if isinstance(inner, Mapping):
            found |= _numbers(inner, f"{prefix}{name}/")
    return found
