"""Traces: from the empty page to the first error of an agent."""

import json
import re
import time
from typing import Any

import httpx
from playwright.sync_api import Page, expect

from tests.server.requests import create_run

START_NS = time.time_ns()
ASKED = {"gen_ai__operation__name": "chat", "gen_ai__usage__input_tokens": "1000000"}


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
    page.keyboard.press("v")  # the tree; once more is the timeline
    tree = page.get_by_role("tree", name="Spans")
    expect(tree.get_by_role("treeitem")).to_have_count(3)
    detail = page.get_by_role("region", name="Span")
    tree.get_by_role("treeitem").nth(1).get_by_role("button", name="chat gpt").last.click()
    expect(detail).to_contain_text("Do I need an umbrella?")
    page.keyboard.press("ArrowDown")  # as in a tree
    expect(detail.get_by_role("heading", name="execute_tool weather")).to_be_visible()
    page.keyboard.press("k")
    page.keyboard.press("/")
    page.keyboard.type("umbrella")  # what a span holds
    page.keyboard.press("Tab")
    expect(page.get_by_role("status").filter(has_text="1 span found")).to_be_visible()
    page.get_by_role("button", name="Next one").click()
    expect(detail.get_by_role("heading", name="chat gpt")).to_be_visible()
    page.get_by_role("button", name=re.compile("1 error")).click()
    expect(detail).to_contain_text("the weather is out of order")
    page.reload()  # the address is the view
    expect(page.get_by_label("Search in this trace")).to_have_value("umbrella")
    expect(detail).to_contain_text("the weather is out of order")
    page.keyboard.press("-")  # a judgement
    page.keyboard.press("c")
    page.keyboard.type("quality 2")
    page.keyboard.press("Enter")
    said = detail.get_by_role("region", name="Judgements").get_by_role("listitem")
    expect(said.filter(has_text="quality")).to_contain_text("2")
    page.keyboard.press("5")
    expect(said).to_have_count(3)
    page.get_by_role("button", name="Undo").last.click()
    expect(page.get_by_text("Taken back: rating 5")).to_be_visible()
    expect(said).to_have_count(2)
    detail.get_by_role("tab", name="Attributes").click()
    expect(detail).to_contain_text("gen_ai.operation.name")

    send(client, "agents", {**span(9, "invoke_agent idle"), "traceId": "b" * 32})
    page.goto("/admin/agents/traces")
    judged = page.get_by_role("navigation", name="Facets").get_by_role("region", name="Judged")
    expect(judged.get_by_role("button", name="not judged")).to_contain_text("1")
    judged.get_by_label("Judged so").fill("quality < 3")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Remove judgements")).to_be_visible()
    expect(page.get_by_role("link", name="invoke_agent")).to_have_count(1)
    expect(row).to_contain_text("quality: 2")
    page.get_by_role("button", name="Remove judgements").click()
    page.get_by_role("link", name="invoke_agent idle").focus()
    page.keyboard.press("Space")  # a look beside the list
    drawer = page.get_by_role("complementary", name="Trace")
    expect(drawer.get_by_role("heading", name="invoke_agent idle")).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(drawer.get_by_role("list", name="Transcript")).to_contain_text("the weather is out of order")
    page.keyboard.press("Space")
    expect(drawer).to_have_count(0)
    expect(page.get_by_role("link", name="invoke_agent idle")).to_be_focused()


def test_the_list_is_cut_by_time_saved_as_a_view_and_followed(page: Page, client: httpx.Client) -> None:
    client.post("/api/v1/projects", json={"entity": "admin", "name": "many"})
    send(client, "many", *(root(number, number * 60) for number in range(1, 121)))
    page.goto("/admin/many/traces")
    strip = page.get_by_role("region", name="Over time")
    expect(strip).to_contain_text("traces120")
    chart = strip.get_by_role("figure").first.locator("svg")
    box = chart.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 1, box["y"] + 9)  # a range is drawn
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 9, steps=4)
    page.mouse.up()
    expect(strip).not_to_contain_text("traces120")
    expect(page).to_have_url(re.compile("since=.*until="))
    page.reload()  # the address is the view
    expect(page.get_by_role("button", name="Remove the range of time")).to_be_visible()

    page.get_by_role("button", name="Cost", exact=True).click()
    page.keyboard.press("ControlOrMeta+s")
    page.get_by_role("textbox", name="Name").fill("dearest")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="View: dearest")).to_be_visible()
    page.goto("/admin/many/traces")
    page.get_by_role("button", name="View: Default view").click()
    page.get_by_role("menuitem", name="dearest").click()
    expect(page.get_by_role("button", name="Cost", exact=True)).to_have_attribute("aria-pressed", "true")

    page.goto("/admin/many/traces")
    first = page.get_by_role("link", name=re.compile("turn")).first
    expect(first).to_contain_text("turn 120")
    page.get_by_role("button", name="Live").click()  # a pause
    send(client, "many", root(200, 200 * 60))
    page.get_by_role("button", name="Paused · 1 new trace").click()
    expect(first).to_contain_text("turn 200")
    page.get_by_role("link", name="turn 110").hover()
    page.mouse.wheel(0, 900)
    read = page.get_by_role("link", name="turn 90 ")
    expect(read).to_be_visible()
    place = read.bounding_box()
    send(client, "many", *(root(number, number * 60) for number in range(201, 206)))
    expect(page.get_by_role("button", name="5 new rows")).to_be_visible()
    assert read.bounding_box() == place  # what one reads does not move
    page.get_by_role("button", name="5 new rows").click()
    expect(first).to_contain_text("turn 205")


