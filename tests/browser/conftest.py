"""Debian's Chromium, headless, against a seeded server of its own; every page of a test must be free of errors."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.chromium import HEIGHT, WIDTH, launch, log_in
from tests.server.process import ServerProcess

ROOT = Path(__file__).resolve().parents[2]
expect.set_options(timeout=15_000)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    if not (ROOT / "web" / "dist" / "index.html").is_file():
        pytest.fail("the UI is not built: run `make web`")
    with ServerProcess(tmp_path_factory.mktemp("data")) as server:
        yield server


@pytest.fixture
def client(server: ServerProcess) -> Iterator[httpx.Client]:
    with server.client(timeout=30) as client:
        yield client


@pytest.fixture
def context(chromium: Browser, server: ServerProcess) -> Iterator[BrowserContext]:
    context = chromium.new_context(base_url=server.url, viewport={"width": WIDTH, "height": HEIGHT})
    yield context
    context.close()


@pytest.fixture
def visitor(context: BrowserContext) -> Iterator[Page]:
    """The page of somebody who is not logged in."""
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    yield page
    # What an answer of 401 or 404 leaves in the console is no error of the page.
    assert [text for text in problems if "Failed to load resource" not in text] == []


@pytest.fixture
def page(visitor: Page, server: ServerProcess) -> Page:
    """The page of the admin, logged in."""
    log_in(visitor, server)
    return visitor
