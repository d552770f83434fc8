"""A callback of XGBoost.

xgboost.train(params, data, evals=[(valid, "valid")], callbacks=[RunlakeCallback(project="digits")])
"""

import json
from typing import Any

from xgboost import Booster
from xgboost.callback import TrainingCallback

from runlake.integrations.begun import BegunRun
from runlake.sdk import Run


class RunlakeCallback(TrainingCallback):
    """Logs the metrics of each round as `<data>/<metric>`, the booster's config, and how much each feature gains.

    Args:
        run: a live run to log to; None begins one with `options` of `runlake.init`, which ends with the training.
    """

    def __init__(self, run: Run | None = None, **options: Any) -> None:
        super().__init__()
        self._begun = BegunRun(run, **options)

    def before_training(self, model: Booster) -> Booster:
        self._begun.run.config.update(json.loads(model.save_config()))
        return model

    def after_iteration(self, model: Booster, epoch: int, evals_log: dict[str, dict[str, Any]]) -> bool:
        values = {
            f"{data}/{metric}": scores[-1][0] if isinstance(scores[-1], tuple) else scores[-1]
            for data, metrics in evals_log.items()
            for metric, scores in metrics.items()
        }
        self._begun.run.log(values, step=epoch)
        return False  # the training goes on

    def after_training(self, model: Booster) -> Booster:
        gains = model.get_score(importance_type="gain")
        if gains:
            self._begun.run.summary["importance"] = gains
        if model.attr("best_iteration") is not None:
            self._begun.run.summary.update(best_iteration=model.best_iteration, best_score=model.best_score)
        self._begun.finish()
        return model
