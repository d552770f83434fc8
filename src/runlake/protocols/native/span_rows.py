"""A span as lists, trees and conversations show it."""

from typing import Any

_NS_PER_MS = 1_000_000
_REPLACED = frozenset({"version", "start_ns", "duration_ns", "has_cost", "cost"})


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
