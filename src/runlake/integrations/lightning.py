"""A logger of PyTorch Lightning.

trainer = lightning.Trainer(logger=RunlakeLogger(project="digits"))
"""

from argparse import Namespace
from collections.abc import Mapping
from typing import Any

from lightning.pytorch.loggers.logger import Logger, rank_zero_experiment
from lightning.pytorch.utilities.rank_zero import rank_zero_only

from runlake.integrations.begun import BegunRun, numbers_of
from runlake.sdk import Run


class RunlakeLogger(Logger):
    """Logs what modules log, at the trainer's step, and hyperparameters as config.

    Args:
        run: a live run to log to; None begins one with `options` of `runlake.init`, which ends with `fit`.
        prefix: stands before the names of metrics.
    """

    def __init__(self, run: Run | None = None, *, prefix: str = "", **options: Any) -> None:
        super().__init__()
        self._begun = BegunRun(run, **options)
        self._project = str(options.get("project") or "runlake")
        self._prefix = prefix

    @property
    @rank_zero_experiment
    def experiment(self) -> Run:
        """The run, for everything that a module wants to log by itself."""
        return self._begun.run

    @property
    def name(self) -> str:
        return self._project

    @property
    def version(self) -> str:
        return self._begun.run.run_id

    @rank_zero_only
    def log_metrics(self, metrics: Mapping[str, float], step: int | None = None) -> None:
        self.experiment.log(numbers_of(metrics, self._prefix), step=step)

    @rank_zero_only
    def log_hyperparams(self, params: Mapping[str, Any] | Namespace, *_: Any, **__: Any) -> None:
        self.experiment.config.update(vars(params) if isinstance(params, Namespace) else dict(params))

    @rank_zero_only
    def finalize(self, status: str) -> None:
        self._begun.finish(int(status not in ("success", "finished")))
