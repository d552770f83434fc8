"""What an evaluation came to."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any

from runlake.errors import UsageError
from runlake.sdk.evaluation.statistics import leaves_of, summary_of

if TYPE_CHECKING:
    from runlake.sdk.evaluation.comparing import Comparison

Score = float | bool | str


@dataclass(frozen=True, slots=True)
class Trial:
    """One pass over one row. `error` is the model's exception, `scorer_errors` those of scorers; latency in seconds."""

    row: int
    trial: int
    inputs: dict[str, Any]
    output: Any
    scores: dict[str, Any]
    error: str | None
    latency_s: float
    scorer_errors: dict[str, str] = field(default_factory=dict)
    trace_id: str = ""

    def values(self) -> Iterator[tuple[str, Score]]:
        """Dotted name → value of each score."""
        for scorer, given in self.scores.items():
            for leaf, value in leaves_of(given):
                yield f"{scorer}.{leaf}" if leaf else scorer, value


class EvaluationResult:
    """The trials of a model over a data set, by row and trial, and what they sum up to."""

    def __init__(self, name: str, model: str, dataset: str, trials: Sequence[Trial], trace_id: str = "") -> None:
        self.name = name
        self.model = model
        self.dataset = dataset
        self.trials = sorted(trials, key=lambda trial: (trial.row, trial.trial))
        self.trace_id = trace_id
        self.summary = self._summed_up()

    @property
    def error_rate(self) -> float:
        """The share of trials in which the model raised an exception."""
        return sum(trial.error is not None for trial in self.trials) / max(1, len(self.trials))

    @property
    def scores(self) -> dict[str, float]:
        """Dotted name of a score → its mean, or the share of trials that passed."""
        means = {name: each.get("true_fraction", each.get("mean")) for name, each in self.totals().items()}
        return {name: mean for name, mean in means.items() if mean is not None}

    def __getitem__(self, score: str) -> float:
        """The mean of a score. Raises UsageError naming those that there are."""
        try:
            return self.scores[score]
        except KeyError:
            raise UsageError(f"there is no score {score!r}: there are {', '.join(self.scores) or 'none'}") from None

    def results(self) -> "EvaluationResult":
        """Itself: `evaluate(…).results().to_pandas()` reads as one says it."""
        return self

    def records(self) -> list[dict[str, Any]]:
        """A mapping for each trial: row, trial, the row's columns, output, each score, error, latency, trace."""
        return [
            {
                "row": trial.row,
                "trial": trial.trial,
                **{f"inputs.{name}": value for name, value in trial.inputs.items()},
                "output": trial.output,
                **{f"scores.{name}": value for name, value in trial.values()},
                "error": trial.error,
                "latency_s": trial.latency_s,
                "trace_id": trial.trace_id,
            }
            for trial in self.trials
        ]

    def to_pandas(self) -> Any:
        """`records` as a data frame. Raises UsageError without pandas."""
        try:
            pandas = import_module("pandas")
        except ImportError:
            raise UsageError("to_pandas needs pandas: pip install pandas") from None
        return pandas.DataFrame(self.records())

    def compare(self, other: "EvaluationResult") -> "Comparison":
        """This result as the one before, `other` as the one after; rows are paired."""
        from runlake.sdk.evaluation.comparing import Comparison

        return Comparison(self, other)

    def by_row(self, score: str) -> dict[int, list[float | bool]]:
        """Row → the values of a score in its trials; labels are none."""
        found: dict[int, list[float | bool]] = {}
        for trial in self.trials:
            for name, value in trial.values():
                if name == score and not isinstance(value, str):
                    found.setdefault(trial.row, []).append(value)
        return found

    def __repr__(self) -> str:
        from runlake.sdk.evaluation.printing import table_of

        return table_of(self)

    def _repr_html_(self) -> str:
        from runlake.sdk.evaluation.html import html_of

        return html_of(self)

    def totals(self) -> dict[str, dict[str, Any]]:
        """Dotted name → what that score sums up to."""
        names = dict.fromkeys(name for trial in self.trials for name, _ in trial.values())
        return {name: summary_of(list(self.by_row(name).values())) for name in names}

    def _summed_up(self) -> dict[str, Any]:
        """Totals by scorer, in the shape in which evaluations of Weave are summed up, with intervals beside them."""
        found: dict[str, Any] = {}
        scorers = dict.fromkeys(scorer for trial in self.trials for scorer in trial.scores)
        leaves = self.totals()
        for scorer in scorers:
            of_scorer = {
                name.removeprefix(scorer).removeprefix("."): total
                for name, total in leaves.items()
                if name == scorer or name.startswith(f"{scorer}.")
            }
            found[scorer] = of_scorer.get("", of_scorer)
        latencies = [trial.latency_s for trial in self.trials if trial.error is None]
        if latencies:
            found["model_latency"] = {"mean": sum(latencies) / len(latencies)}
        errors = sum(trial.error is not None for trial in self.trials)
        failed = sum(len(trial.scorer_errors) for trial in self.trials)
        found["errors"] = {"model": errors, "rate": self.error_rate, "scorers": failed}
        return found
