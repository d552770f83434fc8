"""A callback of CatBoost, which it takes for trainings on the CPU.

model.fit(x, y, eval_set=(x_valid, y_valid), callbacks=[RunlakeCallback(project="digits")])
"""

from typing import Any

from runlake.integrations.begun import BegunRun
from runlake.sdk import Run


class RunlakeCallback:
    """Logs the metrics of each iteration as `<data>/<metric>`. It needs no import of CatBoost.

    Args:
        run: a live run to log to; None begins one with `options` of `runlake.init`. CatBoost does not say when the
            training ends: call `finish`, or leave it to the end of the program.
    """

    def __init__(self, run: Run | None = None, **options: Any) -> None:
        self._begun = BegunRun(run, **options)

    def after_iteration(self, info: Any) -> bool:
        values = {
            f"{data}/{metric}": scores[-1]
            for data, metrics in (info.metrics or {}).items()
            for metric, scores in metrics.items()
            if scores
        }
        self._begun.run.log(values, step=info.iteration)
        return True  # the training goes on

    def finish(self, model: Any | None = None) -> None:
        """End the run if it was begun here; with the fitted model, its parameters and importances are kept first."""
        if model is not None:
            self._begun.run.config.update(model.get_all_params())
            names, importances = model.feature_names_, model.get_feature_importance().tolist()
            self._begun.run.summary["importance"] = dict(zip(names, importances, strict=True))
        self._begun.finish()
