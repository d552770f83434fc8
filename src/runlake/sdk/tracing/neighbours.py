"""OpenTelemetry beside our spans: the innermost span is the parent, whoever made it. Nothing happens unless it is loaded."""

import sys
from typing import Any, NamedTuple

_TRACE_API, _CONTEXT_API = "opentelemetry.trace", "opentelemetry.context"


class Parent(NamedTuple):
    """A span by its ids, in lower-case hex (W3C)."""

    trace_id: str
    span_id: str


class Attached(NamedTuple):
    """Our span as OpenTelemetry's current one, until `detach`."""

    context: Any
    token: Any


def current_otel_span() -> Parent | None:
    """The span that is current for OpenTelemetry, one of ours or not."""
    api = sys.modules.get(_TRACE_API)
    if api is None:
        return None
    context = api.get_current_span().get_span_context()
    if not context.is_valid:
        return None
    return Parent(f"{context.trace_id:032x}", f"{context.span_id:016x}")


def attach(trace_id: str, span_id: str) -> Attached | None:
    """Let spans that OpenTelemetry begins from now on be children of ours."""
    api, contexts = sys.modules.get(_TRACE_API), sys.modules.get(_CONTEXT_API)
    if api is None or contexts is None or not hasattr(api, "NonRecordingSpan"):
        return None
    ids = api.SpanContext(int(trace_id, 16), int(span_id, 16), is_remote=False, trace_flags=api.TraceFlags(1))
    return Attached(contexts, contexts.attach(api.set_span_in_context(api.NonRecordingSpan(ids))))


def detach(attached: Attached) -> None:
    """What was current before is current again."""
    attached.context.detach(attached.token)
