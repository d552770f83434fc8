"""A tracker of Hugging Face Accelerate.

accelerator = Accelerator(log_with=RunlakeTracker(project="digits"))
accelerator.init_trackers("digits", config={"lr": 0.1})
"""

from typing import Any

from accelerate.tracking import GeneralTracker, on_main_process

from runlake.integrations.begun import BegunRun
from runlake.sdk import Run


class RunlakeTracker(GeneralTracker):
    """Logs what `accelerator.log` is given.

    Args:
        run: a live run to log to; None begins one with `options` of `runlake.init`, which `end_training` ends.
    """

    name = "runlake"
    requires_logging_directory = False

    def __init__(self, run: Run | None = None, **options: Any) -> None:
        super().__init__()
        self._begun = BegunRun(run, **options)

    @property
    def tracker(self) -> Run:
        return self._begun.run

    @on_main_process
    def store_init_configuration(self, values: dict[str, Any]) -> None:
        self.tracker.config.update(values)

    @on_main_process
    def log(self, values: dict[str, Any], step: int | None = None, **_: Any) -> None:
        self.tracker.log(values, step=step)

    @on_main_process
    def finish(self) -> None:
        self._begun.finish()
