"""Spans as a server understands them, for prompts."""

from tests.unit.sdk.tracing.conftest import kept

__all__ = ["kept"]
