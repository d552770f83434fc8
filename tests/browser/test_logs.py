"""The console of a running run: new lines appear at the end by themselves, until the reader scrolls up."""

import json

import httpx
from playwright.sync_api import Page, expect

from tests.server.requests import create_run, stream_path

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
