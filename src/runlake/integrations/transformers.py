"""The Trainer of Hugging Face: a callback, and the name `report_to="runlake"`, which importing this module makes known.

import runlake.integrations.transformers
TrainingArguments(..., report_to="runlake")
"""

from typing import Any

from transformers import TrainerCallback, TrainerControl, TrainerState, TrainingArguments
from transformers.integrations.integration_utils import INTEGRATION_TO_CALLBACK

from runlake.integrations.begun import BegunRun, numbers_of
from runlake.sdk import Run


class RunlakeCallback(TrainerCallback):
    """Logs what the Trainer reports, at its global step; arguments and the model's config as config.

    Args:
        run: a live run to log to; None begins one with `options` of `runlake.init` when training starts, named as
            `run_name` says, and ends it with the training.
    """

    def __init__(self, run: Run | None = None, **options: Any) -> None:
        self._given = run
        self._options = options
        self._begun: BegunRun | None = None

    def on_train_begin(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **kwargs: Any
    ) -> None:
        if not state.is_world_process_zero:
            return
        self._begun = BegunRun(self._given, **{"name": args.run_name, **self._options})
        config = args.to_sanitized_dict()
        model = getattr(kwargs.get("model"), "config", None)
        self._begun.run.config.update({**(model.to_dict() if model is not None else {}), **config})

    def on_log(
        self,
        args: TrainingArguments,
        state: TrainerState,
        control: TrainerControl,
        logs: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        if self._begun is not None and state.is_world_process_zero:
            self._begun.run.log(_grouped(numbers_of(logs)), step=state.global_step)

    def on_train_end(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **kwargs: Any
    ) -> None:
        if self._begun is not None:
            self._begun.finish()


def _grouped(values: dict[str, float]) -> dict[str, float]:
    """`eval_loss` as `eval/loss`; what has no such beginning is of the training."""
    grouped = {}
    for name, value in values.items():
        kind, _, rest = name.partition("_")
        grouped[f"{kind}/{rest}" if kind in ("eval", "test") and rest else f"train/{name}"] = value
    return grouped


INTEGRATION_TO_CALLBACK["runlake"] = RunlakeCallback
