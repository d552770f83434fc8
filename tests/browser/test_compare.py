"""Selected runs: they are put side by side, and a deletion is taken back."""

import re

import httpx
from playwright.sync_api import Page, expect

from tests.server.requests import create_run, post_rows


def seed(client: httpx.Client, project: str) -> list[str]:
    names = []
    for index in range(3):
        config = {"lr": 0.1 * (index + 1), "opt": "adam", "width": 256}
        names.append(create_run(client, project, f"run{index}", config=config)["displayName"])
        post_rows(client, project, f"run{index}", 0, [{"loss": 1.0 + index, "_step": 0, "_timestamp": 1.79e9}])
    return names


def select(page: Page, *names: str) -> None:
    for name in names:
        page.get_by_role("checkbox", name=f"Select {name}").check(force=True)


def test_selected_runs_stand_side_by_side(page: Page, client: httpx.Client) -> None:
    names = seed(client, "compare-runs")
    page.goto("/admin/compare-runs?base=run0")
    select(page, *names[:2])
    page.keyboard.press("d")
    table = page.get_by_role("complementary", name="Compare runs")
    rate = table.get_by_role("row").filter(has=page.get_by_role("rowheader", name=re.compile("^lr")))
    expect(rate).to_contain_text("▲ +0.1")
    expect(table.get_by_role("rowheader").first).to_contain_text("lr")
    table.get_by_role("button", name="Differences only").click()
    expect(table.get_by_role("rowheader", name=re.compile("^width"))).to_have_count(0)
    page.reload()
    expect(table.get_by_role("row").first).to_contain_text(names[1])
    page.keyboard.press("Escape")
    expect(table).to_have_count(0)


def test_a_deletion_is_taken_back(page: Page, client: httpx.Client) -> None:
    names = seed(client, "undo-runs")
    page.goto("/admin/undo-runs")
    select(page, *names[:2])
    page.get_by_role("button", name="Delete", exact=True).click()
    page.get_by_role("button", name="Delete 2 runs").click()
    told = page.locator("[aria-live=polite]").filter(has_text="Deleted 2 runs.")
    expect(told).to_be_visible()
    expect(page.get_by_role("link", name=names[0])).to_have_count(0)
    told.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("link", name=names[0], exact=True)).to_be_visible()
    found = client.post("/api/v1/projects/admin/undo-runs/runs/search", json={}).json()
    assert sorted(run["run_id"] for run in found["runs"]) == ["run0", "run1", "run2"]
