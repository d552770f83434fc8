"""Hints and deltas for live views. Losing one costs latency, never data."""

from runlake.live.bus import LiveBus, Subscription

__all__ = ["LiveBus", "Subscription"]
