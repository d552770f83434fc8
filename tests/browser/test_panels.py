"""Panels of a workspace: added, set, moved by pointer and keyboard, resized, hidden; a reload and a link keep them."""

import re

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.workspace import chart, expect_truth, panel
from tests.server.requests import create_run, post_rows

METRICS = ("train/acc", "train/loss", "val/loss")
# As the client keeps `define_metric("epoch", hidden=True)` and `define_metric("val/*", step_metric="epoch")`.
DEFINED = {"m": [{"1": "epoch", "6": [2, 3]}, {"2": "val/*", "5": 1, "6": [1, 3]}]}


def seed(client: httpx.Client, project: str) -> None:
    """Three runs whose `train/loss` ends at 1, 2 and 3, with `train/acc` and `val/loss`; an epoch is ten steps."""
    for index in range(3):
        run_id = f"run{index}"
        create_run(client, project, run_id, config={"lr": 0.1 * (index + 1), "_wandb": DEFINED})
        values = dict.fromkeys(METRICS, 1.0 + index)
        rows = [{**values, "epoch": step / 10, "_step": step} for step in range(20)]
        post_rows(client, project, run_id, 0, rows)
        summary = {"wandb-summary.json": {"offset": 0, "content": [f'{{"train/loss": {1.0 + index}}}']}}
        answer = client.post(f"/files/admin/{project}/{run_id}/file_stream", json={"files": summary})
        assert answer.status_code == 200


def order(page: Page, section: str) -> list[str]:
    """The panels of a section as they stand, row by row."""
    boxes = []
    for box in page.get_by_role("region", name=section, exact=True).get_by_role("region").all():
        place = box.bounding_box()
        assert place is not None
        boxes.append((place["y"], place["x"], box.get_attribute("aria-label") or ""))
    return [name for _, _, name in sorted(boxes)]


def expect_order(page: Page, section: str, *names: str) -> None:
    expect(page.get_by_role("region", name=section, exact=True).get_by_role("region")).to_have_count(len(names))
    page.wait_for_function("() => new Promise((done) => requestAnimationFrame(() => done(true)))")
    assert order(page, section) == list(names)


def menu(page: Page, name: str, entry: str) -> None:
    panel(page, name).hover()
    page.get_by_role("button", name=f"Menu of {name}", exact=True).click()
    page.get_by_role("menuitem", name=entry, exact=True).click()


def add(page: Page, kind: str) -> Locator:
    page.get_by_role("button", name="Add panel").click()
    page.get_by_role("menuitem", name=kind, exact=True).click()
    return page.get_by_role("dialog")


def width(page: Page, name: str) -> float:
    place = panel(page, name).bounding_box()
    assert place is not None
    return place["width"]


@pytest.fixture
def workspace(page: Page, client: httpx.Client, request: pytest.FixtureRequest) -> Page:
    project = request.node.name.replace("test_", "").replace("_", "-")[:40]
    seed(client, project)
    page.goto(f"/admin/{project}")
    expect_truth(page, "train/loss", "3 runs")
    return page


def test_a_panel_is_added_changed_and_kept(workspace: Page) -> None:
    page = workspace
    dialog = add(page, "Bar chart")
    dialog.get_by_role("button", name="train/loss", exact=True).click()
    dialog.get_by_role("button", name="Apply").click()
    bars = panel(page, "Last train/loss").get_by_role("listitem")
    expect(bars).to_have_count(3)
    assert [text[-1] for text in bars.all_inner_texts()] == ["3", "2", "1"]  # sorted

    menu(page, "Last train/loss", "Settings…")
    page.get_by_role("combobox", name="Value").click()
    page.get_by_role("option", name="Least").click()
    page.get_by_role("button", name="Apply").click()
    bars = panel(page, "Least train/loss").get_by_role("listitem")
    expect(bars.first).to_contain_text("1")

    dialog = add(page, "Number")
    dialog.get_by_role("button", name="train/loss", exact=True).click()
    dialog.get_by_role("button", name="Apply").click()
    expect(panel(page, "Last train/loss")).to_contain_text(re.compile(r"2\s*± 1"))
    expect(panel(page, "Last train/loss")).to_contain_text("mean of 3 runs · 1 … 3")

    dialog = add(page, "Text")
    dialog.get_by_label("Text (Markdown)").fill("# Plan\n\nless **noise**")
    dialog.get_by_role("button", name="Apply").click()
    expect(panel(page, "Plan").get_by_role("heading", level=1)).to_have_text("Plan")

    page.reload()
    expect_order(page, "Panels", "Least train/loss", "Last train/loss", "Plan")
    menu(page, "Plan", "Remove")
    expect(panel(page, "Plan")).to_have_count(0)
    page.keyboard.press("Control+z")
    expect(panel(page, "Plan")).to_be_visible()


