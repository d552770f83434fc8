"""Spans as a server understands them, for evaluations."""

from tests.unit.sdk.tracing.conftest import kept

__all__ = ["kept"]
