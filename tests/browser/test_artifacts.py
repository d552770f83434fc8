"""From the list of artifacts to a tensor, from one version to another, and along the lineage: by pointer and by keys."""

import json
import re
import struct
import time

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.server.artifact_parts import open_parts
from tests.server.artifact_requests import log_version, use_version
from tests.server.process import ServerProcess
from tests.server.requests import create_run, trace_that_used

PAGES = "/admin/orchard/artifacts"
TRAININGS = 6


def weights() -> bytes:
    header = json.dumps({"core.weight": {"dtype": "F32", "shape": [3, 4], "data_offsets": [0, 48]}}).encode()
    return struct.pack("<Q", len(header)) + header + bytes(48)


@pytest.fixture(scope="module")
def orchard(server: ServerProcess) -> None:
    """A data set of two versions; six runs that used the first one, each with a model of its own."""
    with server.client() as client:
        create_run(client, "orchard", "pick")
        rows = b"kind,count\napple,1\npear,2\n"
        files: dict[str, bytes | str] = {"crates/rows.csv": rows, "note.md": b"# Orchard\n"}
        first = log_version(client, "orchard", "fruit", files, run="pick", metadata={"rows": 2})
        files["crates/rows.csv"] = rows + b"plum,30\n"
        log_version(client, "orchard", "fruit", files, run="pick", metadata={"rows": 3})
        for place in range(TRAININGS):
            run = f"press-{place}"
            create_run(client, "orchard", run)
            client.patch(f"/api/v1/projects/admin/orchard/runs/{run}", json={"display_name": run}).raise_for_status()
            use_version(client, first, "orchard", run)
            log_version(client, "orchard", f"juice-{place}", {"w.safetensors": weights()}, kind="model", run=run)


def test_from_the_list_to_a_tensor(orchard: None, page: Page) -> None:
    page.goto(PAGES)
    tree = page.get_by_role("navigation", name="Artifacts")
    tree.get_by_role("link", name=re.compile("^model")).click()
    tree.get_by_role("link", name="juice-3").click()
    expect(page).to_have_url(re.compile("/artifacts/model/juice-3$"))
    page.get_by_role("table", name="Versions").get_by_role("link", name="v0").click()
    expect(page).to_have_url(re.compile("/artifacts/model/juice-3/v0$"))
    expect(page.get_by_text('run.use_artifact("admin/orchard/juice-3:v0", type="model")')).to_be_visible()
    page.get_by_role("tab", name="Files").click()
    page.get_by_role("button", name="w.safetensors").click()
    row = page.get_by_role("table", name="Tensors").get_by_role("row").filter(has_text="core.weight")
    expect(row).to_contain_text("3 × 4")
    page.reload()  # the address is the view
    expect(row).to_be_visible()


def test_how_long_versions_are_kept_is_chosen_in_the_pages(orchard: None, page: Page) -> None:
    page.goto(f"{PAGES}/model/juice-2")
    page.get_by_role("button", name="Kept for ever: change").click()
    page.get_by_role("option", name="90 days").click()
    expect(page.get_by_role("button", name="Kept 90 days: change")).to_be_visible()
    page.goto(f"{PAGES}/model/juice-2/v0")
    facts = page.get_by_role("region", name="Facts")
    facts.get_by_role("button", name="Kept 90 days: change").click()
    expect(page.get_by_role("option", name="As its collection")).to_have_attribute("aria-selected", "true")
    page.get_by_role("textbox", name="Days").fill("14")
    page.get_by_role("button", name="Set").click()
    expect(facts).to_contain_text(re.compile("14 days.*until 20"))


def test_a_version_that_is_uploaded_is_no_version_yet(orchard: None, page: Page, client: httpx.Client) -> None:
    large = open_parts(client, "orchard", "crate", bytes(range(200)) * 10, 600)
    large.send(2, 1)
    page.goto(f"{PAGES}/dataset/crate")
    pending = page.get_by_role("list", name="Not committed")
    expect(pending).to_contain_text("2 of 4 parts")
    expect(page.get_by_text("0 versions")).to_be_visible()
    large.send(3, 4)
    large.complete(client)
    large.commit(client, "orchard")
    expect(pending).to_have_count(0, timeout=20_000)
    expect(page.get_by_role("table", name="Versions").get_by_role("link", name="v0")).to_be_visible(timeout=20_000)


