"""`historyKeys`: what a run has logged, in wandb's shape. Pure."""

from typing import Any

from runlake.products.metrics import HistoryKeys

_NO_NUMBER = -1  # what clients expect as the last value of media


def history_keys_node(found: HistoryKeys) -> dict[str, Any] | None:
    """None for a run without rows. `lastStep` is exact: `scan_history` stops after it."""
    if found.last_step is None:
        return None
    return {
        "sets": [],
        "lastStep": found.last_step,
        "keys": {
            name: {
                "typeCounts": [{"type": kind, "count": count} for kind, count in kinds.items()],
                "monotonic": name in found.monotonic,
                "previousValue": found.last_values.get(name, _NO_NUMBER),
            }
            for name, kinds in found.counts.items()
        },
    }
