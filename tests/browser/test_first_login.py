"""The first minutes: log in with a password or with the one-time link, and find out how to send a run."""

import re

import httpx
from playwright.sync_api import Page, expect

from tests.server.process import ServerProcess


def test_log_in_with_name_and_password(visitor: Page, server: ServerProcess) -> None:
    visitor.goto("/")
    expect(visitor).to_have_url(re.compile("/login"))
    visitor.get_by_label("Username").fill("admin")
    visitor.get_by_label("Password").fill("not the password")
    visitor.get_by_role("button", name="Sign in").click()
    expect(visitor.get_by_role("alert")).to_contain_text("wrong")

    visitor.get_by_label("Password").fill(server.password)
    visitor.get_by_role("button", name="Sign in").click()
    expect(visitor).to_have_url(f"{server.url}/")
    expect(visitor.get_by_text("Welcome to Runlake")).to_be_visible()


def test_the_empty_home_page_has_lines_that_work(page: Page, server: ServerProcess) -> None:
    page.goto("/")
    expect(page.get_by_text(f"WANDB_BASE_URL={server.url}")).to_be_visible()
    page.get_by_role("button", name="Create a key and fill it in").click()
    line = page.get_by_text(re.compile("WANDB_API_KEY=[A-Za-z0-9_-]{20,}"))
    expect(line).to_be_visible()
    key = re.search(r"WANDB_API_KEY=([A-Za-z0-9_-]+)", line.inner_text())
    assert key is not None
    me = httpx.get(f"{server.url}/api/v1/session", auth=("api", key[1]), trust_env=False)
    assert me.json()["user"]["username"] == "admin"


def test_a_page_that_needs_a_login_comes_back_after_it(visitor: Page, server: ServerProcess) -> None:
    visitor.goto("/settings")
    visitor.get_by_label("Username").fill("admin")
    visitor.get_by_label("Password").fill(server.password)
    visitor.get_by_role("button", name="Sign in").click()
    expect(visitor).to_have_url(re.compile("/settings"))
