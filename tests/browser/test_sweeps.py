"""Sweeps: one is made in the browser, its runs appear while they come, brushes choose among them, it is stopped."""

import json
import re

import httpx
from playwright.sync_api import Locator, Page, expect

from tests.server.requests import graphql, history_post, stream_path

CONFIG = """\
program: train.py
method: random
metric: {name: val/loss, goal: minimize}
parameters:
  lr: {distribution: log_uniform_values, min: 0.0001, max: 1.0}
  optimizer: {values: [adam, sgd]}
run_cap: 20
"""
UPSERT_RUN = """
mutation UpsertBucket($name: String, $project: String, $config: JSONString, $sweep: String) {
  upsertBucket(input: {name: $name, displayName: $name, modelName: $project, entityName: "admin", config: $config,
    sweep: $sweep}) { bucket { id } }
}
"""


def create_project(client: httpx.Client, name: str) -> None:
    answer = client.post("/api/v1/projects", json={"entity": "admin", "name": name})
    assert answer.status_code == 201, answer.text


def create_sweep(client: httpx.Client, project: str) -> str:
    answer = client.post(f"/api/v1/projects/admin/{project}/sweeps", json={"config": CONFIG})
    assert answer.is_success, answer.text
    return str(answer.json()["sweep_id"])


def finish_run(client: httpx.Client, project: str, sweep: str, number: int) -> None:
    """A run of the sweep, as its agent's program sends it: the smaller the number, the better."""
    run_id, config = f"run{number}", {"lr": 10.0**-number, "optimizer": "sgd" if number % 2 else "adam"}
    wrapped = json.dumps({key: {"value": value} for key, value in config.items()})
    graphql(client, UPSERT_RUN, name=run_id, project=project, config=wrapped, sweep=sweep)
    row = json.dumps({"val/loss": 0.5 * (number + 1), "_step": 0, "_timestamp": 1_790_000_000.0, "_runtime": 1.0})
    post = {**history_post(0, [row]), "complete": True, "exitcode": 0}
    post["files"]["wandb-summary.json"] = {"offset": 0, "content": [row]}
    answer = client.post(stream_path(project, run_id), json=post)
    assert answer.status_code == 200, answer.text


def lines(page: Page, count: int) -> Locator:
    """The parallel coordinates, once so many of their lines are chosen."""
    plot = page.locator(f"[data-lines='{count}']")
    expect(plot).to_be_visible()
    return plot


def runs(page: Page) -> Locator:
    return page.get_by_role("grid", name="Runs").get_by_role("rowheader")


def test_a_sweep_is_made_runs_and_is_stopped(page: Page, client: httpx.Client) -> None:
    create_project(client, "search")
    page.goto("/admin/search/sweeps")
    expect(page.get_by_text("wandb agent admin/search/")).to_be_visible()

    page.get_by_role("button", name="New sweep here").click()
    page.get_by_label("Configuration").fill("method: magic\nparameters: {x: {values: [1]}}")
    page.get_by_role("button", name="Create sweep").click()
    expect(page.get_by_role("alert")).to_contain_text("magic")
    page.get_by_label("Configuration").fill(CONFIG)
    page.get_by_role("button", name="Create sweep").click()

    expect(page).to_have_url(re.compile(r"/sweeps/\w+$"))
    sweep = page.url.rsplit("/", 1)[-1]
    expect(page.get_by_text(f"wandb agent admin/search/{sweep}")).to_be_visible()
    page.evaluate("window.notReloaded = true")
    for number in range(3):
        finish_run(client, "search", sweep, number)
    lines(page, 3)
    expect(page.get_by_role("progressbar", name="Runs")).to_have_attribute("aria-valuetext", "3 of 20 runs")
    expect(runs(page).first).to_contain_text("run0")  # the best one
    assert page.evaluate("window.notReloaded") is True

    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("button", name="Resume")).to_be_visible()
    page.get_by_role("button", name="Stop").click()
    page.get_by_role("button", name="Stop sweep").click()
    expect(page.get_by_role("button", name="Resume")).to_have_count(0)
    expect(page.get_by_role("main")).to_contain_text("Finished")


def test_brushes_choose_runs_and_stand_in_the_address(page: Page, client: httpx.Client) -> None:
    create_project(client, "brush")
    sweep = create_sweep(client, "brush")
    for number in range(4):
        finish_run(client, "brush", sweep, number)
    page.goto(f"/admin/brush/sweeps/{sweep}")
    box = lines(page, 4).bounding_box()
    assert box is not None
    x = box["x"] + 56  # the first axis, lr from 0.0001 to 1, is logarithmic
    page.mouse.move(x, box["y"] + 0.4 * box["height"])
    page.mouse.down()
    page.mouse.move(x, box["y"], steps=5)
    page.mouse.up()
    lines(page, 2)
    expect(runs(page)).to_have_count(2)

    page.get_by_role("button", name="Axis optimizer").click()
    page.get_by_role("checkbox", name="adam").uncheck()
    lines(page, 1)
    expect(runs(page)).to_contain_text(["run1"])
    page.reload()
    lines(page, 1)
    expect(runs(page)).to_contain_text(["run1"])

    page.get_by_role("button", name="Clear 2 brushes").click()
    lines(page, 4)
    expect(runs(page)).to_have_count(4)
