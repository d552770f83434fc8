"""Reports over HTTP: what is saved comes back, nobody's words are lost, and drafts are their author's alone."""

import json
from collections.abc import Iterator

import httpx
import pytest

from tests.server.process import ServerProcess
from tests.server.requests import create_run, history_post, stream_path, user_client

GRID = {"type": "panel-grid", "children": [{"text": ""}], "metadata": {"runSets": [{"search": {"query": ""}}]}}
SPEC = json.dumps({"version": 5, "blocks": [{"type": "paragraph", "children": [{"text": "ü"}]}, GRID], "x": 1.0})
RUN_ONE = {"key": {"section": "run", "name": "name"}, "op": "=", "value": "one", "disabled": False}
PATH = "/api/v1/projects/report-writer/reports-of/reports"


@pytest.fixture(scope="module")
def writer(server: ServerProcess) -> Iterator[httpx.Client]:
    with user_client(server, "report-writer") as client:
        create_run(client, "reports-of", "r", entity="report-writer")
        yield client


def _begin(client: httpx.Client, **more: object) -> dict[str, object]:
    answer = client.post(PATH, json={"title": "Losses", "spec": SPEC, **more})
    assert answer.status_code == 201, answer.text
    report: dict[str, object] = answer.json()
    return report


def test_a_report_comes_back_as_text_that_was_saved(writer: httpx.Client) -> None:
    made = _begin(writer, draft=False, description="why")
    found = writer.get(f"{PATH}/{made['report_id']}").json()
    assert found == made
    assert (found["spec"], found["version"], found["author"]) == (SPEC, 1, "report-writer")
    listed = writer.get(PATH).json()["reports"][0]
    assert (listed["title"], listed["draft"], "spec" in listed) == ("Losses", False, False)


def test_the_second_of_two_writers_is_told_and_nothing_is_overwritten(writer: httpx.Client) -> None:
    path = f"{PATH}/{_begin(writer, draft=False)['report_id']}"
    first = writer.patch(path, json={"base_version": 1, "title": "One"})
    assert (first.status_code, first.json()["version"]) == (200, 2)
    again = writer.patch(path, json={"base_version": 1, "title": "One"})
    assert again.json()["version"] == 2, "a repeated save is harmless"
    second = writer.patch(path, json={"base_version": 1, "title": "Two"})
    assert second.status_code == 409
    assert "version 2" in second.json()["error"]["message"]
    assert writer.get(path).json()["title"] == "One"


def test_earlier_versions_are_kept(writer: httpx.Client) -> None:
    path = f"{PATH}/{_begin(writer, draft=False)['report_id']}"
    for version, title in enumerate(("Two", "Three"), start=1):
        writer.patch(path, json={"base_version": version, "title": title, "spec": "{}"}).raise_for_status()
    versions = writer.get(f"{path}/versions").json()["versions"]
    assert [(each["version"], each["title"], each["spec"]) for each in versions] == [
        (2, "Two", None),
        (1, "Losses", None),
    ]
    assert writer.get(f"{path}/versions/1").json()["spec"] == SPEC
    assert writer.get(f"{path}/versions/9").status_code == 404


def test_a_draft_on_a_report_is_its_authors_until_it_is_saved(writer: httpx.Client, server: ServerProcess) -> None:
    path = f"{PATH}/{_begin(writer, draft=False)['report_id']}"
    draft = {"base_version": 1, "title": "Better", "spec": '{"blocks": []}'}
    for _ in range(2):
        assert writer.put(f"{path}/draft", json=draft).status_code == 200
    found = writer.get(path).json()
    assert (found["title"], found["own_draft"]["title"], found["has_draft"]) == ("Losses", "Better", True)
    with server.client() as admin:
        assert admin.get(path).json()["own_draft"] is None
    saved = writer.patch(path, json={k: draft[k] for k in ("base_version", "title", "spec")}).json()
    assert (saved["title"], saved["own_draft"]) == ("Better", None)
    writer.put(f"{path}/draft", json=draft).raise_for_status()
    assert writer.delete(f"{path}/draft").status_code == 204
    assert writer.get(path).json()["own_draft"] is None


