"""Reports: one made by the client is read, written and saved; its panels are live; of two writers one is told."""

import json
import re
from base64 import b64decode
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.workspace import expect_painted, expect_truth, post_rows
from tests.server.process import ServerProcess
from tests.server.requests import create_run, graphql

_UPSERT = "mutation U($in: UpsertViewInput!) { upsertView(input: $in) { view { id } } }"
EVERY_BLOCK = Path(__file__).parents[2] / "web/src/products/reports/document/everyBlock.json"


def _panel(metric: str) -> dict[str, Any]:
    config = {"xAxis": "_step", "metrics": [metric]}
    layout = {"x": 0, "y": 0, "w": 12, "h": 8}
    return {"__id__": "a1", "viewType": "Run History Line Plot", "layout": layout, "config": config}


def _document(project: str) -> dict[str, Any]:
    """As wandb's report package sends it."""
    runs = {"project": {"name": project, "entityName": "admin"}, "name": "All runs", "enabled": True}
    grid = {"runSets": [runs], "panelBankSectionConfig": {"panels": [_panel("train/loss")]}}
    blocks = [
        {"type": "heading", "level": 1, "children": [{"text": "What came out"}]},
        {"type": "paragraph", "children": [{"text": "It falls."}]},
        {"type": "from-the-future", "children": [], "weight": 1.0},
        {"type": "panel-grid", "children": [{"text": ""}], "metadata": grid},
    ]
    return {"version": 5, "panelSettings": {}, "blocks": blocks, "width": "readable"}


def _save(client: httpx.Client, project: str, document: dict[str, Any]) -> tuple[str, str]:
    """A report, saved as the client does: its page, and its address in the native API."""
    place = {"entityName": "admin", "projectName": project, "type": "runs", "displayName": "Results"}
    made = graphql(client, _UPSERT, **{"in": {**place, "spec": json.dumps(document)}})["upsertView"]["view"]["id"]
    number = b64decode(made).decode().split(":")[1]
    return f"/admin/{project}/reports/Results--{made.rstrip('=')}", f"/api/v1/projects/admin/{project}/reports/{number}"


def _text(page: Page) -> Locator:
    return page.get_by_label("Text of the report")


def _blocks(client: httpx.Client, address: str) -> list[dict[str, Any]]:
    blocks: list[dict[str, Any]] = json.loads(client.get(address).json()["spec"])["blocks"]
    return blocks


def test_a_report_of_the_client_is_read_live_and_written(page: Page, client: httpx.Client) -> None:
    create_run(client, "reports", "one")
    post_rows(client, "reports", "one", 0, 20)
    document = _document("reports")
    place, address = _save(client, "reports", document)
    page.goto(place)
    expect(page.get_by_role("heading", name="Results")).to_be_visible()
    expect(page.get_by_text("“from-the-future”: kept as it is")).to_be_visible()
    expect_truth(page, "train/loss", "1 run", "20 points")
    expect_painted(page, "train/loss")
    post_rows(client, "reports", "one", 20, 20)
    expect_truth(page, "train/loss", "40 points")

    page.keyboard.press("e")
    _text(page).get_by_text("It falls.").click()
    page.keyboard.press("End")
    page.keyboard.type(" Quickly.")
    page.keyboard.press("Enter")
    page.keyboard.type("/check")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Enter")
    page.keyboard.type("look closer")
    expect(page.get_by_text("Draft kept")).to_be_visible()
    assert _blocks(client, address) == document["blocks"], "nobody else sees what is not saved"
    page.reload()
    expect(_text(page)).to_contain_text("Quickly.")
    page.keyboard.press("Control+s")
    expect(page.get_by_text("saved now").or_(page.get_by_text(re.compile("saved .* ago")))).to_be_visible()
    expect(page.get_by_text("It falls. Quickly.")).to_be_visible()
    expect_truth(page, "train/loss", "40 points")
    first, second, third, *rest = _blocks(client, address)
    assert (first, second["children"][0]["text"]) == (document["blocks"][0], "It falls. Quickly.")
    assert (third["type"], third["children"][0]["checked"]) == ("list", False)
    assert rest == document["blocks"][2:]


def test_the_second_writer_is_told_and_may_save_over(page: Page, client: httpx.Client) -> None:
    create_run(client, "report-conflict", "one")
    place, address = _save(client, "report-conflict", _document("report-conflict"))
    page.goto(f"{place}?edit=1")
    page.get_by_label("Title").fill("Mine")
    expect(page.get_by_text("Draft kept")).to_be_visible()
    client.patch(address, json={"base_version": 1, "title": "Theirs"}).raise_for_status()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("alert").filter(has_text="saved version 2")).to_be_visible()
    assert client.get(address).json()["title"] == "Theirs"
    page.get_by_role("button", name="Save mine over it").click()
    expect(page.get_by_role("heading", name="Mine")).to_be_visible()
    page.get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name="Versions…").click()
    page.get_by_role("button", name=re.compile("Theirs")).click()
    expect(page.get_by_role("heading", name="Theirs")).to_be_visible()


