"""The console of a running run: new lines appear at the end by themselves, until the reader scrolls up."""

import json
import re

import httpx
from playwright.sync_api import Page, expect

from tests.browser.workspace import chart, expect_painted
from tests.server.requests import create_run, graphql, post_rows, stream_path

PROJECT, RUN = "logs", "talker"


def print_lines(client: httpx.Client, first: int, lines: int) -> None:
    content = [
        json.dumps({"ts": f"2026-11-01T10:00:{line % 60:02d}.000000", "content": f"line number {line}"})
        for line in range(first, first + lines)
    ]
    answer = client.post(
        stream_path(PROJECT, RUN), json={"files": {"output.log": {"offset": first, "content": content}}}
    )
    assert answer.status_code == 200, answer.text


def test_logs_follow(page: Page, client: httpx.Client) -> None:
    create_run(client, PROJECT, RUN)
    print_lines(client, 0, 1000)
    page.goto(f"/admin/{PROJECT}/runs/{RUN}/logs")
    console = page.get_by_role("log")
    expect(console).to_contain_text("line number 999")

    print_lines(client, 1000, 50)
    expect(console).to_contain_text("line number 1049")

    # Somebody who reads further up is left alone.
    console.evaluate("element => { element.scrollTop = 0 }")
    expect(console).to_contain_text("line number 0")
    print_lines(client, 1050, 50)
    expect(console).to_contain_text("line number 0")
    expect(console).not_to_contain_text("line number 1099")


def test_a_point_of_a_chart_leads_to_its_line(page: Page, client: httpx.Client) -> None:
    create_run(client, "points", "clicked")
    minute = 1_793_527_200  # 2026-11-01T10:00:00Z
    rows = [{"loss": 1.0, "lr": 0.1 * step, "_step": step, "_timestamp": minute + 10 * step} for step in range(5)]
    post_rows(client, "points", "clicked", 0, rows)
    lines = [
        f'{{"ts":"2026-11-01T10:00:{second:02}","content":"second {second} {"wide " * 80}"}}' for second in range(60)
    ]
    body = {"files": {"output.log": {"offset": 0, "content": lines}}}
    assert client.post(stream_path("points", "clicked"), json=body).status_code == 200
    page.goto("/admin/points/runs/clicked/charts")
    expect_painted(page, "loss")
    plot = chart(page, "loss").locator(".u-over")
    box = plot.bounding_box()
    assert box is not None
    plot.click(position={"x": box["width"] / 2, "y": box["height"] / 2})  # step 2 of 0 … 4
    point = page.get_by_role("dialog")
    expect(point).to_contain_text("step 2")
    expect(point).to_contain_text("lr0.2")
    point.get_by_role("link", name="Log lines at this time").click()
    expect(page).to_have_url(re.compile(r"line=21"))
    console = page.get_by_role("log")
    expect(console).to_contain_text("second 20")
    row = console.get_by_role("button", name="Line 21", exact=True).locator("..")
    low = row.bounding_box()
    page.get_by_role("button", name="Wrap long lines").click()
    expect(page).to_have_url(re.compile(r"wrap=1"))
    high = row.bounding_box()
    assert low is not None
    assert high is not None
    assert high["height"] > 2 * low["height"]


def test_files_and_alerts_appear_by_themselves(page: Page, client: httpx.Client) -> None:
    create_run(client, "telling", "teller")
    place = {"entityName": "admin", "projectName": "telling", "runName": "teller"}
    page.goto("/admin/telling/runs/teller")
    expect(page.get_by_role("tab", name="Overview")).to_be_visible()
    query = "mutation N($in: NotifyScriptableRunAlertInput!) { notifyScriptableRunAlert(input: $in) { success } }"
    graphql(client, query, **{"in": {**place, "title": "loss is odd", "text": "look"}})
    expect(page.get_by_text("loss is odd")).to_be_visible()
    page.get_by_role("tab", name="Files").click()
    expect(page.get_by_text("No files")).to_be_visible()
    query = "mutation U($in: RunFilesInput!) { createRunFiles(input: $in) { files { uploadUrl } } }"
    answer = graphql(client, query, **{"in": {**place, "files": ["notes.txt"]}})
    httpx.put(answer["createRunFiles"]["files"][0]["uploadUrl"], content=b"words", trust_env=False)
    expect(page.get_by_text("notes.txt").first).to_be_visible()
