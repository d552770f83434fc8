"""Starting Debian's Chromium, headless, for tests and benchmarks."""

import shutil

from playwright.sync_api import Browser, Page, Playwright

from tests.server.process import ServerProcess

WIDTH, HEIGHT = 1440, 900
_FLAGS = [
    "--no-sandbox",  # the tests may run as root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find_chromium() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser")


def launch(playwright: Playwright) -> Browser:
    """Raises RuntimeError when there is no Chromium on this machine."""
    executable = find_chromium()
    if executable is None:
        raise RuntimeError("there is no Chromium here: install it (`make test` does, as root on Debian)")
    return playwright.chromium.launch(executable_path=executable, args=_FLAGS)


def launch_with_webgl(browser: Browser) -> Browser:
    """Another one beside a running one, which draws 3D without a graphics card."""
    flags = [*_FLAGS, "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist"]
    return browser.browser_type.launch(executable_path=find_chromium(), args=flags)


def log_in(page: Page, server: ServerProcess) -> None:
    """Give the page the session of the admin."""
    credentials = {"username": "admin", "password": server.password}
    answer = page.request.post(f"{server.url}/api/v1/session", data=credentials)
    assert answer.ok, answer.text()