def test_a_report_is_begun_with_a_panel_and_published(page: Page, client: httpx.Client) -> None:
    create_run(client, "new-report", "one")
    post_rows(client, "new-report", "one", 0, 5)
    page.goto("/admin/new-report/reports")
    expect(page.get_by_text("import wandb_workspaces.reports.v2 as wr")).to_be_visible()
    page.get_by_role("button", name="New report").click()
    page.get_by_label("Title").fill("Losses")
    _text(page).click()
    page.keyboard.type("## Loss")
    page.keyboard.press("Enter")
    page.keyboard.type("/panel")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Add panel").click()
    page.get_by_label("train/loss").check()
    page.get_by_role("button", name="Add", exact=True).click()
    expect_truth(page, "train/loss", "5 points")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("heading", name="Loss", exact=True)).to_be_visible()
    page.goto("/admin/new-report/reports")
    expect(page.get_by_role("link", name=re.compile("Losses"))).to_be_visible()


def test_every_block_of_the_package_is_shown(page: Page, client: httpx.Client) -> None:
    """Without an error on the page: the fixture looks for them."""
    create_run(client, "p", "one", config={"lr": 0.01})
    place, _ = _save(client, "p", json.loads(EVERY_BLOCK.read_text()))
    page.goto(place)
    for text in ("quote", "done", "Picture at example.org", "Video at www.youtube.com", "hi", "kept as it is"):
        expect(page.get_by_text(text).first).to_be_visible()
    expect(page.locator(".katex").first).to_be_visible()


def test_a_link_shows_the_report_to_anybody_until_it_is_revoked(
    page: Page, client: httpx.Client, chromium: Browser, server: ServerProcess
) -> None:
    create_run(client, "shared-report", "one")
    post_rows(client, "shared-report", "one", 0, 20)
    place, address = _save(client, "shared-report", _document("shared-report"))
    page.goto(place)
    page.get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name="Share by link…").click()
    page.get_by_role("button", name="Make a link").click()
    shown = page.get_by_text("accessToken=")
    expect(shown).to_be_visible()
    link = shown.inner_text()
    with chromium.new_context() as nobody:
        reader = nobody.new_page()
        reader.goto(link)
        expect(reader.get_by_role("heading", name="What came out")).to_be_visible()
        expect_truth(reader, "train/loss", "20 points")
        page.get_by_role("button", name="Revoke").click()
        expect(shown).to_have_count(0)
        reader.goto(link)
        expect(reader.get_by_text("not valid, or not any more")).to_be_visible()
    assert client.get(f"{address}/links").json()["links"][0]["token"] is None


def test_a_panel_of_the_workspace_is_added_to_a_report(page: Page, client: httpx.Client) -> None:
    create_run(client, "added", "one")
    post_rows(client, "added", "one", 0, 20)
    place, address = _save(client, "added", _document("added"))
    page.goto("/admin/added?c.log=y")
    panel = page.locator('section[aria-label="train/loss"]')
    panel.hover()
    panel.locator("button[aria-haspopup=menu]").click()
    page.get_by_role("menuitem", name="Add to report…").click()
    page.get_by_role("dialog").get_by_role("button", name="Add panel").click()
    expect(page.get_by_text("Added to your draft of")).to_be_visible()
    found = client.get(address).json()
    draft = json.loads(found["own_draft"]["spec"])
    # The last block shows all runs too, in words of its own: the panel comes in a grid behind it.
    assert draft["blocks"][:-1] == json.loads(found["spec"])["blocks"], "others see nothing of it yet"
    (added,) = draft["blocks"][-1]["metadata"]["panelBankSectionConfig"]["panels"]
    assert (added["config"]["metrics"], added["config"]["yLogScale"]) == (["train/loss"], True)
    page.goto(f"{place}?edit=1")
    page.get_by_role("button", name="Size of train/loss: 12 wide, 7 high").press("ArrowUp")
    expect(page.get_by_role("button", name="Size of train/loss: 12 wide, 6 high")).to_be_attached()
    page.get_by_role("button", name="Edit the panel").last.click()
    page.get_by_role("dialog").get_by_label("Title").fill("On a log scale")
    page.get_by_role("button", name="Done").click()
    expect(page.locator('section[aria-label="On a log scale"]')).to_be_visible()
