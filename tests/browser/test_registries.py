"""A registry from nothing: made, filled from the page of a version, promoted by keys, guarded, and given to others."""

import re

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.server.artifact_requests import log_version
from tests.server.process import ServerProcess
from tests.server.requests import create_run

SHELF = "/orgs/works/registry/models"


@pytest.fixture(scope="module")
def yard(server: ServerProcess) -> None:
    """An organization whose admin looks at it, and two versions to promote."""
    with server.client() as client:
        members = [{"username": "admin", "role": "admin"}]
        client.post("/api/v1/admin/users", json={"username": "mate", "email": "mate@example.com"}).raise_for_status()
        body = {"name": "works", "members": members}
        client.post("/api/v1/admin/organizations", json=body).raise_for_status()
        create_run(client, "yard", "build")
        for place in range(2):
            log_version(client, "yard", "hull", {"w.bin": bytes([place])}, kind="model", run="build")


def link_by_page(page: Page, version: str, aliases: str) -> None:
    page.goto(f"/admin/yard/artifacts/model/hull/{version}")
    page.get_by_role("button", name="Link to registry").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Collection").fill("boat")
    dialog.get_by_label("Aliases").fill(aliases)
    dialog.get_by_role("button", name="Link", exact=True).click()
    expect(page).to_have_url(re.compile(f"{SHELF}/boat$"))


def test_from_an_empty_page_to_a_promoted_version(yard: None, page: Page, client: httpx.Client) -> None:
    page.goto("/")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Registries").click()
    expect(page.get_by_text("create_registry(")).to_be_visible()
    page.get_by_role("button", name="New registry").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name").fill("models")
    dialog.get_by_label("Artifact types").fill("model, dataset")
    dialog.get_by_role("button", name="Create registry").click()
    expect(page).to_have_url(re.compile(f"{SHELF}$"))
    expect(page.get_by_text('"works/wandb-registry-models/my-model"')).to_be_visible()

    link_by_page(page, "v0", "staging, production")
    link_by_page(page, "v1", "")
    rows = page.get_by_role("region", name="Versions").get_by_role("listitem")
    expect(rows).to_have_count(2)
    expect(rows.nth(0)).to_contain_text("admin/yard/hull:v1")
    expect(rows.nth(1)).to_contain_text("production")
    page.keyboard.press("p")
    page.get_by_role("dialog").get_by_role("button", name="production").click()
    expect(rows.nth(0)).to_contain_text("production")
    expect(rows.nth(1)).not_to_contain_text("production")
    expect(page.get_by_role("region", name="Promotions")).to_contain_text("admin moved production from v0 to v1")
    expect(page.get_by_text('use_artifact("works/wandb-registry-models/boat:production")')).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("u")
    page.get_by_role("dialog").get_by_role("button", name="staging").click()
    expect(rows.nth(1)).not_to_contain_text("staging")
    found = client.get("/api/v1/projects/works-org/wandb-registry-models/artifacts/boat/versions/production").json()
    assert found["version"]["version"] == "v1"


def test_rules_and_members_are_set_and_the_lists_show_them(yard: None, page: Page) -> None:
    page.goto(f"{SHELF}?tab=rules")
    guarded = page.get_by_role("region", name="Protected aliases")
    guarded.get_by_role("button", name="Alias", exact=True).click()
    guarded.get_by_label("New alias").fill("production")
    page.keyboard.press("Enter")
    expect(guarded.get_by_text("production")).to_be_visible()
    page.get_by_role("tab", name="Members").click()
    users = page.get_by_role("region", name="Users")
    users.get_by_label("Username").fill("mate")
    users.get_by_role("button", name="Add").click()
    expect(users.get_by_role("combobox", name="Role of mate")).to_have_text("Member")
    users.get_by_label("Username").fill("nobody-here")
    users.get_by_role("button", name="Add").click()
    expect(users.get_by_role("alert")).to_contain_text("there is no user 'nobody-here'")
    page.get_by_role("tab", name="Collections").click()
    table = page.get_by_role("table", name="Collections")
    expect(table).to_contain_text("production → v1")
    page.get_by_label("Search collections").fill("nothing")
    expect(page.get_by_text("No collection fits.")).to_be_visible()
    page.goto("/registries")
    expect(page.get_by_role("link", name=re.compile("models.*1 collection · 2 versions"))).to_be_visible()


def test_the_address_that_clients_print_opens_the_collection(yard: None, page: Page) -> None:
    selection = "works-org%2Fwandb-registry-models%2Fboat"
    page.goto(f"{SHELF}?selectionPath={selection}&view=membership&version=v1")
    expect(page).to_have_url(re.compile(f"{SHELF}/boat$"))
    expect(page.get_by_role("heading", name="boat")).to_be_visible()
    page.goto("/admin/yard/artifacts/model/hull/v1/lineage")
    page.get_by_role("button", name=re.compile("hull:v1 model · production")).click()
    expect(page.get_by_role("list", name="Registries")).to_contain_text("wandb-registry-models / boat:v1")
