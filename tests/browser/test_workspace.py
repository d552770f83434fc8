"""The workspace: a live run appears and grows, two runs are compared, a zoom asks again for exact data."""

import re

import httpx
from playwright.sync_api import Page, expect

from tests.browser.workspace import chart, expect_painted, expect_truth, panel, post_rows, run_row
from tests.server.requests import create_run


def create_project(client: httpx.Client, name: str) -> None:
    answer = client.post("/api/v1/projects", json={"entity": "admin", "name": name})
    assert answer.status_code == 201, answer.text


def test_a_live_run_appears_and_grows_without_a_reload(page: Page, client: httpx.Client) -> None:
    create_project(client, "live")
    page.goto("/admin/live")
    expect(page.get_by_text("No runs yet")).to_be_visible()
    page.evaluate("window.notReloaded = true")

    create_run(client, "live", "newcomer")
    post_rows(client, "live", "newcomer", 0, 40)
    expect_truth(page, "train/loss", "1 run", "40 points", "every point")
    expect_painted(page, "train/loss")

    post_rows(client, "live", "newcomer", 40, 20)
    expect_truth(page, "train/loss", "60 points")
    post_rows(client, "live", "newcomer", 60, 20)
    expect_truth(page, "train/loss", "80 points")
    expect_truth(page, "val/accuracy", "80 points")
    assert page.evaluate("window.notReloaded") is True


def test_two_runs_are_compared(page: Page, client: httpx.Client) -> None:
    for run_id, rows in (("first", 300), ("second", 200)):
        create_run(client, "compare", run_id)
        post_rows(client, "compare", run_id, 0, rows)
    page.goto("/admin/compare")
    expect_truth(page, "train/loss", "2 runs", "500 points")
    expect_painted(page, "train/loss")

    names = [
        run["display_name"] for run in client.post("/api/v1/projects/admin/compare/runs/search", json={}).json()["runs"]
    ]
    shown = run_row(page, names[0])
    shown.get_by_role("button", name=re.compile("hide|show|eye", re.IGNORECASE)).click()
    expect_truth(page, "train/loss", "1 run")
    page.reload()
    expect_truth(page, "train/loss", "1 run")  # the address is the view


def test_a_zoom_shows_every_point(page: Page, client: httpx.Client) -> None:
    create_run(client, "zoom", "long")
    for first in range(0, 50_000, 10_000):
        post_rows(client, "zoom", "long", first, 10_000)
    page.goto("/admin/zoom")
    expect(panel(page, "train/loss")).to_contain_text("min/max/mean per")
    expect_painted(page, "train/loss")

    # Around the spike at step 33,333: two thirds along the axis.
    plot = chart(page, "train/loss").locator(".u-over")
    box = plot.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.655, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.668, box["y"] + box["height"] / 2, steps=5)
    page.mouse.up()
    expect(page).to_have_url(re.compile("zoom=|range="))
    expect_painted(page, "train/loss")
    expect(panel(page, "train/loss")).not_to_contain_text(re.compile("50[ ,][k0]"))

    zoomed = page.url
    plot.dblclick()
    expect(page).not_to_have_url(zoomed)
    expect(panel(page, "train/loss")).to_contain_text("min/max/mean per")
