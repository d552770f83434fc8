"""What instrumentations send of the same conversation is understood alike: model, tokens, messages, tools, cost, whose it is."""

import json
from typing import Any

import pytest

from tests.integrations.traces.conftest import Instrumented
from tests.integrations.traces.stand_in import ANSWER, MODEL

pytestmark = pytest.mark.timeout(300)

CLIENTS = [
    "langfuse_openai",
    "mlflow_openai",
    "openinference_openai",
    "openllmetry_openai",
    "otel_openai_v2",
    "runlake_autolog",
]
UNCACHED = "otel_openai_v2"  # it does not say what was read from a cache
FRAMEWORKS = ["langchain_openai_tools", "openai_agents", "pydantic_ai_agent"]


def requests_of(spans: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [span for span in spans if span["kind"] == "llm"]


@pytest.mark.parametrize("script", CLIENTS)
def test_requests_of_a_client(instrumented: Instrumented, script: str) -> None:
    spans = requests_of(instrumented.run(script))
    assert [span["model"] for span in spans] == [MODEL] * 4
    cached = 0 if script == UNCACHED else 5
    tokens = [(span["input_tokens"], span["output_tokens"], span["cache_read_tokens"]) for span in spans]
    assert tokens == [(21, 8, cached)] * 4
    cost = ((21 - cached) * 2.5 + cached * 1.25 + 8 * 10) / 1e6
    assert [span["cost"] for span in spans] == pytest.approx([cost] * 4)
    picture, asks, is_told, streams = (json.dumps(span["held"]) for span in spans)
    if script != "openllmetry_openai":  # it leaves out the message of a picture that it cannot put elsewhere
        assert "What is in this picture?" in picture
    assert "weather" in asks
    assert "call_1" in asks
    assert "rain" in is_told
    outputs = [json.dumps(span["held"]["output"]) for span in spans]
    assert [ANSWER in output for output in outputs] == [True, False, True, True]
    assert "And now in a stream?" in streams


@pytest.mark.parametrize("script", ["langfuse_openai", "openinference_openai", "runlake_autolog"])
def test_sessions_and_users_of_a_client(instrumented: Instrumented, script: str) -> None:
    spans = requests_of(instrumented.run(script))
    assert {(span["session_id"], span["user_id"]) for span in spans} == {("talk-1", "ada")}


@pytest.mark.parametrize("script", FRAMEWORKS)
def test_the_tool_of_a_framework(instrumented: Instrumented, script: str) -> None:
    spans = instrumented.run(script)
    first, second = requests_of(spans)
    assert first["model"].startswith("gpt-4o")
    assert (first["input_tokens"], first["output_tokens"]) == (21, 8)
    assert "weather" in json.dumps(first["held"]["output"])
    assert ANSWER in json.dumps(second["held"]["output"])
    (tool,) = (span for span in spans if span["kind"] == "tool")
    assert "rain in Kiel" in json.dumps(tool["held"]["output"])


@pytest.mark.parametrize("script", ["langfuse_openai", "mlflow_openai", "openai_agents", "pydantic_ai_agent"])
def test_an_agent_is_the_root(instrumented: Instrumented, script: str) -> None:
    (root,) = {span["trace_id"]: span for span in instrumented.run(script)[::-1] if span["is_root"]}.values()
    assert root["kind"] == "agent"


def test_what_autolog_traces_is_of_the_run_and_below_our_own_span(instrumented: Instrumented) -> None:
    spans = instrumented.run("runlake_autolog")
    root = spans[0]
    assert (root["name"], root["kind"], len(spans)) == ("conversation", "agent", 5)
    assert {span["parent_id"] for span in spans[1:]} == {root["span_id"]}
    assert {(span["run"], span["run_step"]) for span in spans} == {("talks", 3)}


@pytest.mark.parametrize(
    ("script", "models"),
    [
        ("autolog_anthropic", ["claude-sonnet-4-5-20250929"] * 2),
        ("autolog_dspy", ["gpt-4o"]),
        ("autolog_langchain", [MODEL]),
        ("autolog_llamaindex", ["unknown"] * 2),  # the library's own model for tests: its chat asks its completion
    ],
)
def test_autolog_traces_what_each_library_asks(instrumented: Instrumented, script: str, models: list[str]) -> None:
    spans = instrumented.run(script)
    root = spans[0]
    assert (root["name"], root["kind"], root["run"]) == ("conversation", "agent", "talks")
    assert {span["run"] for span in spans} == {"talks"}
    requests = requests_of(spans)
    assert [span["model"] for span in requests] == models
    for span in requests:
        assert "raining in Kiel?" in json.dumps(span["held"])
        assert span["status"] == "ok"
