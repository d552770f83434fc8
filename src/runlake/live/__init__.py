"""Hints and deltas for live views. Losing one costs latency, never data."""

from runlake.live.bus import Event, LiveBus, Subscription

__all__ = ["Event", "LiveBus", "Subscription"]