def test_metrics_are_drawn_over_the_step_metric_that_runs_define(workspace: Page) -> None:
    page = workspace
    expect(panel(page, "epoch")).to_have_count(0)
    for metric, over in (("train/loss", "step "), ("val/loss", "epoch ")):
        chart(page, metric).hover()
        expect(chart(page, metric)).to_contain_text(over)
    page.get_by_role("button", name="X-axis: As defined").click()
    page.get_by_role("button", name="Step", exact=True).click()
    expect(page).to_have_url(re.compile("c.x=step"))
    chart(page, "val/loss").hover()
    expect(chart(page, "val/loss")).to_contain_text("step ")


def test_panels_are_moved_by_pointer_and_by_keyboard(workspace: Page) -> None:
    page = workspace
    expect_order(page, "train", "train/acc", "train/loss")
    heading = panel(page, "train/loss").get_by_role("heading", name="train/loss")
    heading.drag_to(panel(page, "train/acc"), target_position={"x": 20, "y": 100})
    expect_order(page, "train", "train/loss", "train/acc")
    heading.drag_to(page.get_by_role("button", name="val 1"))
    expect_order(page, "val", "val/loss", "train/loss")

    grip = page.get_by_role("button", name="Move train/loss", exact=True)
    grip.focus()
    page.keyboard.press("ArrowLeft")
    expect_order(page, "val", "train/loss", "val/loss")
    expect(grip).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect_order(page, "train", "train/acc", "train/loss")
    expect(grip).to_be_focused()
    page.reload()
    expect_order(page, "train", "train/acc", "train/loss")


def test_panels_are_resized_and_hidden(workspace: Page) -> None:
    page = workspace
    narrow = width(page, "train/acc")
    corner = panel(page, "train/acc").get_by_role("button", name=re.compile("^Size of"))
    corner.focus()
    page.keyboard.press("ArrowRight")
    expect(corner).to_have_accessible_name(re.compile("2 wide, 1 high"))
    assert width(page, "train/acc") > 1.9 * narrow
    place = corner.bounding_box()
    assert place is not None
    x, y = place["x"] + 8, place["y"] + 8
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - narrow, y + 240, steps=5)
    page.mouse.up()
    expect(corner).to_have_accessible_name(re.compile("1 wide, 2 high"))

    menu(page, "train/loss", "Hide")
    expect(panel(page, "train/loss")).to_have_count(0)
    page.reload()
    expect(panel(page, "train/acc")).to_be_visible()
    expect(panel(page, "train/loss")).to_have_count(0)
    page.get_by_role("button", name="1 hidden").click()
    page.get_by_role("menuitem", name="train/loss").click()
    expect(panel(page, "train/loss")).to_be_visible()


def test_a_panel_has_settings_of_its_own_and_fills_the_screen(workspace: Page) -> None:
    page = workspace
    menu(page, "train/loss", "Duplicate")
    expect(page.get_by_role("region", name="train", exact=True).get_by_role("region")).to_have_count(3)
    menu(page, "train/acc", "Settings…")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("checkbox", name="Logarithmic y").check()
    dialog.get_by_label("Y from … to: lowest").fill("0.5")
    dialog.get_by_label("Y from … to: highest").fill("20")
    dialog.get_by_role("button", name="Apply").click()
    expect(panel(page, "train/acc").get_by_role("button", name="log")).to_have_attribute("aria-pressed", "true")
    expect(panel(page, "val/loss").get_by_role("button", name="log")).to_have_attribute("aria-pressed", "false")

    panel(page, "train/acc").hover()
    panel(page, "train/acc").get_by_role("button", name="Full screen").click()
    full = page.get_by_role("dialog", name="train/acc")
    expect(full).to_contain_text("1 of 4")
    for _ in range(12):  # the focus goes round within it
        page.keyboard.press("Tab")
        assert full.evaluate("dialog => dialog.contains(document.activeElement)")
    full.focus()
    expect(full.get_by_role("button", name="log")).to_have_attribute("aria-pressed", "true")
    page.reload()
    expect(page.get_by_role("dialog", name="train/acc")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("dialog", name="train/loss")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
