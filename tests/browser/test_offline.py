"""A server that goes away and comes back: the page says so, keeps what it has, and catches up by itself."""

import httpx
from playwright.sync_api import Page, expect

from tests.browser.workspace import expect_truth, post_rows
from tests.server.process import ServerProcess
from tests.server.requests import create_run


def test_the_page_says_when_the_server_is_away_and_catches_up(
    page: Page, client: httpx.Client, server: ServerProcess
) -> None:
    create_run(client, "away", "one")
    post_rows(client, "away", "one", 0, 20)
    page.goto("/admin/away")
    expect_truth(page, "train/loss", "20 points")
    banner = page.get_by_role("status").filter(has_text="The server does not answer")
    expect(banner).to_have_count(0)
    server.kill()
    page.get_by_role("button", name="X-axis: Step").click()
    page.get_by_role("button", name="Wall time").click()  # asks for points
    expect(banner).to_be_visible()
    server.start()
    expect(banner).to_have_count(0)
    with server.client() as later:
        post_rows(later, "away", "one", 20, 20)
    expect_truth(page, "train/loss", "40 points")


def test_a_project_that_is_not_there_is_no_failure(page: Page) -> None:
    page.goto("/admin/nothing-here")
    expect(page.get_by_text("No such project")).to_be_visible()
    expect(page.get_by_text("not found, or you may not see it")).to_be_visible()
