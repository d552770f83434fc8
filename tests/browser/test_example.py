"""examples/digits.py, run as a user would, and looked at: charts, misclassified images, table, histogram, model file.

With UPDATE_SCREENSHOTS=1 it trains a few longer runs and writes the picture of the README.
"""

import os
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.browser.workspace import expect_painted, expect_truth, panel
from tests.server.process import ServerProcess

ROOT = Path(__file__).resolve().parents[2]
SCREENSHOT = ROOT / "docs" / "images" / "workspace.png"
UPDATE = os.environ.get("UPDATE_SCREENSHOTS") == "1"
# (name, id, arguments). A run's colour follows from its id: these four are told apart well.
RUNS = (
    [
        ("narrow", "digits-narrow", ["--width", "12", "--learning-rate", "0.004"]),
        ("wide", "digits-wide-1", ["--width", "96", "--learning-rate", "0.001"]),
        ("baseline", "digits-baseline", []),
        ("fast", "digits-fast-2", ["--width", "48", "--learning-rate", "0.01"]),
    ]
    if UPDATE
    else [("baseline", "digits-baseline", [])]
)
EPOCHS = 30 if UPDATE else 4
BATCHES = 39  # of an epoch: 1,257 training images in batches of 32


@pytest.fixture(scope="module")
def trained(server: ServerProcess, tmp_path_factory: pytest.TempPathFactory) -> ServerProcess:
    """The server, after the example has run."""
    folder = tmp_path_factory.mktemp("training")
    for name, run_id, arguments in RUNS:
        command = [sys.executable, str(ROOT / "examples" / "digits.py"), "--name", name, "--epochs", str(EPOCHS)]
        environment = server.wandb_environment(folder) | {"WANDB_RUN_ID": run_id}
        done = subprocess.run(
            [*command, *arguments],
            env=environment,
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
        )
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return server


@pytest.mark.timeout(600)
def test_what_the_example_logs_can_be_seen(trained: ServerProcess, client: httpx.Client, page: Page) -> None:
    run = client.post("/api/v1/projects/admin/digits/runs/search", json={}).json()["runs"][0]
    facts = client.get(f"/api/v1/projects/admin/digits/runs/{run['run_id']}").json()["run"]
    assert facts["state"] == "finished"
    assert facts["config"]["hidden"]["layers"] == 2
    assert facts["summary"]["val/accuracy"]["max"] > 0.9
    assert facts["line_counts"]["history"] == EPOCHS * BATCHES + 1

    page.goto("/admin/digits")
    noun = "run" if len(RUNS) == 1 else "runs"
    expect_truth(page, "train/loss", f"{len(RUNS)} {noun}")
    for metric in ("train/loss", "train/accuracy", "val/loss", "val/accuracy"):
        panel(page, metric).scroll_into_view_if_needed()
        expect_painted(page, metric)

    page.goto(f"/admin/digits/runs/{run['run_id']}/media")
    for key in ("val/misclassified", "val/confusion", "weights/layer_0"):
        expect(page.get_by_text(key).first).to_be_visible()
    image = page.locator("main img").first
    image.scroll_into_view_if_needed()
    page.wait_for_function("image => image.complete && image.naturalWidth === 64", arg=image.element_handle())

    page.goto(f"/admin/digits/runs/{run['run_id']}/files")
    expect(page.get_by_text("model.pkl").first).to_be_visible()
    page.goto(f"/admin/digits/runs/{run['run_id']}/logs")
    expect(page.get_by_role("log")).to_contain_text("val accuracy")


@pytest.mark.skipif(not UPDATE, reason="set UPDATE_SCREENSHOTS=1 to write the picture of the README")
def test_the_picture_of_the_readme(trained: ServerProcess, page: Page) -> None:
    page.goto("/admin/digits")
    for metric in ("train/loss", "train/accuracy", "val/loss", "val/accuracy"):
        expect_painted(page, metric)
    SCREENSHOT.parent.mkdir(exist_ok=True)
    page.screenshot(path=SCREENSHOT, animations="disabled")
