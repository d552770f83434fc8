"""`run.define_metric`: what a metric is drawn over, and what stands for it in the summary."""

from collections.abc import Sequence
from typing import Any, Literal, get_args

from runlake.errors import UsageError
from runlake.sdk.values import checked_name

Summary = Literal["min", "max", "mean", "last", "first", "best", "none"]
Goal = Literal["min", "max"]


def definition(
    step_metric: str | None, summary: Summary | Sequence[Summary] | None, goal: Goal | None
) -> dict[str, Any]:
    """What is written of a metric. Raises UsageError for what cannot be."""
    kinds = [summary] if isinstance(summary, str) else list(summary or ())
    if unknown := set(kinds) - set(get_args(Summary)):
        raise UsageError(f"summary is {unknown.pop()!r}: it is one of {', '.join(get_args(Summary))}, or several")
    if goal not in (None, "min", "max"):
        raise UsageError(f"goal is {goal!r}: it is 'min' or 'max'")
    if "best" in kinds and goal is None:
        raise UsageError("the best value is the least or the greatest: say which by goal='min' or goal='max'")
    step = None if step_metric is None else checked_name(step_metric)
    given = {"step_metric": step, "summary": kinds or None, "goal": goal}
    return {name: value for name, value in given.items() if value is not None}
