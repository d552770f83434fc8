"""Instrumentations of OpenTelemetry write into the journal, and nest with our spans."""

import pytest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.trace import SpanKind

import runlake
from runlake.sdk.tracing.otel_spans import JournalProcessor
from tests.unit.sdk.tracing.conftest import Kept


@pytest.fixture
def provider() -> TracerProvider:
    made = TracerProvider()
    made.add_span_processor(JournalProcessor())  # type: ignore[arg-type] # taken by its methods
    return made


def test_spans_of_both_kinds_nest(kept: Kept, provider: TracerProvider) -> None:
    tracer = provider.get_tracer("instrumentation", "1.2")
    request_span = {"name": "request", "kind": SpanKind.CLIENT, "attributes": {"llm.model_name": "m"}}
    with (
        runlake.session("chat-1", user="ada"),
        runlake.trace("outer"),
        tracer.start_as_current_span(**request_span) as span,  # type: ignore[arg-type]
    ):
        span.set_attribute("llm.token_count.prompt", 3)
        with runlake.trace("inner"):
            pass
    spans = kept.spans()
    outer, request, inner = spans["outer"], spans["request"], spans["inner"]
    assert (request.parent_id, inner.parent_id) == (outer.span_id, request.span_id)
    assert {span.trace_id for span in spans.values()} == {outer.trace_id}
    assert (request.otel_kind, request.scope, request.scope_version) == (3, "instrumentation", "1.2")
    said = request.attributes
    assert (said["llm.model_name"], said["llm.token_count.prompt"], said["session.id"]) == ("m", 3, "chat-1")
    assert "weave.op_name" not in said


def test_what_goes_wrong_is_kept(kept: Kept, provider: TracerProvider) -> None:
    with pytest.raises(ValueError, match="no"), provider.get_tracer("x").start_as_current_span("fails"):
        raise ValueError("no")
    span = kept.spans()["fails"]
    assert (span.status, span.status_message, span.attributes["error.type"]) == (
        "error",
        "ValueError: no",
        "ValueError",
    )
    assert [event.name for event in span.events] == ["exception"]


def test_what_is_missing_is_named() -> None:
    with pytest.raises(runlake.UsageError, match="pip install openinference-instrumentation-llama-index"):
        runlake.autolog(llamaindex=True)
    with pytest.raises(runlake.UsageError, match="does not know robots"):
        runlake.autolog(robots=True)
    assert runlake.autolog() == ()
