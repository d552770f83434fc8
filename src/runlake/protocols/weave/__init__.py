"""Weave's trace server: what the `weave` package talks to."""

from runlake.protocols.weave.adapter import WeaveAdapter, WeaveServices

__all__ = ["WeaveAdapter", "WeaveServices"]
