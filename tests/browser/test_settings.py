"""Settings: a team gets members, roles, invitations and a machine; a project is renamed, opened and deleted."""

import re

import httpx
from playwright.sync_api import Page, expect

from tests.browser.workspace import post_rows
from tests.server.process import ServerProcess
from tests.server.requests import create_run, user_client


def test_an_admin_decides_who_belongs_to_a_team(page: Page, server: ServerProcess) -> None:
    with user_client(server, "mara") as mara:
        page.goto("/settings")
        page.get_by_role("button", name="New team").click()
        page.get_by_role("dialog").get_by_label("Name").fill("vision")
        page.get_by_role("button", name="Create team").click()
        expect(page.get_by_role("heading", name="vision")).to_be_visible()

        page.get_by_role("button", name="Invite", exact=True).click()
        page.get_by_label("Username or email").fill("mara")
        page.get_by_role("button", name="Invite", exact=True).last.click()
        expect(page.get_by_role("cell", name="mara").first).to_be_visible()
        page.get_by_role("combobox", name="Role of mara").click()
        page.get_by_role("option", name=re.compile("^Viewer")).click()
        expect(page.get_by_text("mara is now viewer of vision.")).to_be_visible()
        assert mara.get("/api/v1/teams").json() == {"teams": [{"name": "vision", "role": "viewer"}]}

        page.get_by_role("button", name="Invite", exact=True).click()
        page.get_by_label("Username or email").fill("new@example.org")
        page.get_by_role("button", name="Invite", exact=True).last.click()
        expect(page.get_by_text("new@example.org", exact=True)).to_be_visible()
        page.get_by_role("button", name="Withdraw").click()
        expect(page.get_by_role("region", name="Invitations")).to_have_count(0)

        page.get_by_role("button", name="Remove mara").click()
        with page.expect_response(lambda answer: answer.url.endswith("/members/mara")):
            page.get_by_role("button", name="Remove", exact=True).click()
        expect(page.get_by_role("cell", name="mara").first).to_have_count(0)
        assert mara.get("/api/v1/teams").json() == {"teams": []}


def test_the_key_of_a_machine_works_and_is_shown_once(page: Page, server: ServerProcess, client: httpx.Client) -> None:
    client.post("/api/v1/teams", json={"name": "pipelines"}).raise_for_status()
    page.goto("/settings/teams/pipelines")
    page.get_by_role("button", name="New service account").click()
    page.get_by_role("dialog").get_by_label("Name").fill("nightly")
    page.get_by_role("button", name="Create account").click()
    key = page.get_by_test_id("api-key").inner_text()
    with httpx.Client(base_url=server.url, auth=("api", key), trust_env=False) as machine:
        assert machine.get("/api/v1/teams").json()["teams"][0]["name"] == "pipelines"
    page.get_by_role("button", name="Close").click()
    expect(page.get_by_role("region", name="Service accounts")).to_contain_text("nightly")
    expect(page.get_by_text(key)).to_have_count(0)


def test_a_project_is_renamed_opened_to_others_and_deleted(
    page: Page, client: httpx.Client, server: ServerProcess
) -> None:
    create_run(client, "before", "one")
    post_rows(client, "before", "one", 0, 3)
    page.goto("/admin/before/settings")
    page.get_by_label("Name").fill("after")
    page.get_by_label("Description").fill("A renamed project")
    page.get_by_role("combobox", name="Visibility").click()
    page.get_by_role("option", name="Everybody here may read").click()
    page.get_by_role("button", name="Save changes").click()
    expect(page).to_have_url(re.compile("/admin/after/settings$"))
    with user_client(server, "reader") as reader:
        seen = reader.get("/api/v1/projects/admin/after").json()
        assert (seen["description"], seen["visibility"], seen["role"]) == ("A renamed project", "shared_read", "viewer")

    page.get_by_role("button", name="Delete project").click()
    confirm = page.get_by_role("button", name="Delete project").last
    expect(confirm).to_be_disabled()
    page.get_by_label("Type “after” to confirm").fill("after")
    confirm.click()
    expect(page).to_have_url(re.compile("/admin$"))
    assert client.get("/api/v1/projects/admin/after").status_code == 404
