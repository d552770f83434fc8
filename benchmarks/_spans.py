"""Exports of spans as an instrumented agent sends them.

The texts are of 20,000 words, the frequent ones as much more frequent as in a language, so that indexes and packing have
the work that real texts make.
"""

import os

import numpy as np
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

SPANS, TRACES = 512, 16
"""Of one export: span n belongs to trace n % 16, the first 16 are the roots."""

RESPONSE, SESSION, CUSTOMER = "chatcmpl-0123456789abcdef", "session-fedcba98", "customer-0000"
"""What every model request, every span, every root of an export says; copies of it say something else."""

_TOOLS = ("search", "read_file", "run_tests", "weather")


class Texts:
    """Sentences of words whose frequency falls with their rank."""

    def __init__(self, random: np.random.Generator, words: int = 20_000) -> None:
        letters = np.array(list("etaoinshrdlucmfwypvbgkjqxz"))
        self._random = random
        self._words = np.array(["".join(random.choice(letters, length)) for length in random.integers(2, 11, words)])
        share = 1 / np.arange(1, words + 1)
        self._ranks = np.cumsum(share / share.sum())

    def sentence(self, words: int) -> str:
        found = np.searchsorted(self._ranks, self._random.random(words))
        return " ".join(self._words[np.minimum(found, len(self._words) - 1)])


def make_export(
    random: np.random.Generator, texts: Texts, *, words: tuple[int, int] = (145, 120), service: str = "agent"
) -> ExportTraceServiceRequest:
    """512 spans: in each trace an agent, and model requests and tools below it; `words` of input and output make 2 KB."""
    request = ExportTraceServiceRequest()
    group = request.resource_spans.add()
    group.resource.attributes.add(key="service.name").value.string_value = service
    scope = group.scope_spans.add()
    for index in range(SPANS):
        operation = "invoke_agent" if index < TRACES else "chat" if index % 2 else "execute_tool"
        about = _TOOLS[index // 2 % 4] if operation == "execute_tool" else f"gpt-{index % 5}"
        span = scope.spans.add(name=f"{operation} {about}", kind=3)
        span.status.code = 2 if random.random() < 0.02 else 0
        for key, value in _attributes(random, texts, words, index, operation).items():
            attribute = span.attributes.add(key=key).value
            if isinstance(value, int):
                attribute.int_value = value
            else:
                attribute.string_value = value
    return request


def _attributes(
    random: np.random.Generator, texts: Texts, words: tuple[int, int], index: int, operation: str
) -> dict[str, str | int]:
    asked, said = (texts.sentence(count) for count in words)
    values: dict[str, str | int] = {
        "gen_ai.operation.name": operation,
        "gen_ai.request.model": f"gpt-{index % 5}",
        "gen_ai.provider.name": "openai",
        "gen_ai.usage.input_tokens": int(random.integers(1, 5000)),
        "gen_ai.usage.output_tokens": int(random.integers(1, 500)),
        "gen_ai.input.messages": f'[{{"role":"user","parts":[{{"type":"text","content":"{asked}"}}]}}]',
        "gen_ai.output.messages": f'[{{"role":"assistant","parts":[{{"type":"text","content":"{said}"}}]}}]',
        "gen_ai.conversation.id": SESSION,
    }
    if operation == "chat":
        values["gen_ai.response.id"] = RESPONSE
    if index < TRACES:
        values["customer"] = CUSTOMER
    return values


def renew(export: ExportTraceServiceRequest, start_ns: int) -> None:
    """Other ids and another time, which leaves the processor to the server."""
    ids = os.urandom(8 * SPANS)
    for index, span in enumerate(export.resource_spans[0].scope_spans[0].spans):
        root, own = ids[8 * (index % TRACES) :][:8], ids[8 * index :][:8]
        span.trace_id, span.span_id = root * 2, own
        span.parent_span_id = b"" if index < TRACES else root
        span.start_time_unix_nano, span.end_time_unix_nano = start_ns + index, start_ns + index + 1_000_000
