"""Grouping: groups nest in the table, charts draw their means over all runs, and hidden groups leave the charts."""

import re

import httpx
from playwright.sync_api import Page, expect

from tests.browser.workspace import chart, expect_painted, expect_truth, panel
from tests.server.requests import create_run, post_rows


def seed(client: httpx.Client, project: str) -> None:
    """adam: losses 1 and 3, sgd: 5 and 7, at two learning rates each; the summary holds the last ones."""
    for index, (opt, lr) in enumerate([("adam", 0.1), ("adam", 0.2), ("sgd", 0.1), ("sgd", 0.2)]):
        create_run(client, project, f"run{index}", config={"opt": opt, "lr": lr})
        rows = [{"loss": 1.0 + 2 * index, "_step": step, "_timestamp": 1.79e9 + step} for step in range(30)]
        summary = {"wandb-summary.json": {"offset": 0, "content": [f'{{"loss": {1.0 + 2 * index}}}']}}
        post_rows(client, project, f"run{index}", 0, rows)
        answer = client.post(f"/files/admin/{project}/run{index}/file_stream", json={"files": summary})
        assert answer.status_code == 200


def group(page: Page, text: str) -> None:
    page.get_by_role("button", name="Group by").click()
    page.get_by_label("Search fields").fill(text)
    page.get_by_role("button", name=re.compile(f"^{text}")).first.click()
    page.keyboard.press("Escape")


def test_groups_nest_and_charts_draw_their_means(page: Page, client: httpx.Client) -> None:
    seed(client, "groups")
    page.goto("/admin/groups?cols=summary.loss&split=0.6")
    group(page, "opt")
    adam = page.get_by_role("row").filter(has=page.get_by_role("button", name="opt: adam, 2 runs"))
    expect(adam).to_contain_text("2 ± 1.41")
    expect(adam).to_contain_text("1 … 3")
    expect_truth(page, "loss", "2 groups", "4 runs", "120 points", "mean over runs")
    expect_painted(page, "loss")

    group(page, "lr")
    expect_truth(page, "loss", "4 groups", "4 runs")
    page.get_by_role("button", name="opt: adam, 2 runs").click()
    page.get_by_role("button", name="lr: 0.2, 1 runs").click()
    name = client.get("/api/v1/projects/admin/groups/runs/run1").json()["run"]["display_name"]
    expect(page.get_by_role("link", name=name, exact=True)).to_be_visible()
    page.reload()
    expect(page.get_by_role("button", name="opt: sgd, 2 runs")).to_be_visible()


def test_a_hidden_group_leaves_the_charts_and_the_band_is_chosen(page: Page, client: httpx.Client) -> None:
    seed(client, "hidden")
    page.goto("/admin/hidden?group=config.opt")
    expect_truth(page, "loss", "2 groups")
    page.get_by_role("button", name="Hide opt: sgd in charts").click()
    expect_truth(page, "loss", "1 of 2 groups", "2 runs")
    page.get_by_role("combobox", name="Band").click()
    page.get_by_role("option", name="Band: ± deviation").click()
    expect(page).to_have_url(re.compile(r"c\.band=std"))
    expect(panel(page, "loss")).to_be_visible()
    box = chart(page, "loss").locator(".u-over").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator("[data-tooltip]:visible")).to_contain_text("adam (2 runs)")
