"""What an evaluation must come to: `accuracy=">= 0.9"`. Pure."""

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from runlake.errors import UsageError

if TYPE_CHECKING:
    from runlake.sdk.evaluation.results import EvaluationResult

_GATE = re.compile(r"\s*(>=|<=|>|<|==)\s*(-?[\d.]+(?:e-?\d+)?)\s*(%?)\s*")
_OPERATORS: dict[str, Callable[[float, float], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
    "==": operator.eq,
}


@dataclass(frozen=True, slots=True)
class Gate:
    """One condition and what was found; `value` None: there is no such score, which fails."""

    score: str
    condition: str
    value: float | None
    holds: bool

    def __str__(self) -> str:
        mark = "ok  " if self.holds else "FAIL"
        found = "no such score" if self.value is None else f"{self.value:.4g}"
        return f"{mark} {self.score} {self.condition}: {found}"


def check_gates(result: "EvaluationResult", conditions: Mapping[str, Any]) -> list[Gate]:
    """Each condition held against the mean of its score, or against `error_rate` or `latency_s`.

    Raises UsageError for what is no condition.
    """
    latency = result.summary.get("model_latency", {})
    values = {"error_rate": result.error_rate, "latency_s": latency.get("mean"), **result.scores}
    return [_gate(score, condition, values.get(score)) for score, condition in conditions.items()]


def _gate(score: str, condition: Any, value: float | None) -> Gate:
    text = f">= {condition}" if isinstance(condition, int | float) else condition
    found = _GATE.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        raise UsageError(f"{score}={condition!r:.60} is no condition: write '>= 0.9', '< 2' or '== 100 %'")
    limit = float(found[2]) / (100 if found[3] else 1)
    holds = value is not None and _OPERATORS[found[1]](value, limit)
    return Gate(score, text.strip(), value, holds)
