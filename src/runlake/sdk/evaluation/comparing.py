"""Two results side by side."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from runlake.sdk.evaluation.statistics import paired

if TYPE_CHECKING:
    from runlake.sdk.evaluation.results import EvaluationResult


@dataclass(frozen=True, slots=True)
class ScoreChange:
    """How one score changed: means of the rows that both have, their paired difference and its 95 % interval."""

    before: float
    after: float
    difference: float
    low: float
    high: float
    better: int
    worse: int
    rows: int

    @property
    def is_clear(self) -> bool:
        """True when the interval does not contain 0."""
        return self.low > 0 or self.high < 0


class Comparison:
    """What changed from one result to another, score by score. Rows are paired by their place in the data set."""

    def __init__(self, before: "EvaluationResult", after: "EvaluationResult") -> None:
        self.before = before
        self.after = after
        shared = [name for name in before.scores if name in after.scores]
        found = {name: _change(before, after, name) for name in shared}
        self.scores: dict[str, ScoreChange] = {name: change for name, change in found.items() if change is not None}

    def __getitem__(self, score: str) -> ScoreChange:
        return self.scores[score]

    def __repr__(self) -> str:
        from runlake.sdk.evaluation.printing import lined_up

        rows = [("score", "before", "after", "difference", "95 % interval", "better", "worse")]
        for name, change in self.scores.items():
            mark = " *" if change.is_clear else ""
            cells = (f"{change.before:.4g}", f"{change.after:.4g}", f"{change.difference:+.4g}{mark}")
            rows.append(
                (name, *cells, f"{change.low:+.4g} – {change.high:+.4g}", str(change.better), str(change.worse))
            )
        head = f"{self.before.name} ({self.before.model}) → {self.after.name} ({self.after.model})"
        return "\n".join([head, *lined_up(rows)])


def _change(before: "EvaluationResult", after: "EvaluationResult", score: str) -> ScoreChange | None:
    first, second = before.by_row(score), after.by_row(score)
    rows = sorted(first.keys() & second.keys())
    if not rows:
        return None
    a = [sum(first[row]) / len(first[row]) for row in rows]
    b = [sum(second[row]) / len(second[row]) for row in rows]
    difference, low, high = paired(a, b)
    better = sum(y > x for x, y in zip(a, b, strict=True))
    worse = sum(y < x for x, y in zip(a, b, strict=True))
    return ScoreChange(sum(a) / len(a), sum(b) / len(b), difference, low, high, better, worse, len(rows))
