"""A span as lists, trees and conversations show it."""

from typing import Any

_NS_PER_MS = 1_000_000
_REPLACED = frozenset({"version", "start_ns", "duration_ns", "has_cost", "cost"})
_KNOWN = frozenset({"trace_id", "price_id"})
_NO_STEP = ("run_step", -1)


def span_row(row: dict[str, Any]) -> dict[str, Any]:
    """A span as the pages show it; times in ms since the epoch, as precise as they were sent."""
    return {
        **{name: value for name, value in row.items() if name not in _REPLACED},
        "is_open": row.get("is_open", False),
        "start": row["start_ns"] / _NS_PER_MS,
        "duration_ms": row["duration_ns"] / _NS_PER_MS,
        "cost": row["cost"] if row["has_cost"] else None,
        "cost_source": ("computed" if row["price_id"] else "reported") if row["has_cost"] else None,
    }


def span_of_trace(row: dict[str, Any]) -> dict[str, Any]:
    """The same without what is empty or known: a trace may have ten thousand spans, and a browser reads every member."""
    return {
        name: value
        for name, value in span_row(row).items()
        if (value or isinstance(value, float)) and name not in _KNOWN and (name, value) != _NO_STEP
    }
