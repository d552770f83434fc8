"""How a result shows itself in a notebook."""

from html import escape
from typing import TYPE_CHECKING, Any

from runlake.sdk.evaluation.printing import interval_of, mean_of, trouble_of

if TYPE_CHECKING:
    from runlake.sdk.evaluation.results import EvaluationResult

_WIDTH, _HEIGHT = 120, 12


def html_of(result: "EvaluationResult") -> str:
    """A row for each score: mean or share, its interval, as a bar too where the score is a share."""
    head = f"<strong>{escape(result.name)}</strong> · {escape(result.model)} on {escape(result.dataset)}"
    rows = "".join(_row(name, total) for name, total in result.totals().items() if "low" in total)
    names = "".join(f"<th>{name}</th>" for name in ("score", "mean", "95 % interval", "", "n"))
    table = f"<table><tr>{names}</tr>{rows}</table>" if rows else ""
    return f"<div>{head} · {len(result.trials):,} trials{table}<div>{escape(trouble_of(result).strip())}</div></div>"


def _row(name: str, total: dict[str, Any]) -> str:
    bar = _bar(total["low"], total["true_fraction"], total["high"]) if "true_fraction" in total else ""
    cells = (escape(name), mean_of(total), interval_of(total), bar, f"{total['count']:,}")
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def _bar(low: float, share: float, high: float) -> str:
    """The share on a line from 0 to 1, with its interval."""
    middle = _HEIGHT / 2
    whole = f'<path d="M0,{middle}H{_WIDTH}" stroke="currentColor" opacity="0.2"/>'
    within = f'<path d="M{low * _WIDTH:.1f},{middle}H{high * _WIDTH:.1f}" stroke="currentColor" stroke-width="3" opacity="0.5"/>'
    dot = f'<circle cx="{share * _WIDTH:.1f}" cy="{middle}" r="3.5" fill="currentColor"/>'
    return f'<svg width="{_WIDTH}" height="{_HEIGHT}" role="img" aria-label="{share:.3f}">{whole}{within}{dot}</svg>'
