"""The SQL page: a question is written, run, sorted, shared by its address, and told what is wrong with it."""

import json
import re

import httpx
from playwright.sync_api import Page, expect

from tests.server.requests import create_run, post_rows

MAC_OR_NOT = "ControlOrMeta+Enter"


def test_a_project_is_asked(client: httpx.Client, page: Page) -> None:
    create_run(client, "asked", "one", config={"lr": 0.5})
    post_rows(client, "asked", "one", 0, [{"loss": 1 / (step + 1), "_step": step} for step in range(40)])
    page.goto("/admin/asked")
    page.get_by_role("link", name="SQL").click()
    editor = page.get_by_role("textbox", name="SQL")
    expect(editor).to_be_focused()
    page.keyboard.type("SELECT step, value FROM ")
    page.get_by_role("navigation", name="Views").get_by_role("button", name="points", exact=True).click()
    page.keyboard.type(" ORDER BY step")
    page.keyboard.press(MAC_OR_NOT)
    answer = page.get_by_role("table", name="Answer")
    expect(answer.get_by_role("cell").first).to_have_text("0")
    expect(page.get_by_text("40 rows")).to_be_visible()
    answer.get_by_role("columnheader", name="step").get_by_role("button").click(click_count=2, delay=50)
    expect(answer.get_by_role("cell").first).to_have_text("39")

    page.get_by_role("tab", name="Chart").click()
    expect(page.get_by_role("img", name="Chart of value")).to_be_visible()
    expect(page.get_by_role("list", name="Lines")).to_have_text("value")
    page.get_by_role("combobox", name="Over what").click()
    page.get_by_role("option", name="value").click()
    expect(page.get_by_role("img", name="Chart of step")).to_be_visible()
    page.get_by_role("tab", name="Rows").click()

    with page.expect_download() as download:
        page.get_by_role("button", name="Download").click()
        page.get_by_role("menuitem", name="CSV").click()
    assert download.value.path().read_text().splitlines()[:2] == ["step,value", "0,1"]

    page.keyboard.press("Escape")
    editor.click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("SELECT sleep(3) FROM runs")
    page.keyboard.press(MAC_OR_NOT)
    expect(page.get_by_role("alert")).to_contain_text("'sleep' cannot be called here")
    expect(page.locator(".cm-fault")).to_have_text("sleep")
    page.go_back()
    expect(editor).to_contain_text("SELECT step, value FROM points ORDER BY step")
    expect(answer.get_by_role("cell").first).to_have_text("0")
    assert "q=SELECT" in page.url
    history = page.evaluate("localStorage.getItem('runlake.sql.admin/asked')")
    assert [re.findall(r"FROM \w+", query) for query in json.loads(history)] == [["FROM runs"], ["FROM points"]]
