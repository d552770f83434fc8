"""A callback of LightGBM.

lightgbm.train(params, data, valid_sets=[valid], callbacks=[RunlakeCallback(project="digits")])
"""

from typing import Any

from lightgbm.callback import CallbackEnv

from runlake.integrations.begun import BegunRun
from runlake.sdk import Run


class RunlakeCallback:
    """Logs the metrics of each round as `<data>/<metric>`, parameters as config, importances at the last round.

    Args:
        run: a live run to log to; None begins one with `options` of `runlake.init`. It ends with the last round; when
            the training stops earlier, call `finish`, or leave it to the end of the program.
    """

    before_iteration = False
    order = 5  # before the one that stops early, which has 30: what it stops at is logged too

    def __init__(self, run: Run | None = None, **options: Any) -> None:
        self._begun = BegunRun(run, **options)

    def __call__(self, env: CallbackEnv) -> None:
        run = self._begun.run
        if env.iteration == env.begin_iteration:
            run.config.update(env.params)
        results = env.evaluation_result_list or []
        run.log({f"{result[0]}/{result[1]}": result[2] for result in results}, step=env.iteration)
        if env.iteration == env.end_iteration - 1:
            names = getattr(env.model, "feature_name", None)
            if callable(names):  # of a booster; cross-validation has many
                gains = env.model.feature_importance("gain").tolist()
                run.summary["importance"] = dict(zip(names(), gains, strict=True))
            self.finish()

    def finish(self) -> None:
        """End the run, if it was begun here."""
        self._begun.finish()
