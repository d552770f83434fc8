"""Spans of every convention mean the same in Runlake's own terms."""

from typing import Any

import orjson
import pytest

from runlake.products.traces.mapping import default_table, extended_table, instructions_of, normalise
from runlake.products.traces.records import RawSpan, Span, SpanEvent


def raw(attributes: dict[str, Any], name: str = "s", **fields: Any) -> RawSpan:
    return RawSpan("0" * 31 + "1", "0" * 15 + "1", "", name, 0, 1_000_000, attributes, **fields)


def read(attributes: dict[str, Any], name: str = "s", **fields: Any) -> Span:
    return normalise(raw(attributes, name, **fields))


CONVENTIONS = {
    "GenAI, current": {
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": "openai",
        "gen_ai.request.model": "gpt-x",
        "gen_ai.response.model": "gpt-x-2026",
        "gen_ai.conversation.id": "talk",
        "gen_ai.usage.input_tokens": 12,
        "gen_ai.usage.output_tokens": 5,
        "gen_ai.usage.cache_read.input_tokens": 4,
        "gen_ai.input.messages": '[{"role": "user", "parts": [{"type": "text", "content": "hi"}]}]',
        "gen_ai.output.messages": [{"role": "assistant", "parts": [{"type": "text", "content": "hello"}]}],
    },
    "OpenInference": {
        "openinference.span.kind": "LLM",
        "llm.provider": "openai",
        "llm.model_name": "gpt-x-2026",
        "session.id": "talk",
        "llm.token_count.prompt": 12,
        "llm.token_count.completion": 5,
        "llm.token_count.prompt_details.cache_read": 4,
        "llm.input_messages.0.message.role": "user",
        "llm.input_messages.0.message.content": "hi",
        "llm.output_messages.0.message.role": "assistant",
        "llm.output_messages.0.message.content": "hello",
    },
    "Traceloop": {
        "llm.request.type": "chat",
        "gen_ai.system": "OpenAI",
        "gen_ai.response.model": "gpt-x-2026",
        "traceloop.association.properties.session_id": "talk",
        "gen_ai.usage.prompt_tokens": "12",
        "gen_ai.usage.completion_tokens": 5,
        "gen_ai.usage.cache_read_input_tokens": 4,
        "gen_ai.prompt.0.role": "user",
        "gen_ai.prompt.0.content": "hi",
        "gen_ai.completion.0.role": "assistant",
        "gen_ai.completion.0.content": "hello",
    },
    "Langfuse": {
        "langfuse.observation.type": "generation",
        "langfuse.observation.model.name": "gpt-x-2026",
        "gen_ai.system": "openai",
        "langfuse.session.id": "talk",
        "langfuse.observation.usage_details": '{"input": 12, "output": 5, "input_cached_tokens": 4}',
        "langfuse.observation.input": '[{"role": "user", "content": "hi"}]',
        "langfuse.observation.output": '{"role": "assistant", "content": "hello"}',
    },
    "MLflow": {
        "mlflow.spanType": "CHAT_MODEL",
        "mlflow.llm.model": "gpt-x-2026",
        "mlflow.llm.provider": "openai",
        "mlflow.trace.session": "talk",
        "mlflow.chat.tokenUsage": '{"input_tokens": 12, "output_tokens": 5, "cache_read_input_tokens": 4}',
        "mlflow.spanInputs": '{"messages": [{"role": "user", "content": "hi"}]}',
        "mlflow.spanOutputs": '"hello"',
    },
    "Vercel": {
        "ai.operationId": "ai.generateText.doGenerate",
        "ai.model.provider": "openai.chat",
        "ai.response.model": "gpt-x-2026",
        "ai.telemetry.metadata.sessionId": "talk",
        "ai.usage.inputTokens": 12,
        "ai.usage.outputTokens": 5,
        "ai.usage.cachedInputTokens": 4,
        "ai.prompt.messages": '[{"role": "user", "content": "hi"}]',
        "ai.response.text": "hello",
    },
}


@pytest.mark.parametrize("attributes", CONVENTIONS.values(), ids=CONVENTIONS.keys())
def test_a_model_request_is_understood(attributes: dict[str, Any]) -> None:
    span = read(attributes)
    assert (span.kind, span.model, span.provider, span.session_id) == ("llm", "gpt-x-2026", "openai", "talk")
    assert (span.usage.input, span.usage.output, span.usage.cache_read) == (12, 5, 4)
    assert "hi" in str(span.input)
    assert "hello" in str(span.output)
    assert span.raw.attributes is attributes


def test_numbered_attributes_become_lists_in_order_and_hostile_numbers_cost_nothing() -> None:
    span = read(
        {
            "openinference.span.kind": "RETRIEVER",
            "retrieval.documents.10.document.content": "last",
            "retrieval.documents.2.document.content": "first",
            "retrieval.documents.999999999.document.content": "never",
        }
    )
    assert span.kind == "retriever"
    assert span.output == [{"content": "first"}, {"content": "last"}]


