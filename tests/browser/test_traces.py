"""Traces: from the empty page to the first error of an agent."""

import json
import time
from typing import Any

import httpx
from playwright.sync_api import Page, expect

START_NS = time.time_ns()


def attributes(values: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"key": key, "value": {"stringValue": value}} for key, value in values.items()]


def span(number: int, name: str, parent: int | None = None, *, failed: bool = False, **values: Any) -> dict[str, Any]:
    return {
        "traceId": "a" * 32,
        "spanId": f"{number:016x}",
        "parentSpanId": "" if parent is None else f"{parent:016x}",
        "name": name,
        "startTimeUnixNano": str(START_NS + number * 1_000_000),
        "endTimeUnixNano": str(START_NS + number * 1_000_000 + 5_000_000),
        "attributes": attributes({key.replace("__", "."): value for key, value in values.items()}),
        "status": {"code": 2, "message": "the weather is out of order"} if failed else {},
    }


def send(client: httpx.Client, project: str, *spans: dict[str, Any]) -> None:
    body = {"resourceSpans": [{"scopeSpans": [{"spans": spans}]}]}
    answer = client.post("/v1/traces", json=body, headers={"x-runlake-project": f"admin/{project}"})
    assert (answer.status_code, answer.json()) == (200, {})


def test_an_agent_is_followed_to_its_first_error(page: Page, client: httpx.Client) -> None:
    client.post("/api/v1/projects", json={"entity": "admin", "name": "agents"})
    page.goto("/admin/agents/traces")
    expect(page.get_by_text("No traces yet")).to_be_visible()
    expect(page.get_by_text("x-runlake-project=admin/agents")).to_be_visible()

    asked = [{"role": "user", "parts": [{"type": "text", "content": "Do I need an umbrella?"}]}]
    send(
        client,
        "agents",
        span(1, "invoke_agent planner", gen_ai__operation__name="invoke_agent"),
        span(2, "chat gpt", 1, gen_ai__operation__name="chat", gen_ai__input__messages=json.dumps(asked)),
        span(3, "execute_tool weather", 1, failed=True, gen_ai__operation__name="execute_tool"),
    )
    row = page.get_by_role("link", name="invoke_agent planner")  # it comes in without a reload
    expect(row).to_contain_text("3 spans")
    expect(row).to_contain_text("1 error")
    row.click()

    expect(page.get_by_role("list", name="Transcript")).to_contain_text("the weather is out of order")
    page.keyboard.press("v")
    tree = page.get_by_role("tree", name="Spans")
    expect(tree.get_by_role("treeitem")).to_have_count(3)
    detail = page.get_by_role("region", name="Span")
    tree.get_by_role("treeitem").nth(1).get_by_role("button", name="chat gpt").last.click()
    expect(detail).to_contain_text("Do I need an umbrella?")
    page.keyboard.press("e")
    expect(detail).to_contain_text("the weather is out of order")
    page.reload()  # the address is the view
    expect(detail).to_contain_text("the weather is out of order")
    page.keyboard.press("-")  # a judgement
    page.keyboard.press("c")
    page.keyboard.type("quality 2")
    page.keyboard.press("Enter")
    said = detail.get_by_role("region", name="Judgements").get_by_role("listitem")
    expect(said.filter(has_text="quality")).to_contain_text("2")
    expect(said).to_have_count(2)
    detail.get_by_role("tab", name="Attributes").click()
    expect(detail).to_contain_text("gen_ai.operation.name")