def root(number: int, at_s: int) -> dict[str, Any]:
    """A trace of its own; `at_s` seconds after all of them began."""
    began = START_NS - 300 * 60 * 10**9 + at_s * 10**9
    made = span(number, f"turn {number} ", gen_ai__operation__name="invoke_agent")
    times = {"startTimeUnixNano": str(began), "endTimeUnixNano": str(began + 10**9)}
    return {**made, **times, "traceId": f"{number:032x}"}


def test_a_session_is_read_and_its_traces_are_compared(page: Page, client: httpx.Client) -> None:
    client.post("/api/v1/projects", json={"entity": "admin", "name": "talks"})
    for number, answer in ((1, "Rain is near."), (2, "Take an umbrella.")):
        said = [{"role": "assistant", "parts": [{"type": "text", "content": answer}]}]
        turn = root(number, number * 60)
        turn["attributes"] += attributes(
            {"gen_ai.conversation.id": "talk/1", "input.value": "Weather?", "gen_ai.output.messages": json.dumps(said)}
        )
        tool = span(
            number + 10, "execute_tool radar", number, failed=number == 2, gen_ai__operation__name="execute_tool"
        )
        send(client, "talks", turn, {**tool, "traceId": turn["traceId"]})
    page.goto("/admin/talks/traces?show=sessions")
    page.get_by_role("link", name="talk/1").click()
    turns = page.get_by_role("list", name="Turns").get_by_role("listitem", name=re.compile("Turn"))
    expect(turns).to_have_count(2)
    expect(turns.first).to_contain_text("Rain is near.")
    expect(turns.last).to_contain_text("1 call of a tool")
    expect(turns.last).to_contain_text("the weather is out of order")
    turns.last.get_by_role("link", name="2. turn 2").click()
    expect(page.get_by_role("heading", name="turn 2").first).to_be_visible()

    page.goto("/admin/talks/traces")
    for name in ("Select turn 1", "Select turn 2"):
        page.get_by_role("checkbox", name=name).check()
    page.get_by_role("button", name="Data set").click()
    page.get_by_label("Data set: one that is there").fill("golden")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_text("2 rows added to golden: v0 has 2 rows")).to_be_visible()
    page.goto("/admin/talks/traces/" + "1".zfill(32))
    page.get_by_role("button", name="Compare with…").click()
    page.get_by_label("Search other traces").fill("talk/1")
    page.get_by_role("list", name="Other traces").get_by_role("link", name="turn 2").click()
    pairs = page.get_by_role("list", name="Spans of both").get_by_role("listitem")
    expect(pairs).to_have_count(2)
    expect(pairs.last).to_contain_text("outcome")
    expect(page.get_by_role("region", name="Differences")).to_contain_text("Take an umbrella.")


def test_a_key_is_mapped_and_stored_spans_follow(page: Page, client: httpx.Client) -> None:
    create_run(client, "mapped", "r1")
    send(client, "mapped", span(7, "ask", acme__model="acme-7", runlake__run="r1", runlake__step="4", **ASKED))
    page.goto("/admin/mapped/traces?show=mapping")
    page.get_by_role("combobox", name="Map acme.model to").click()
    page.get_by_role("option", name="model", exact=True).click()
    text = page.get_by_label("Mapping of this project")
    expect(text).to_have_value('[fields]\nmodel = ["acme.model"]\n')
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_text("1 of the newest 1 span would change.")).to_be_visible()
    text.fill("[fields]\nmodle = []")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("alert")).to_contain_text("line 2: there is no field 'modle'")
    text.fill('[fields]\nmodel = ["acme.model"]')
    page.get_by_role("button", name="Save version 1").click()
    expect(page.get_by_text("Nothing is missed")).to_be_visible()
    page.get_by_role("tab", name="Versions").click()
    versions = page.get_by_role("list", name="Versions")
    versions.get_by_role("button", name="Changes").click()
    expect(versions).to_contain_text('+model = ["acme.model"]')
    page.get_by_role("button", name="Apply to stored spans").click()
    expect(page.get_by_text("Version 1 applied, 1 span changed")).to_be_visible()
    expect(versions).to_contain_text("applied to stored spans")

    page.goto("/admin/mapped/traces?show=prices")
    page.get_by_role("button", name="acme-7 no price").click()
    form = page.get_by_role("form", name="New price")
    form.get_by_label("Input").fill("3")
    form.get_by_label("Output").fill("4")
    form.get_by_role("button", name="Save price").click()
    versions = page.get_by_role("list", name="Versions")
    expect(versions).to_contain_text("$3.00 in · $4.00 out")
    expect(versions).to_contain_text("holds now")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Compute stored costs again").click()
    expect(page.get_by_text("1 of 1 request priced by admin")).to_be_visible()
    expect(page.get_by_role("list", name="Prices").get_by_role("button", name="acme-7")).to_contain_text("$3.00")

    page.goto("/admin/mapped/runs/r1/traces")
    row = page.get_by_role("link", name="ask")
    expect(row).to_contain_text("acme-7")
    row.click()
    expect(page.get_by_role("link", name="Run r1 at step 4")).to_be_visible()