def test_messages_in_events_are_read_when_no_attribute_has_them() -> None:
    events = [
        SpanEvent("gen_ai.user.message", 1, {"content": "hi", "gen_ai.system": "openai"}),
        SpanEvent("gen_ai.choice", 2, {"message": '{"content": "hello"}', "index": 0}),
    ]
    span = read({"gen_ai.operation.name": "chat"}, events=events)
    assert span.input == [{"role": "user", "content": "hi"}]
    assert span.output == [{"role": "assistant", "index": 0, "content": "hello"}]


def test_cached_tokens_that_were_left_out_of_the_input_are_added() -> None:
    usage = read({"gen_ai.usage.input_tokens": 3, "gen_ai.usage.cache_read.input_tokens": 100}).usage
    assert (usage.input, usage.cache_read) == (103, 100)


@pytest.mark.parametrize("count", [-1, 1.5, "many", True, None, [1], 2**70])
def test_counts_that_are_none_are_ignored(count: object) -> None:
    assert read({"gen_ai.usage.input_tokens": count}).usage.input == 0


def test_outer_spans_are_no_model_requests_and_tools_are_tools() -> None:
    assert read({"ai.operationId": "ai.generateText", "ai.model.id": "m", "ai.usage.inputTokens": 1}).kind == "chain"
    assert read({"openinference.span.kind": "CHAIN", "gen_ai.operation.name": "execute_tool"}).kind == "tool"
    assert read({}, name="invoke_agent planner").kind == "agent"
    assert read({"http.method": "GET"}, otel_kind=3).kind == "unknown"


def test_errors_say_what_is_known() -> None:
    exception = SpanEvent("exception", 1, {"exception.type": "ValueError", "exception.message": "no"})
    failed = read({}, status="error", events=[exception])
    assert (failed.status, failed.error_type, failed.error_message) == ("error", "ValueError", "no")
    assert read({}, events=[exception]).status == "unset"
    assert read({"langfuse.observation.level": "ERROR"}).status == "error"


def test_providers_have_one_spelling() -> None:
    spellings = {"az.ai.openai": "azure.ai.openai", "Anthropic": "anthropic", "aws.bedrock": "aws.bedrock"}
    for given, known in spellings.items():
        assert read({"gen_ai.system": given}).provider == known


def test_text_that_is_no_json_stays_text() -> None:
    assert read({"input.value": '{"cut off', "output.value": "12"}).input == '{"cut off'
    assert read({"input.value": '{"a": 1}', "input.mime_type": "text/plain"}).input == '{"a": 1}'
    assert read({"mlflow.spanOutputs": "12"}).output == 12


def test_the_default_table_reads_every_convention() -> None:
    prefixes = {name.partition(".")[0] for name in default_table().attributes}
    assert {"gen_ai", "llm", "openinference", "langfuse", "mlflow", "ai", "traceloop"} <= prefixes


def test_texts_of_mlflow_are_json() -> None:
    attributes = {"mlflow.spanType": '"AGENT"', "mlflow.llm.model": '"gpt-x"', "mlflow.trace.session": '"talk"'}
    span = read(attributes)
    assert (span.kind, span.model, span.session_id) == ("agent", "gpt-x", "talk")


def test_members_of_members_are_read() -> None:
    usage = '{"prompt_tokens": 9, "prompt_tokens_details": {"cached_tokens": 4}}'
    span = read({"langfuse.observation.type": "generation", "langfuse.observation.usage_details": usage})
    assert (span.usage.input, span.usage.cache_read) == (9, 4)


def test_instructions_are_read_and_a_table_may_name_others() -> None:
    told = [{"type": "text", "content": "be brief"}]
    span = raw({"gen_ai.system_instructions": orjson.dumps(told).decode(), "acme.told": "be kind"})
    assert instructions_of(span, default_table()) == told
    assert instructions_of(span, extended_table('[fields]\ninstructions = ["acme.told"]')) == "be kind"
    assert instructions_of(raw({}), default_table()) is None


def test_content_of_a_details_event_stands_for_missing_attributes() -> None:
    details = {"gen_ai.input.messages": [{"role": "user"}], "gen_ai.request.model": "other"}
    event = SpanEvent("gen_ai.client.inference.operation.details", 1, details)
    span = read({"gen_ai.request.model": "m"}, events=[event])
    assert (span.input, span.model) == ([{"role": "user"}], "m")


def test_a_text_of_millions_of_lists_stays_a_text() -> None:
    for value in ("[],", "1.5,"):
        text = "[" + value * 1_000_000 + "1]"
        assert read({"input.value": text}).input is text


def test_a_text_of_commas_is_looked_through_so_far() -> None:
    ref = "weave:///a/p/object/x:d"
    assert read({"runlake.refs": f"{ref},{',ab' * 20_000},{ref[:-1]}e"}).refs == (ref,)
