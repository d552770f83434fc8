"""A callback of Keras 3, with any of its back ends.

model.fit(x, y, callbacks=[RunlakeCallback(project="digits")])
"""

from typing import Any

import keras

from runlake.integrations.begun import BegunRun, numbers_of
from runlake.sdk import Run


class RunlakeCallback(keras.callbacks.Callback):
    """Logs the metrics of each epoch as `epoch/…`, at the epoch, and of batches as `batch/…`, at the batch.

    Args:
        run: a live run to log to; None begins one with `options` of `runlake.init`, which ends with `fit`.
        every_batches: how often batches are logged; None: never.
    """

    def __init__(self, run: Run | None = None, *, every_batches: int | None = None, **options: Any) -> None:
        super().__init__()
        self._begun = BegunRun(run, **options)
        self._every_batches = every_batches
        self._batches = 0

    def on_train_begin(self, logs: dict[str, Any] | None = None) -> None:
        optimizer = getattr(self.model, "optimizer", None)
        found = optimizer.get_config() if optimizer is not None else {}
        self._begun.run.config.update({"fit": dict(self.params), "optimizer": found})

    def on_train_batch_end(self, batch: int, logs: dict[str, Any] | None = None) -> None:
        if self._every_batches and self._batches % self._every_batches == 0:
            self._begun.run.log(numbers_of(logs, "batch/"), step=self._batches)
        self._batches += 1

    def on_epoch_end(self, epoch: int, logs: dict[str, Any] | None = None) -> None:
        rate = getattr(getattr(self.model, "optimizer", None), "learning_rate", None)
        values = numbers_of(logs, "epoch/")
        if rate is not None:
            values["epoch/learning_rate"] = float(keras.ops.convert_to_numpy(rate))
        self._begun.run.log(values, step=epoch)

    def on_train_end(self, logs: dict[str, Any] | None = None) -> None:
        self._begun.finish()
