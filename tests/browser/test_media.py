"""Every kind of media that the real client logs is shown, on the page of a run and side by side in the project."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser.chromium import HEIGHT, WIDTH, launch_with_webgl
from tests.conformance.wandb_client import WandbClient, home_environment, newest
from tests.server.process import ServerProcess

CLIP = Path(__file__).parents[1] / "data" / "media" / "clip.mp4"
RUNS = ("one", "two")
CHARTS = ("c_line", "c_scatter", "c_bar", "c_histogram", "c_series", "c_confusion", "c_curve", "c_own")


@pytest.fixture(scope="module")
def project(server: ServerProcess, tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("wandb")
    client = WandbClient(newest(), folder, server.wandb_environment(folder) | home_environment(folder / "home"))
    for run_id in RUNS:
        client.run("media_shown", run_id, str(CLIP))
    return client.project


@pytest.fixture(scope="module")
def webgl_chromium(chromium: Browser) -> Iterator[Browser]:
    browser = launch_with_webgl(chromium)
    yield browser
    browser.close()


@pytest.fixture
def context(webgl_chromium: Browser, server: ServerProcess) -> Iterator[BrowserContext]:
    """A context in which nothing may be asked of any other host."""
    context = webgl_chromium.new_context(base_url=server.url, viewport={"width": WIDTH, "height": HEIGHT})
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    yield context
    context.close()
    assert [url for url in asked if not url.startswith((server.url, "data:", "blob:"))] == []


def panel(page: Page, key: str) -> Locator:
    """The panel of a key, in view."""
    found = page.get_by_role("region", name=key, exact=True)
    found.scroll_into_view_if_needed()
    return found


def expect_loaded(images: Locator, count: int) -> None:
    """Wait until so many images hold pixels."""
    expect(images).to_have_count(count)
    for image in images.all():
        expect(image).to_have_js_property("complete", True)
        assert image.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0


def test_images_show_with_captions_and_enlarge(page: Page, project: str) -> None:
    page.goto(f"/admin/{project}/runs/one/media")
    expect_loaded(panel(page, "image").get_by_role("img"), 1)
    # What a client wrote is text, whatever it looks like.
    expect(panel(page, "image").get_by_text("<img src=x onerror=")).to_be_visible()
    expect_loaded(panel(page, "images").get_by_role("img"), 5)

    panel(page, "images").get_by_role("button", name="Enlarge number 0").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("1 of 5")).to_be_visible()
    page.keyboard.press("ArrowLeft")
    expect(dialog.get_by_text("5 of 5")).to_be_visible()
    frame = dialog.get_by_role("group", name="Image, can be zoomed")
    frame.focus()
    page.keyboard.press("+")
    expect(frame).to_have_attribute("data-scale", "1.50")
    frame.dblclick()
    expect(frame).to_have_attribute("data-scale", "1.00")
    assert page.evaluate("window.hit") is None


def test_boxes_and_masks_are_filtered_by_class_and_score(page: Page, project: str) -> None:
    page.goto(f"/admin/{project}/runs/one/media")
    boxes = panel(page, "detected").locator("svg[aria-label=Boxes]")
    expect(boxes.locator("rect")).to_have_count(2)
    expect(boxes.locator("text")).to_have_text(["dog", "cat"])
    coloured = "canvas => [...canvas.getContext('2d').getImageData(5, 5, 1, 1).data][3]"
    mask = panel(page, "detected").locator("canvas[data-mask=truth]")
    expect(mask).to_have_js_property("width", 48)
    assert mask.evaluate(coloured) == 255
    dog = panel(page, "detected").get_by_role("group", name="Classes").get_by_role("button", name="dog")
    dog.click()  # its box is in one layer, its mask in another
    expect(boxes.locator("text")).to_have_text(["cat"])
    page.wait_for_function(f"canvas => ({coloured})(canvas) === 0", arg=mask.element_handle())
    dog.click()
    expect(boxes.locator("text")).to_have_text(["dog", "cat"])

    panel(page, "detected").get_by_role("button", name=re.compile("Enlarge")).last.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="cat").first.click()
    expect(dialog.locator("svg[aria-label=Boxes] rect")).to_have_count(1)
    expect(page).to_have_url(re.compile("overlay.hide=guess"))
    dialog.get_by_role("button", name="cat").first.click()
    expect(dialog.locator("svg[aria-label=Boxes] rect")).to_have_count(2)
    dialog.get_by_role("slider", name="Least score").press("End")
    expect(dialog.locator("svg[aria-label=Boxes] rect")).to_have_count(0)
    dialog.get_by_role("group", name="truth").get_by_role("button", name="dog").click()
    expect(dialog.locator("canvas[data-mask=truth]")).to_have_js_property("width", 48)
    page.wait_for_function(f"({coloured})(document.querySelector('[role=dialog] canvas[data-mask]')) === 0")


def test_sound_film_pages_and_figures(page: Page, project: str) -> None:
    page.goto(f"/admin/{project}/runs/one/media")
    expect(panel(page, "audio").locator("canvas[data-ready=true]")).to_be_visible()
    panel(page, "audio").get_by_role("button", name="Play a tone").wait_for()
    page.wait_for_function("video => video.readyState >= 1", arg=panel(page, "video").locator("video").element_handle())
    html = panel(page, "html").frame_locator("iframe")
    expect(html.locator("body")).to_contain_text("logged page")
    expect(html.locator("body")).to_contain_text("origin null")
    expect(panel(page, "plotly").locator("svg.main-svg").first).to_be_visible()
    expect(panel(page, "bokeh").locator("iframe[data-state=drawn]")).to_be_visible()
    expect(panel(page, "weights").get_by_role("img", name="Distribution over 2 steps")).to_be_visible()
    panel(page, "weights").get_by_role("button", name="Ridges").click()
    expect(panel(page, "weights").get_by_role("img", name="Distributions of 2 steps as ridges")).to_be_visible()


def test_objects_and_molecules(page: Page, project: str) -> None:
    page.goto(f"/admin/{project}/runs/one/media")
    for key, caption in (("mesh/obj", "2 triangles"), ("mesh/stl", "1 triangle"), ("cloud", "50 points")):
        expect(panel(page, key).get_by_text(caption)).to_be_visible()
        expect(panel(page, key).locator("[data-viewer=scene] canvas")).to_be_visible()
    expect(panel(page, "molecule").locator("[data-viewer=molecule] canvas")).to_be_visible()
    # What nobody knows yet is shown as it was logged, and its file can be had.
    expect(panel(page, "future")).to_contain_text("from-the-future")
    with page.expect_download() as download:
        panel(page, "future").get_by_role("link", name="Download").click()
    assert download.value.suggested_filename == "figure.bokeh.json"


def test_tables_sort_filter_and_show_media(page: Page, project: str) -> None:
    page.goto(f"/admin/{project}/runs/one/media")
    table = panel(page, "table")
    expect(table).to_contain_text("200 rows · 4 columns")
    expect_loaded(table.get_by_role("cell").locator("img"), 3)
    expect(table.get_by_role("cell").filter(has_text="<img src=x")).to_be_visible()
    table.get_by_role("button", name="id", exact=True).dblclick()
    expect(table.get_by_role("row").nth(1)).to_contain_text("text 199")
    table.get_by_role("textbox", name="Filter rows").fill("text 19")
    expect(table).to_contain_text("11 of 200 rows")
    table.get_by_role("textbox", name="Filter rows").fill("cell 2")
    expect(table).to_contain_text("1 of 200 rows")
    table.get_by_role("button", name="Open cell 2").click()
    expect_loaded(page.get_by_role("dialog").get_by_role("img"), 1)
    page.keyboard.press("Escape")
    # The second increment with the rows of the first.
    expect(panel(page, "growing")).to_contain_text("2 rows · 2 columns")
    assert page.evaluate("window.hit") is None


def test_custom_charts_are_drawn_without_eval(page: Page, project: str) -> None:
    page.goto(f"/admin/{project}/runs/one/media")
    for key in CHARTS:
        expect(panel(page, key).locator("[data-drawn=true] canvas")).to_be_visible()
    expect(panel(page, "c_unknown")).to_contain_text("There is no chart “nobody/nothing” here")
    expect(panel(page, "c_unknown").get_by_role("cell", name="dog")).to_be_visible()
    panel(page, "c_bar").get_by_role("button", name="Show the rows").click()
    expect(panel(page, "c_bar")).to_contain_text("2 rows · 2 columns")


def test_presets_are_listed_and_deleted(page: Page, project: str) -> None:
    page.goto("/settings")
    section = page.get_by_role("region", name="Chart presets")
    expect(section.get_by_role("listitem")).to_contain_text("By handadmin/by-hand")
    section.get_by_role("button", name="Delete By hand").click()
    page.get_by_role("button", name="Delete preset").click()
    expect(section).to_contain_text("create_custom_chart")
    page.goto(f"/admin/{project}/runs/one/media")
    expect(panel(page, "c_own")).to_contain_text("There is no chart “admin/by-hand” here")


def test_joined_and_partitioned_tables_show_media(page: Page, project: str) -> None:
    page.goto(f"/admin/{project}/artifacts/dataset/tables/v0/files")
    found = {
        "joined.joined-table.json": ("3 rows · 3 columns · Joined by id", 3, "label 3"),
        "whole.partitioned-table.json": ("4 rows · 2 columns · 2 parts", 2, "bb"),
    }
    for name, (summary, pictures, cell) in found.items():
        page.get_by_text(name).first.click()
        table = page.get_by_role("region", name=name)
        expect(table).to_contain_text(summary)
        expect_loaded(table.get_by_role("cell").get_by_role("img"), pictures)
        expect(table.get_by_role("cell", name=cell, exact=True)).to_be_visible()


def test_runs_stand_side_by_side_at_one_step(page: Page, project: str) -> None:
    page.goto(f"/admin/{project}")
    image = panel(page, "image")
    expect_loaded(image.get_by_role("img"), 2)
    expect(image).to_contain_text(re.compile("two.*one|one.*two", re.DOTALL))
    latest = [each.get_attribute("src") for each in image.get_by_role("img").all()]
    image.get_by_role("slider", name="Step").press("Home")
    expect(page).to_have_url(re.compile("step=0"))
    expect(image.get_by_role("img").first).not_to_have_attribute("src", latest[0] or "")
    earliest = [each.get_attribute("src") for each in image.get_by_role("img").all()]
    assert not set(earliest) & set(latest)
    for key in CHARTS[:3]:
        page.goto(f"/admin/{project}")
        expect(panel(page, key).locator("[data-drawn=true] canvas")).to_be_visible()


def test_a_file_that_is_too_large_is_named_and_not_read(page: Page, project: str) -> None:
    page.route(re.compile(r"water|molecule_.*\.pdb"), lambda route: route.fulfill(body=b"x" * 21 * 1024 * 1024))
    page.goto(f"/admin/{project}/runs/one/media")
    expect(panel(page, "molecule")).to_contain_text("Too large to show", timeout=40_000)
    expect(panel(page, "molecule").get_by_role("link", name="Download")).to_be_visible()


OWN = """
import numpy, runlake
ramp = numpy.linspace(0, 1, 64 * 48 * 3).reshape(48, 64, 3)
with runlake.init(project="own_media", run_id="own", system_every_s=None) as run:
    for step in range(3):
        run.log({
            "loss": 1 / (step + 1),
            "picture": runlake.Image(ramp * (step + 1) / 3, caption=f"ramp {step}"),
            "pictures": [runlake.Image(ramp), runlake.Image(1 - ramp, caption="dark")],
            "predictions": runlake.Table([["cat", 0.9], ["dog", 0.1 * step]], columns=["label", "score"]),
            "weights": runlake.Histogram(numpy.random.default_rng(step).normal(size=1000)),
        })
"""


def test_what_our_own_library_logs_is_shown_alike(page: Page, server: ServerProcess, tmp_path: Path) -> None:
    own = {"RUNLAKE_URL": server.url, "RUNLAKE_API_KEY": server.api_key, "RUNLAKE_JOURNALS": str(tmp_path)}
    subprocess.run([sys.executable, "-c", OWN], env=os.environ | own, cwd=tmp_path, check=True, timeout=60)
    page.goto("/admin/own_media/runs/own/media")
    expect_loaded(panel(page, "picture").get_by_role("img"), 1)
    expect(panel(page, "picture").get_by_text("ramp 2")).to_be_visible()
    expect_loaded(panel(page, "pictures").get_by_role("img"), 2)
    expect(panel(page, "pictures").get_by_text("dark")).to_be_visible()
    expect(panel(page, "predictions").get_by_role("cell", name="cat")).to_be_visible()
    expect(panel(page, "predictions").get_by_text("0.9")).to_be_visible()
    expect(panel(page, "weights").get_by_role("img", name="Distribution over 3 steps")).to_be_visible()
