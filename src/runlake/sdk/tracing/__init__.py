"""Tracing: what functions, agents and requests to models did, as spans in the journal of the run or in one of their own."""

from runlake.sdk.tracing.autologging import autolog
from runlake.sdk.tracing.context import current_span, session
from runlake.sdk.tracing.decorating import Trace, trace
from runlake.sdk.tracing.sinks import init_tracing
from runlake.sdk.tracing.spans import Span

__all__ = ["Span", "Trace", "autolog", "current_span", "init_tracing", "session", "trace"]
