"""Spans that OpenTelemetry's instrumentations make, into the journal: as safe, and as soon visible, as our own."""

from collections.abc import Mapping
from typing import Any

from runlake.sdk.live_runs import LiveRun
from runlake.sdk.messages import warn
from runlake.sdk.tracing.capturing import captured
from runlake.sdk.tracing.context import talking
from runlake.sdk.tracing.sinks import sink
from runlake.wire import SpanEndRecord, SpanRecord, encode_record

_EXCEPTION = "exception"
_ERROR_CODE = "ERROR"


class JournalProcessor:
    """A span processor of OpenTelemetry's SDK, which takes it by its methods. It never raises."""

    def __init__(self) -> None:
        self._takers: dict[int, LiveRun] = {}

    def on_start(self, span: Any, parent_context: Any = None) -> None:
        """A span has begun: it goes to the run that began last."""
        taker = sink()
        if taker is None:
            return
        try:
            taker.record(encode_record(_begun(span, taker)))
            self._takers[span.context.span_id] = taker
        except Exception as error:  # noqa: BLE001 - the border to the user's program
            warn("tracing", f"{span.name!r} is not traced: {type(error).__name__}: {error}")

    def on_end(self, span: Any) -> None:
        """A span has ended: to where its beginning went."""
        taker = self._takers.pop(span.context.span_id, None)
        if taker is None:
            return
        try:
            taker.record(encode_record(_ended(span)))
        except Exception as error:  # noqa: BLE001 - the border to the user's program
            warn("tracing", f"the end of {span.name!r} is not kept: {type(error).__name__}: {error}")

    def _on_ending(self, span: Any) -> None:
        """Nothing is added to a span."""

    def shutdown(self) -> None:
        """The journal ends with its run."""

    def force_flush(self, timeout_millis: int = 30_000) -> bool:
        """Everything is in the journal already."""
        return True


def _begun(span: Any, taker: LiveRun) -> SpanRecord:
    scope = span.instrumentation_scope
    said = talking.get()
    return SpanRecord(
        trace_id=f"{span.context.trace_id:032x}",
        span_id=f"{span.context.span_id:016x}",
        name=span.name or "span",
        start_ns=span.start_time or 0,
        parent_id=f"{span.parent.span_id:016x}" if span.parent else "",
        attributes=_attributes(span.attributes),
        session=said.session_id,
        user=said.user,
        step=taker.step,
        otel={
            "kind": span.kind.value + 1,  # the protocol counts from 1
            "scope": getattr(scope, "name", "") or "opentelemetry",
            "scope_version": getattr(scope, "version", None) or "",
            "resource": _attributes(span.resource.attributes) or {},
        },
    )


def _ended(span: Any) -> SpanEndRecord:
    events = tuple(
        {"name": event.name, "time_ns": event.timestamp, "attributes": _attributes(event.attributes) or {}}
        for event in span.events
    )
    return SpanEndRecord(
        span_id=f"{span.context.span_id:016x}",
        end_ns=span.end_time or 1,
        error=_error(span, events),
        attributes=_attributes(span.attributes),
        events=events,
    )


def _error(span: Any, events: tuple[dict[str, Any], ...]) -> dict[str, str] | None:
    """What went wrong, of a span that says so: by its last exception."""
    if span.status.status_code.name != _ERROR_CODE:
        return None
    raised: dict[str, Any] = next((each["attributes"] for each in reversed(events) if each["name"] == _EXCEPTION), {})
    message = span.status.description or raised.get("exception.message") or ""
    found = {"message": message, "stack": raised.get("exception.stacktrace"), "type": raised.get("exception.type")}
    return {name: str(value) for name, value in found.items() if value}


def _attributes(given: Mapping[str, Any] | None) -> dict[str, Any] | None:
    return captured(dict(given)) if given else None