def test_an_alias_is_given_in_the_page(orchard: None, page: Page, client: httpx.Client) -> None:
    page.goto(f"{PAGES}/model/juice-1/latest")
    page.get_by_role("button", name="Alias", exact=True).click()
    page.get_by_label("New alias").fill("sweetest")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Take the alias sweetest away")).to_be_visible()
    found = client.get("/api/v1/projects/admin/orchard/artifacts/juice-1/versions/sweetest")
    assert found.json()["version"]["version"] == "v0"


def test_two_ticked_versions_are_compared(orchard: None, page: Page) -> None:
    page.goto(f"{PAGES}/dataset/fruit")
    page.get_by_label("Compare v0", exact=True).check()
    page.get_by_label("Compare v1", exact=True).check()
    page.get_by_role("button", name="Compare v0 with v1").click()
    expect(page).to_have_url(re.compile(r"/fruit/v1/diff\?base=v0$"))
    expect(page.get_by_role("button", name="1 changed")).to_be_visible()
    page.get_by_role("button", name="crates/rows.csv").click()
    difference = page.get_by_role("region", name="Difference of crates/rows.csv")
    expect(difference.get_by_text("plum,30")).to_be_visible()
    metadata = page.get_by_role("region", name="Metadata that differ")
    expect(metadata.get_by_role("row").filter(has_text="rows")).to_contain_text("▲ +1")


def test_lineage_goes_over_runs_clusters_and_spans(orchard: None, page: Page, client: httpx.Client) -> None:
    page.goto(f"{PAGES}/dataset/fruit/v0/lineage")
    graph = page.get_by_role("group", name="Lineage")
    expect(graph.get_by_role("button", name="fruit:v0 dataset, where the graph starts")).to_be_visible()
    expect(graph.get_by_role("button", name=re.compile(f"^{TRAININGS} model artifacts"))).to_be_visible()
    cluster = graph.get_by_role("button", name=re.compile(f"^{TRAININGS} runs"))
    cluster.click()
    drawer = page.get_by_role("complementary", name=f"{TRAININGS} runs")
    drawer.get_by_label("Search these").fill("press-4")
    expect(drawer.get_by_role("button", name=re.compile("^Show press-"))).to_have_count(1)
    drawer.get_by_role("button", name="Show press-4 in the graph").click()
    alone = graph.get_by_role("button", name=re.compile("^press-4"))
    expect(alone).to_be_visible()
    expect(page).to_have_url(re.compile("pick=run"))
    page.keyboard.press("Escape")
    alone.focus()
    page.keyboard.press("ArrowLeft")
    expect(graph.get_by_role("button", name=re.compile("^fruit:v0"))).to_be_focused()

    used = "runlake:///admin/orchard/artifact/fruit:v0"
    for number in (1, 2):
        trace_that_used(client, "orchard", used, number=number, began_ns=time.time_ns())
    page.reload()
    graph.get_by_role("button", name="2 spans used it · orchard").click()
    page.get_by_role("complementary", name="2 spans").get_by_role("link", name="All 2 spans in orchard").click()
    expect(page.get_by_role("link", name="ask")).to_have_count(2)
    expect(page.get_by_text("used: fruit:v0")).to_be_visible()


def test_a_run_shows_what_it_used_and_made(orchard: None, page: Page) -> None:
    page.goto("/admin/orchard/runs/press-2/artifacts")
    expect(page.get_by_role("table", name="Used")).to_contain_text("fruit:v0")
    page.get_by_role("table", name="Logged").get_by_role("link", name="juice-2:v0").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("juice-2:v0")


def test_an_empty_project_says_how_to_fill_it(page: Page, client: httpx.Client) -> None:
    client.post("/api/v1/projects", json={"entity": "admin", "name": "bare"}).raise_for_status()
    page.goto("/admin/bare/artifacts")
    expect(page.get_by_text('wandb.Artifact("my-model", type="model")')).to_be_visible()
