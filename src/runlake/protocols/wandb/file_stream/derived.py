"""The summary that a client leaves to the server: the last value of everything in its history. Pure.

Source: the wandb client 0.28.2, `core/internal/stream/handler.go`: with the setting `x_server_side_derived_summary` it
sends a header with each post, and in its summary only what the user put there by hand.
"""

import json
from collections.abc import Sequence
from typing import Any

HEADER = "x-wandb-server-side-derived-summary"


def derived_summary(lines: Sequence[str]) -> dict[str, Any]:
    """What rows, which are valid JSON objects, make of a summary: later values over earlier ones, nested ones too."""
    found: dict[str, Any] = {}
    for line in lines:
        _lay_over(found, json.loads(line))
    return found


def _lay_over(below: dict[str, Any], above: dict[str, Any]) -> None:
    for key, value in above.items():
        old = below.get(key)
        if isinstance(value, dict) and isinstance(old, dict) and "_type" not in value:
            _lay_over(old, value)
        else:
            below[key] = value
