"""Results as tables of text, and how far an evaluation is."""

import sys
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from runlake.sdk.evaluation.results import EvaluationResult

_BAR = 28
_EVERY_S = 0.1


def table_of(result: "EvaluationResult") -> str:
    """A line per score: mean or share, its interval, how many values there are; and what went wrong."""
    rows = [("score", "mean", "95 % interval", "n", "pass^k")]
    for name, total in result.totals().items():
        if "low" in total:
            rows.append((name, mean_of(total), interval_of(total), str(total["count"]), _pass(total)))
    if all(not row[4] for row in rows[1:]):
        rows = [row[:4] for row in rows]  # type: ignore[misc]
    head = f"{result.name}: {result.model} on {result.dataset}, {len(result.trials)} trials"
    return "\n".join([head, *lined_up(rows), trouble_of(result)]).rstrip()


def lined_up(rows: "list[Any]") -> list[str]:
    """Rows of cells as lines; the first column to the left, numbers to the right."""
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    return [
        "  "
        + "  ".join(
            cell.ljust(width) if not at else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]


class Progress:
    """A line on standard error that is drawn anew while an evaluation runs; nothing when that is no terminal."""

    def __init__(self, total: int, *, shown: bool | None) -> None:
        """`shown` None: when standard error is a terminal."""
        self._total = total
        self._done = 0
        self._failed = 0
        self._drawn_at = 0.0
        self._shown = sys.stderr.isatty() if shown is None else shown

    def step(self, *, failed: bool) -> None:
        """A trial is done."""
        self._done += 1
        self._failed += failed
        if self._shown and (time.monotonic() - self._drawn_at >= _EVERY_S or self._done == self._total):
            self._drawn_at = time.monotonic()
            self._draw()

    def close(self) -> None:
        """Leave the line as it is."""
        if self._shown and self._done:
            sys.stderr.write("\n")

    def _draw(self) -> None:
        filled = _BAR * self._done // max(1, self._total)
        failed = f", {self._failed} failed" if self._failed else ""
        sys.stderr.write(f"\r[{'█' * filled}{'·' * (_BAR - filled)}] {self._done}/{self._total}{failed} ")
        sys.stderr.flush()


def mean_of(total: dict[str, Any]) -> str:
    """The mean of a score, or the share that passed."""
    share = total.get("true_fraction")
    return f"{100 * share:.1f} %" if share is not None else f"{total['mean']:.4g}"


def interval_of(total: dict[str, Any]) -> str:
    """Its interval."""
    if "true_fraction" in total:
        return f"{100 * total['low']:.1f} – {100 * total['high']:.1f} %"
    return f"{total['low']:.4g} – {total['high']:.4g}"


def _pass(total: dict[str, Any]) -> str:
    found = total.get("pass_hat")
    if not found:
        return ""
    last = list(found)[-1]
    return f"k={last}: {100 * found[last]:.1f} %" if found[last] is not None else ""


def trouble_of(result: "EvaluationResult") -> str:
    """What went wrong; empty when nothing did."""
    errors = result.summary["errors"]
    said = [f"{errors['model']} of {len(result.trials)} trials failed"] if errors["model"] else []
    said += [f"{errors['scorers']} scores failed"] if errors["scorers"] else []
    first = next((trial.error for trial in result.trials if trial.error), None)
    first = first or next((error for trial in result.trials for error in trial.scorer_errors.values()), None)
    return f"  {', '.join(said)}; first: {first}" if said else ""