def test_an_unpublished_report_is_seen_by_its_author_alone(writer: httpx.Client, server: ServerProcess) -> None:
    path = f"{PATH}/{_begin(writer)['report_id']}"
    with server.client() as admin:
        assert admin.get(path).status_code == 404
        writer.patch(path, json={"base_version": 1, "draft": False}).raise_for_status()
        assert admin.get(path).json()["draft"] is False


@pytest.mark.parametrize("spec", ["[]", "{", '"x"', "[" * 100_000])
def test_what_is_no_document_is_refused(writer: httpx.Client, spec: str) -> None:
    assert writer.post(PATH, json={"title": "x", "spec": spec}).status_code == 400


def test_a_saved_view_is_no_report(writer: httpx.Client) -> None:
    views = PATH.removesuffix("reports") + "views"
    view = writer.post(views, json={"name": "v", "url_search": "?"}).json()["view_id"]
    assert writer.get(f"{PATH}/{view}").status_code == 404


def test_a_deleted_report_takes_its_drafts_along(writer: httpx.Client) -> None:
    path = f"{PATH}/{_begin(writer, draft=False)['report_id']}"
    writer.put(f"{path}/draft", json={"base_version": 1, "title": "x", "spec": "{}"}).raise_for_status()
    before = len(writer.get(PATH).json()["reports"])
    assert writer.delete(path).status_code == 204
    assert writer.get(path).status_code == 404
    assert len(writer.get(PATH).json()["reports"]) == before - 1


@pytest.fixture
def shared(writer: httpx.Client) -> str:
    """The address of a published report."""
    return f"{PATH}/{_begin(writer, draft=False)['report_id']}"


@pytest.fixture
def anybody(server: ServerProcess) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.url, trust_env=False) as client:
        yield client


def _make_link(client: httpx.Client, path: str) -> dict[str, str]:
    return {"X-Report-Link": client.post(f"{path}/links", json={"days": 1}).json()["token"]}


def test_a_link_shows_the_report_and_its_runs_and_nothing_else(
    writer: httpx.Client, anybody: httpx.Client, shared: str
) -> None:
    link = _make_link(writer, shared)
    assert anybody.get("/api/v1/shared-report", headers=link).json()["spec"] == SPEC
    project = PATH.removesuffix("/reports")
    found = anybody.post(f"{project}/runs/search", json={}, headers=link)
    assert [run["run_id"] for run in found.json()["runs"]] == ["r"]
    assert anybody.get(f"{project}/metrics", headers=link).status_code == 200
    closed = ("", "/reports", "/views", "/runs/r", "/runs/r/files", "/runs/r/logs", "/alerts")
    assert {anybody.get(project + path, headers=link).status_code for path in closed} == {401}
    assert anybody.patch(shared, json={"base_version": 1, "title": "x"}, headers=link).status_code == 401
    assert anybody.post(f"{project}/runs/bulk", json={"run_ids": ["r"], "action": "delete"}, headers=link).is_error
    with_key = httpx.Client(base_url=anybody.base_url, auth=writer.auth, trust_env=False, headers=link)
    assert with_key.get(project).status_code == 200, "a link takes nothing from those who may"


def test_a_link_opens_no_other_project(writer: httpx.Client, anybody: httpx.Client, shared: str) -> None:
    create_run(writer, "not-shared", "r", entity="report-writer")
    link = _make_link(writer, shared)
    other = PATH.removesuffix("reports-of/reports") + "not-shared"
    answer = anybody.post(f"{other}/runs/search", json={}, headers=link)
    assert answer.status_code == 404
    missing = anybody.post(f"{other}-2/runs/search", json={}, headers=link)
    assert missing.text.replace("not-shared-2", "not-shared") == answer.text


def _seen_by(client: httpx.Client, link: dict[str, str], project: str) -> list[list[str]]:
    """The runs that each of the routes shows."""
    path = f"/api/v1/projects/report-writer/{project}"
    found = client.post(f"{path}/runs/search", json={}, headers=link).raise_for_status().json()
    groups = client.post(f"{path}/runs/groups", json={"by": ["name"]}, headers=link).json()["groups"]
    query = {"runs": ["one", "two"], "metrics": ["loss"]}
    points = client.post(f"{path}/points", json=query, headers=link).json()["series"]
    grouped = client.post(f"{path}/points/groups", json={"by": ["name"], "metrics": ["loss"]}, headers=link).json()
    return [
        [run["run_id"] for run in found["runs"]],
        [group["values"][0] for group in groups],
        [each["run_id"] for each in points if each["metric"] == "loss"],
        [each["group"][0] for each in grouped["series"]],
    ]


