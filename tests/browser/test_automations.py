"""Automations: an integration and an automation are made in the browser, a run fails, the delivery is looked at."""

from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import ROOT
from tests.server.process import ServerProcess
from tests.server.receiver import Receiver
from tests.server.requests import create_run, graphql, post_rows

ALERT = "mutation N($in: NotifyScriptableRunAlertInput!) { notifyScriptableRunAlert(input: $in) { success } }"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    if not (ROOT / "web" / "dist" / "index.html").is_file():
        pytest.fail("the UI is not built: run `make web`")
    allowed = {"RUNLAKE_AUTOMATIONS__ALLOW_PRIVATE_TARGETS": "true"}
    with ServerProcess(tmp_path_factory.mktemp("data"), environment=allowed) as server:
        yield server


def choose(page: Page, label: str, option: str) -> None:
    page.get_by_label(label, exact=True).click()
    page.get_by_role("option", name=option).click()


def test_a_failed_run_is_told_and_its_delivery_looked_at(page: Page, client: httpx.Client) -> None:
    create_run(client, "told", "warm-up")
    with Receiver() as receiver:
        page.goto("/admin/told")
        page.get_by_role("link", name="Automations").click()
        expect(page.get_by_role("heading", name="No automations yet")).to_be_visible()
        page.get_by_role("tab", name="Integrations").click()
        page.get_by_role("button", name="New integration").click()
        page.get_by_label("Name").fill("ci")
        page.get_by_label("Address").fill(receiver.url())
        page.get_by_label("Secret").fill("s3cret")
        page.get_by_role("button", name="Create integration").click()
        expect(page.get_by_text(receiver.url())).to_be_visible()

        page.get_by_role("button", name="New automation").click()
        page.get_by_label("Name").fill("tell ci")
        choose(page, "Send to", "ci")
        page.get_by_label("Payload (JSON)").fill('{"run": "${run_name')
        page.get_by_role("button", name="Create automation").click()
        expect(page.get_by_role("alert")).to_contain_text("not JSON")
        page.get_by_label("Payload (JSON)").fill('{"run": "${run_id}"}')
        page.get_by_label("Only if").fill("name = broken")
        page.get_by_role("button", name="Create automation").click()
        expect(page.get_by_role("dialog")).to_be_hidden()
        page.get_by_role("tab", name="Automations").click()
        expect(page.get_by_text("to failed or crashed, name is broken")).to_be_visible()

        create_run(client, "told", "broken")
        post_rows(client, "told", "broken", 0, [{"loss": 1.0, "_step": 0}], complete=True, exitcode=1)
        page.get_by_role("tab", name="Deliveries").click()
        page.get_by_role("button", name="delivered").click()
        drawer = page.get_by_role("complementary", name="Delivery")
        expect(drawer).to_contain_text('"run": "broken"')
        expect(drawer).to_contain_text("1 try")
        page.reload()  # the address knows the delivery
        drawer.get_by_role("button", name="Send again").click()
        expect(drawer).to_contain_text("2 tries")
        assert [request.json for request in receiver.requests] == [{"run": "broken"}] * 2

        page.keyboard.press("Escape")
        page.get_by_role("tab", name="Automations").click()
        page.get_by_role("checkbox", name="tell ci is on").click()
        expect(page.get_by_role("checkbox", name="tell ci is on")).not_to_be_checked()
        page.get_by_role("button", name="More about tell ci").click()
        page.get_by_role("menuitem", name="Delete").click()
        page.get_by_role("button", name="Delete", exact=True).click()
        expect(page.get_by_role("heading", name="No automations yet")).to_be_visible()


def test_alerts_are_seen_and_told_where_one_wants(page: Page, client: httpx.Client) -> None:
    create_run(client, "hot", "oven")
    run = {"entityName": "admin", "projectName": "hot", "runName": "oven", "text": "87 degrees"}
    for title, severity in (("calm", "INFO"), ("GPU is hot", "ERROR")):
        graphql(client, ALERT, **{"in": {**run, "title": title, "severity": severity}})
    body = {"kind": "webhook", "name": "pager", "values": {"url": "http://127.0.0.1:9/"}}
    client.post("/api/v1/entities/admin/integrations", json=body).raise_for_status()
    page.goto("/admin/hot/alerts")
    alerts = page.get_by_role("region", name="Alerts")
    expect(alerts.get_by_role("listitem")).to_have_count(2)
    choose(page, "Which alerts", "errors only")
    expect(alerts.get_by_role("listitem")).to_have_count(1)
    expect(alerts.get_by_text("87 degrees")).to_be_visible()
    page.reload()  # the address knows the choice
    expect(alerts.get_by_role("listitem")).to_have_count(1)
    page.get_by_role("link", name="All alerts").click()
    expect(alerts.get_by_role("link", name="admin / hot").first).to_have_attribute("href", "/admin/hot/runs/oven")
    page.get_by_role("tab", name="Your channels").click()
    choose(page, "Which alerts", "errors only")
    choose(page, "Send to", "pager")
    page.get_by_role("button", name="Add channel").click()
    expect(page.get_by_role("button", name="Tell no more")).to_be_visible()
    (channel,) = client.get("/api/v1/alert-channels").json()["channels"]
    assert channel["least_severity"] == "ERROR"
