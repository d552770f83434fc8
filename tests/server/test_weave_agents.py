"""Agents that OpenTelemetry's exporters traced, asked for as Weave's clients do."""

from typing import Any

from tests.server.process import ServerProcess
from tests.server.weave_requests import ask, call, complete

PROJECT = "admin/agents"


def span(number: int, **texts: str) -> dict[str, Any]:
    start_ns = 1_900_000_000_000_000_000 + number * 10**9
    attributes = [{"key": name.replace("__", "."), "value": {"stringValue": text}} for name, text in texts.items()]
    return {
        "traceId": f"{1:032x}",
        "spanId": f"{number:016x}",
        "name": f"step {number}",
        "startTimeUnixNano": str(start_ns),
        "endTimeUnixNano": str(start_ns + 10**9),
        "attributes": attributes,
    }


def test_agents_their_versions_and_spans(server: ServerProcess) -> None:
    asks = {"gen_ai__agent__name": "asks", "gen_ai__operation__name": "invoke_agent"}
    spans = [
        span(1, **asks, gen_ai__agent__version="1"),
        span(2, **asks, gen_ai__agent__version="2", team="blue"),
        span(3, weave__agent__name="tells"),
        span(4, gen_ai__operation__name="execute_tool", gen_ai__tool__name="look"),
        span(5, other="thing"),
    ]
    body = {"project_id": PROJECT}
    with server.client() as client:
        exported = {"resourceSpans": [{"scopeSpans": [{"spans": spans}]}]}
        answer = client.post("/agents/otel/v1/traces", json=exported, headers={"project_id": PROJECT})
        assert answer.status_code == 200
        complete(client, PROJECT, [call(PROJECT, "no-agent", attributes={"gen_ai.agent.name": "asks"})])
        agents = ask(client, "/agents/query", body)
        assert [(row["agent_name"], row["span_count"]) for row in agents["agents"]] == [("tells", 1), ("asks", 2)]
        one = ask(client, "/agents/query", body | {"filters": {"agent_name": "asks"}})
        assert (one["total_count"], one["agents"][0]["invocation_count"]) == (1, 2)
        by_name = [{"field": "agent_version", "direction": "asc"}]
        versions = ask(client, "/agents/agent-versions/query", body | {"agent_name": "asks", "sort_by": by_name})
        assert [row["agent_version"] for row in versions["versions"]] == ["1", "2"]
        page = ask(client, "/agents/spans/query", body | {"limit": 2})
        assert ([row["span_name"] for row in page["spans"]], page["total_count"]) == (["step 4", "step 3"], 4)
        blue = {"$expr": {"$eq": [{"$getField": "custom_attrs_string.team"}, {"$literal": "blue"}]}}
        assert [row["span_name"] for row in ask(client, "/agents/spans/query", body | {"query": blue})["spans"]] == [
            "step 2"
        ]
        own = {"key": "team", "source": "custom_attrs_string", "value_type": "string", "span_count": 1}
        schema = ask(client, "/agents/spans/custom-attrs/schema", body)
        assert schema == {"attributes": [own], "has_more": False}
        early = {"started_before": "2030-03-17T17:46:42Z"}
        assert [row["span_name"] for row in ask(client, "/agents/spans/query", body | early)["spans"]] == ["step 1"]
        ask(client, "/agents/spans/query", body | {"group_by": [{"key": "agent_name"}]}, 400)
        ask(client, "/agents/spans/query", body | {"sort_by": [{"field": "nothing", "direction": "asc"}]}, 400)
        assert "get_agent_spans" in ask(client, "/agents/traces/chat", {}, 404)["reason"]
