"""Who may do what shows on the pages, and the pages can be read: by WCAG's rules, in both themes."""

import json

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import ROOT
from tests.browser.test_traces import attributes, root, send
from tests.browser.workspace import post_rows
from tests.server.artifact_requests import log_version
from tests.server.process import ServerProcess
from tests.server.requests import create_run, graphql

AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
FINDINGS = """async rules => {
  const { violations } = await axe.run(document, { runOnly: rules, resultTypes: ["violations"] })
  return violations.flatMap(({ id, nodes }) => nodes.map(node => `${id}: ${node.html.slice(0, 200)}`))
}"""
# A text that is there once the page is.
PAGES = {
    "/": "shown",
    "/admin/shown": "every point",
    "/admin/shown?compare=one~two": "Differences only",
    "/admin/shown?peek=one": "Config",
    "/admin/shown/runs/one/overview": "Where it came from",
    "/admin/shown/runs/one/charts": "every point",
    "/admin/shown/sweeps": "No sweeps yet",
    "/admin/shown/artifacts/model/weights/v0": "Use it",
    "/admin/shown/reports": "No reports yet",
    "/admin/shown/automations": "No automations yet",
    "/admin/shown/launch": "No launch queues here",
    "/admin/shown/jobs": "python train.py",
    "/launch": "{{cpu}}",
    "/alerts": "GPU is hot",
    "/admin/shown/objects": "No objects yet",
    "/admin/shown/evaluations": "No evaluations yet",
    "/admin/shown/traces?cols=io,user,tokens,duration": "turn 1",
    f"/admin/shown/traces/{1:032x}?view=timeline": "turn 1",
    f"/admin/shown/traces/{1:032x}/compare/{2:032x}": "Second against first",
    "/admin/shown/sessions/talk": "1. turn 1",
    "/admin/shown/settings": "Delete this project",
    "/settings": "API keys",
}


ALERT = "mutation N($in: NotifyScriptableRunAlertInput!) { notifyScriptableRunAlert(input: $in) { success } }"


@pytest.fixture(scope="module")
def shown(server: ServerProcess) -> None:
    """A project with runs and a version, which everybody may read and `looker` may not change."""
    with server.client() as client:
        for run_id in ("one", "two"):
            create_run(client, "shown", run_id, config={"lr": 0.1, "model": {"depth": 3}})
            post_rows(client, "shown", run_id, 0, 20)
        for number in (1, 2):
            turn = root(number, number)
            send(client, "shown", {**turn, "attributes": turn["attributes"] + attributes({"session.id": "talk"})})
        log_version(client, "shown", "weights", {"w.bin": b"1"}, kind="model", run="one")
        source = {"source_type": "image", "source": {"image": "r/train:1", "entrypoint": ["python", "train.py"]}}
        log_version(client, "shown", "train", {"wandb-job.json": json.dumps(source).encode()}, kind="job")
        client.post("/api/v1/projects", json={"entity": "admin", "name": "machines"}).raise_for_status()
        cpu = {"cpu": {"schema": {"type": "integer", "default": 1}}}
        queue = {"name": "gpus", "resource": "local-process", "variables": cpu, "prioritized": True}
        client.post("/api/v1/projects/admin/machines/launch-queues", json=queue).raise_for_status()
        hot = {"entityName": "admin", "projectName": "shown", "runName": "one", "title": "GPU is hot", "text": "87"}
        graphql(client, ALERT, **{"in": hot | {"severity": "WARN"}})
        client.patch("/api/v1/projects/admin/shown", json={"visibility": "shared_read"}).raise_for_status()
        looker = {"username": "looker", "password": "looker-password-1"}
        client.post("/api/v1/admin/users", json=looker).raise_for_status()


@pytest.fixture
def looker(shown: None, visitor: Page, server: ServerProcess) -> Page:
    credentials = {"username": "looker", "password": "looker-password-1"}
    assert visitor.request.post(f"{server.url}/api/v1/session", data=credentials).ok
    return visitor


def test_who_may_only_read_is_offered_nothing_else(looker: Page) -> None:
    looker.goto("/admin/shown")
    expect(looker.get_by_text("read only", exact=True)).to_be_visible()
    expect(looker.get_by_role("link", name="Sweeps")).to_be_visible()
    expect(looker.get_by_role("link", name="Automations")).to_have_count(0)
    looker.get_by_role("row").nth(1).get_by_role("checkbox").check()
    expect(looker.get_by_text("1 run selected")).to_be_visible()
    for name in ("Tag", "Stop", "Delete"):
        expect(looker.get_by_role("button", name=name, exact=True)).to_have_count(0)

    looker.goto("/admin/shown/runs/one/overview")
    expect(looker.get_by_role("heading", name="Notes")).to_be_visible()
    for name in ("Tag", "Write", "Stop"):
        expect(looker.get_by_role("button", name=name, exact=True)).to_have_count(0)
    looker.get_by_role("button", name="More").click()
    expect(looker.get_by_role("menuitem")).to_have_count(1)

    looker.goto("/admin/shown/sweeps")
    expect(looker.get_by_text("No sweeps yet")).to_be_visible()
    expect(looker.get_by_role("button", name="New sweep here")).to_have_count(0)
    looker.goto("/admin/shown/artifacts/model/weights/v0")
    expect(looker.get_by_role("heading", name="Use it")).to_be_visible()
    for name in ("Alias", "Tag", "Write"):
        expect(looker.get_by_role("button", name=name, exact=True)).to_have_count(0)
    looker.goto("/admin/shown/jobs")
    expect(looker.get_by_text("python train.py")).to_be_visible()
    expect(looker.get_by_role("button", name="Launch", exact=True)).to_have_count(0)
    looker.goto("/admin/shown/automations")
    expect(looker.get_by_text("For members of the project")).to_be_visible()


def test_a_project_is_found_as_it_was_left(shown: None, page: Page, context: BrowserContext) -> None:
    log_y = page.get_by_role("button", name="Log y", exact=True)
    page.goto("/admin/shown")
    log_y.click()
    expect(log_y).to_have_attribute("aria-pressed", "true")
    again = context.new_page()
    again.goto("/admin/shown")
    expect(again.get_by_role("button", name="Log y", exact=True)).to_have_attribute("aria-pressed", "true")
    again.goto("/admin/shown?c.size=l")  # somebody else's address is shown as it is
    expect(again.get_by_role("button", name="Log y", exact=True)).to_have_attribute("aria-pressed", "false")
    again.close()
    page.get_by_role("link", name="shown").first.click()
    expect(log_y).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="View: Default view, changed").click()
    page.get_by_role("menuitem", name="Back to the default").click()
    expect(log_y).to_have_attribute("aria-pressed", "false")
    page.goto("/admin/shown")
    expect(log_y).to_have_attribute("aria-pressed", "false")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pages_keep_the_rules_for_everybody_who_reads_them(shown: None, page: Page, theme: str) -> None:
    assert AXE.is_file(), "the rules are not installed: run `make dev`"
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")  # type: ignore[arg-type]
    found = {path: _findings(page, path, text) for path, text in PAGES.items()}
    assert {path: findings for path, findings in found.items() if findings} == {}


def _findings(page: Page, path: str, text: str) -> list[str]:
    page.goto(path)
    expect(page.get_by_role("main").or_(page.get_by_role("dialog")).get_by_text(text).first).to_be_visible()
    page.evaluate(AXE.read_text())
    findings: list[str] = page.evaluate(FINDINGS, RULES)
    return findings
