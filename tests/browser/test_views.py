"""Saved views: a layout is saved, changed, taken back, opened again and seen by others when it is shared."""

import re

import httpx
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.workspace import expect_truth, panel, post_rows
from tests.server.process import ServerProcess
from tests.server.requests import create_run, user_client


def open_menu(page: Page, name: str) -> None:
    page.get_by_role("button", name=re.compile(f"^View: {re.escape(name)}")).click()


def save_as(page: Page, name: str, *, shared: bool) -> None:
    open_menu(page, "")
    page.get_by_role("menuitem", name="Save as…").click()
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Share with everybody who may see this project").set_checked(shared)
    page.get_by_role("button", name="Save view").click()
    expect(page.get_by_role("button", name=f"View: {name}", exact=True)).to_be_visible()


def test_a_layout_is_saved_changed_and_found_again(page: Page, client: httpx.Client) -> None:
    create_run(client, "views", "one", config={"opt": "adam"})
    post_rows(client, "views", "one", 0, 20)
    page.goto("/admin/views")
    expect_truth(page, "train/loss", "20 points")
    page.get_by_role("button", name="Log y", exact=True).click()
    expect(page.get_by_role("button", name="View: Default view, changed")).to_be_visible()
    save_as(page, "Logarithmic", shared=False)

    page.get_by_role("button", name="Ignore outliers").click()
    outliers = page.get_by_role("button", name="Ignore outliers")
    page.keyboard.press("Control+z")
    expect(outliers).to_have_attribute("aria-pressed", "false")
    page.keyboard.press("Control+Shift+z")
    expect(outliers).to_have_attribute("aria-pressed", "true")
    # One's own view is saved by itself.
    expect(page.get_by_role("button", name="View: Logarithmic", exact=True)).to_be_visible()

    page.goto("/admin/views")
    open_menu(page, "Default view")
    page.get_by_role("menuitem", name=re.compile("^Logarithmic")).click()
    expect(page).to_have_url(re.compile(r"c\.log=y"))
    expect(page.get_by_role("button", name="Ignore outliers")).to_have_attribute("aria-pressed", "true")
    expect(panel(page, "train/loss")).to_be_visible()


def test_a_shared_view_is_everybodys_to_open_and_its_owners_to_change(
    page: Page, client: httpx.Client, server: ServerProcess, context: BrowserContext
) -> None:
    create_run(client, "shared-views", "one")
    client.patch("/api/v1/projects/admin/shared-views", json={"visibility": "shared_read"}).raise_for_status()
    post_rows(client, "shared-views", "one", 0, 5)
    page.goto("/admin/shared-views?c.size=l")
    save_as(page, "Large", shared=True)
    save_as(page, "Mine", shared=False)
    open_menu(page, "Mine")
    page.get_by_role("menuitem", name="Delete…").click()
    page.get_by_role("button", name="Delete view").click()
    expect(page.get_by_role("button", name="View: Default view", exact=True)).to_be_visible()

    with user_client(server, "visitor") as visitor:
        views = visitor.get("/api/v1/projects/admin/shared-views/views").json()["views"]
        assert [(view["name"], view["owner"]) for view in views] == [("Large", "admin")]
        path = f"/api/v1/projects/admin/shared-views/views/{views[0]['view_id']}"
        assert visitor.patch(path, json={"name": "Stolen"}).status_code in (403, 404)