def test_a_link_shows_the_runs_of_the_run_sets_alone(writer: httpx.Client, anybody: httpx.Client) -> None:
    project = "two-runs"
    for run, loss in (("one", "loss"), ("two", "secret")):
        create_run(writer, project, run, entity="report-writer")
        rows = [json.dumps({"_step": 0, "loss": 1.0, loss: 2.0})]
        writer.post(stream_path(project, run, "report-writer"), json=history_post(0, rows)).raise_for_status()
    path = PATH.replace("reports-of", project)
    chosen = {"filters": {"filterFormat": "filterV2", "filters": [RUN_ONE]}}
    for run_sets, shown in (([chosen], ["one"]), ([], []), ([{"enabled": False}], []), ([chosen, {}], ["one", "two"])):
        grid = {**GRID, "metadata": {"runSets": run_sets}}
        body = {"title": "x", "spec": json.dumps({"blocks": [grid]}), "draft": False}
        link = _make_link(writer, f"{path}/{writer.post(path, json=body).json()['report_id']}")
        assert [sorted(each) for each in _seen_by(anybody, link, project)] == [shown] * 4
        names = anybody.get(path.removesuffix("reports") + "metrics", headers=link).json()["metrics"]
        assert ("secret" in {each["name"] for each in names}) == ("two" in shown)


def test_a_link_dies_when_its_maker_may_not_share_any_more(server: ServerProcess, anybody: httpx.Client) -> None:
    with server.client() as admin, user_client(server, "link-maker") as maker:
        admin.post("/api/v1/teams", json={"name": "link-team"}).raise_for_status()
        invite = {"username_or_email": "link-maker", "role": "member"}
        admin.post("/api/v1/entities/link-team/invites", json=invite).raise_for_status()
        create_run(maker, "p", "r", entity="link-team")
        path = "/api/v1/projects/link-team/p/reports"
        report = maker.post(path, json={"title": "x", "spec": SPEC, "draft": False}).json()["report_id"]
        link = _make_link(maker, f"{path}/{report}")
        assert anybody.get("/api/v1/shared-report", headers=link).status_code == 200
        admin.delete("/api/v1/entities/link-team/members/link-maker").raise_for_status()
    assert anybody.get("/api/v1/shared-report", headers=link).status_code == 403
    search = "/api/v1/projects/link-team/p/runs/search"
    assert anybody.post(search, json={}, headers=link).status_code == 403


def test_a_revoked_or_forged_link_opens_nothing(writer: httpx.Client, anybody: httpx.Client, shared: str) -> None:
    link = _make_link(writer, shared)
    token = link["X-Report-Link"]
    number, _, signature = token.partition(".")
    for forged in ("", token[:-1], f"{int(number) + 1}.{signature}", f"{number}.", "9" * 40, f"{number}.ü".encode()):
        assert anybody.get("/api/v1/shared-report", headers={"X-Report-Link": forged}).status_code == 403
    (listed,) = writer.get(f"{shared}/links").json()["links"]
    assert listed["token"] == token
    for _ in range(2):
        assert writer.delete(f"{shared}/links/{number}").status_code == 204
    assert writer.get(f"{shared}/links").json()["links"][0]["token"] is None
    refused = anybody.get("/api/v1/shared-report", headers=link)
    assert refused.status_code == 403
    assert anybody.post(PATH.removesuffix("reports") + "runs/search", json={}, headers=link).status_code == 403


def test_a_deleted_report_is_read_by_no_link(writer: httpx.Client, anybody: httpx.Client, shared: str) -> None:
    link = _make_link(writer, shared)
    writer.delete(shared).raise_for_status()
    assert anybody.get("/api/v1/shared-report", headers=link).status_code == 403


def test_drafts_have_no_links(writer: httpx.Client) -> None:
    path = f"{PATH}/{_begin(writer)['report_id']}"
    assert writer.post(f"{path}/links", json={}).status_code == 400
