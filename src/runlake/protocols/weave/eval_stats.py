"""What the scores of evaluations sum up to: one line for each leaf of what a scorer gave. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from runlake.protocols.weave.eval_trials import ResultRow, Trial
from runlake.protocols.weave.stored_calls import Call

Leaf = tuple[str, str | None]
"""Scorer, and the path into what it gave; None when it gave a plain value."""


def summary_of(rows: Sequence[ResultRow], roots: Mapping[str, Call]) -> dict[str, Any]:
    """Totals of each evaluation that has trials among the rows."""
    trials: dict[str, list[Trial]] = {}
    for row in rows:
        for evaluation, some in row.trials.items():
            trials.setdefault(evaluation, []).extend(some)
    found = [_evaluation(evaluation, some, roots.get(evaluation)) for evaluation, some in trials.items()]
    return {"row_count": len(rows), "evaluations": found}


def leaves_of(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Path → value of the numbers, truths and texts in what a scorer gave; lists have none."""
    if isinstance(value, bool | int | float | str):
        yield path, value
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from leaves_of(item, (*path, name))


def _evaluation(evaluation: str, trials: Sequence[Trial], root: Call | None) -> dict[str, Any]:
    inputs = root["inputs"] if root is not None else {}
    return {
        "evaluation_call_id": evaluation,
        "trial_count": len(trials),
        "scorer_stats": _stats(trials),
        "predict_total_tokens": _total(trials, "total_tokens"),
        "predict_total_cost": _total(trials, "total_cost"),
        "evaluation_ref": inputs.get("self") or inputs.get("this"),
        "model_ref": inputs.get("model"),
        "display_name": root and root["display_name"],
        "trace_id": root and root["trace_id"],
        "started_at": root and root["started_at"],
    }


def _total(trials: Sequence[Trial], name: str) -> Any:
    found = [trial[name] for trial in trials if trial[name] is not None]
    return sum(found) if found else None


def _stats(trials: Sequence[Trial]) -> list[dict[str, Any]]:
    values: dict[Leaf, list[Any]] = {}
    for trial in trials:
        for scorer, given in trial["scores"].items():
            for path, value in leaves_of(given):
                values.setdefault((scorer, ".".join(path) or None), []).append(value)
    return [_leaf(leaf, found) for leaf, found in values.items()]


def _leaf(leaf: Leaf, values: Sequence[Any]) -> dict[str, Any]:
    truths = [value for value in values if isinstance(value, bool)]
    numbers = [float(value) for value in values if isinstance(value, int | float) and not isinstance(value, bool)]
    first = values[0]
    kind = "binary" if isinstance(first, bool) else "text" if isinstance(first, str) else "continuous"
    return {
        "scorer_key": leaf[0],
        "path": leaf[1],
        "value_type": kind,
        "trial_count": len(values),
        "numeric_count": len(numbers),
        "numeric_mean": sum(numbers) / len(numbers) if numbers else None,
        "pass_true_count": sum(truths),
        "pass_known_count": len(truths),
        "pass_rate": sum(truths) / len(truths) if truths else None,
        "pass_signal_coverage": len(truths) / len(values),
    }
