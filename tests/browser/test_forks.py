"""Forks and rewinds: the header and the tooltip name where a run's line comes from, and the inherited part is drawn."""

import httpx
from playwright.sync_api import Page, expect

from tests.browser.workspace import chart, expect_painted, expect_truth
from tests.server.requests import create_run, graphql, post_rows

REWIND = """
mutation RewindRun($runName: String!, $metricName: String!, $metricValue: Float!, $entity: String, $project: String) {
  rewindRun(input: {runName: $runName, metricName: $metricName, metricValue: $metricValue, entityName: $entity,
    projectName: $project}) { rewoundRun { name } }
}
"""


def rows(first: int, end: int, loss: float) -> list[dict[str, float]]:
    return [{"loss": loss, "_step": step, "_timestamp": 1.79e9 + step} for step in range(first, end)]


def test_a_fork_shows_what_it_inherited_and_from_whom(page: Page, client: httpx.Client) -> None:
    parent = create_run(client, "forks", "parent")["displayName"]
    post_rows(client, "forks", "parent", 0, rows(0, 100, 3.0))
    create_run(client, "forks", "child", config={"_wandb": {"branch_point": {"run_id": "parent", "step": 49}}})
    post_rows(client, "forks", "child", 50, rows(50, 100, 1.0))
    page.goto("/admin/forks/runs/child/charts")
    expect(page.get_by_text("at step 49")).to_be_visible()
    expect_truth(page, "loss", "1 run", "100 points")
    expect_painted(page, "loss")
    box = chart(page, "loss").locator(".u-over").bounding_box()
    assert box is not None
    tooltip = page.locator("[data-tooltip]:visible")
    page.mouse.move(box["x"] + box["width"] * 0.2, box["y"] + box["height"] / 2)
    expect(tooltip).to_contain_text(f"from {parent}")
    page.mouse.move(box["x"] + box["width"] * 0.8, box["y"] + box["height"] / 2)
    expect(tooltip).not_to_contain_text("from")
    page.get_by_role("link", name=parent).first.click()
    expect(page).to_have_url("/admin/forks/runs/parent")


def test_a_rewound_run_says_so(page: Page, client: httpx.Client) -> None:
    create_run(client, "rewinds", "again")
    post_rows(client, "rewinds", "again", 0, rows(0, 100, 3.0))
    graphql(client, REWIND, runName="again", metricName="_step", metricValue=29, entity="admin", project="rewinds")
    post_rows(client, "rewinds", "again", 30, rows(30, 60, 2.0))
    page.goto("/admin/rewinds/runs/again/charts")
    expect(page.get_by_text("rewound to step 29")).to_be_visible()
    expect_truth(page, "loss", "60 points")
