"""What the mapping table makes of a span, field by field: to compare two tables, or a stored row with a table. Pure."""

from collections.abc import Sequence
from typing import Any

from runlake.products.traces.previews import json_text
from runlake.products.traces.records import Score, Span

TEXTS = (
    "name",
    "kind",
    "status",
    "error_type",
    "error_message",
    "service",
    "model",
    "provider",
    "session_id",
    "user_id",
)
"""The texts of a span: fields of `Span` and columns of `spans` by the same names."""

SCORES = ("score_names", "score_values", "score_labels", "score_notes", "score_by")
"""The columns of a span's scores: lists of the same length."""

_TOKENS = ("input", "output", "cache_read", "cache_write", "reasoning")

COLUMNS = (*TEXTS, "tags", *(f"{part}_tokens" for part in _TOKENS), "run", "run_project", "run_step", "refs", *SCORES)
"""The columns of `spans` that have just these fields."""


def fields_of(span: Span) -> dict[str, Any]:
    """The fields of a span as its narrow row has them; `cost` is the reported one, `input` and `output` are JSON texts."""
    run = span.run
    return {
        **{name: getattr(span, name) for name in TEXTS},
        "tags": list(span.tags),
        **{f"{part}_tokens": getattr(span.usage, part) for part in _TOKENS},
        "run": run.run_id if run else "",
        "run_project": run.path if run else "",
        "run_step": -1 if run is None or run.step is None else run.step,
        "refs": list(span.refs),
        **score_columns(span.scores),
        "cost": None if span.price_id else span.cost,
        "input": json_text(span.input),
        "output": json_text(span.output),
    }


def score_columns(scores: Sequence[Score]) -> dict[str, list[str]]:
    """Scores as their columns have them; a number is a text, "" for none."""
    entries = [(one.name, "" if one.value is None else repr(one.value), one.label, one.note, one.by) for one in scores]
    return {column: [entry[at] for entry in entries] for at, column in enumerate(SCORES)}
