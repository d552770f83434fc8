"""Launch: a queue is made, changed and filled in the browser, and shows what becomes of a run that an agent takes."""

import json

import httpx
from playwright.sync_api import Page, expect

from tests.server.artifact_requests import log_version
from tests.server.requests import create_run, graphql, history_post, stream_path

PUSH = """
mutation P($in: PushToRunQueueByNameInput!) { pushToRunQueueByName(input: $in) { runQueueItemId } }
"""
QUEUES = 'query Q { project(name: "jobs", entityName: "admin") { runQueues { id } } }'
AGENT = "mutation A($in: CreateLaunchAgentInput!) { createLaunchAgent(input: $in) { launchAgentId } }"
POP = "mutation O($in: PopFromRunQueueInput!) { popFromRunQueue(input: $in) { runQueueItemId } }"
ACK = "mutation K($in: AckRunQueueItemInput!) { ackRunQueueItem(input: $in) { success } }"
PLACE = {"entityName": "admin", "projectName": "jobs"}


def test_a_queue_and_its_agent(page: Page, client: httpx.Client) -> None:
    client.post("/api/v1/projects", json={"entity": "admin", "name": "jobs"}).raise_for_status()
    page.goto("/admin/jobs/launch")
    expect(page.get_by_role("heading", name="No launch queues here")).to_be_visible()
    page.keyboard.press("n")
    page.get_by_label("Name", exact=True).fill("gpus")
    page.get_by_label("Runs may have priorities").check()
    page.get_by_role("button", name="Create queue").click()
    expect(page.get_by_role("button", name="gpus")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_text("Nothing waits here")).to_be_visible()

    spec = {"entity": "admin", "project": "jobs", "job": "admin/jobs/train:v0"}
    push = {**PLACE, "queueName": "gpus", "runSpec": json.dumps(spec), "priority": 0}
    graphql(client, PUSH, **{"in": push})
    graphql(client, PUSH, **{"in": push | {"priority": 3}})
    (queue,) = graphql(client, QUEUES)["project"]["runQueues"]
    serve = {**PLACE, "runQueues": [queue["id"]], "hostname": "gpu-box"}
    agent = graphql(client, AGENT, **{"in": serve})["createLaunchAgent"]["launchAgentId"]
    take = {**PLACE, "queueName": "gpus", "launchAgentId": agent}
    item = graphql(client, POP, **{"in": take})["popFromRunQueue"]["runQueueItemId"]
    graphql(client, ACK, **{"in": {"runQueueItemId": item, "runName": "first"}})
    rows = page.get_by_role("region", name="Runs of gpus").get_by_role("row")
    expect(rows.filter(has_text="critical").get_by_text("Starting")).to_be_visible()
    create_run(client, "jobs", "first")
    row = json.dumps({"loss": 1.0, "_step": 0})
    client.post(stream_path("jobs", "first"), json={**history_post(0, [row]), "complete": True, "exitcode": 0})
    expect(rows.filter(has_text="critical").get_by_text("Finished")).to_be_visible()
    expect(rows.get_by_role("link", name="first")).to_have_attribute("href", "/admin/jobs/runs/first")
    rows.filter(has_text="low").get_by_role("button", name="Take it out of the queue").click()
    expect(rows.filter(has_text="low")).to_have_count(0)

    agents = page.get_by_role("region", name="Agents")
    expect(agents.get_by_text("gpu-box")).to_be_visible()
    agents.get_by_role("button", name="Stop").click()
    expect(agents.get_by_role("button", name="Stop")).to_be_disabled()


def test_a_job_is_launched_into_a_queue_that_asks_for_values(page: Page, client: httpx.Client) -> None:
    client.post("/api/v1/projects", json={"entity": "admin", "name": "made"}).raise_for_status()
    source = {"entrypoint": ["python", "train.py"], "git": {"remote": "https://example.com/r.git", "commit": "c0ffee"}}
    job = {"source_type": "repo", "source": source, "runtime": "3.11", "input_types": {}}
    schema = {"properties": {"lr": {"type": "number", "minimum": 0, "maximum": 1}}}
    log_version(
        client,
        "made",
        "trainer",
        {"wandb-job.json": json.dumps(job).encode()},
        kind="job",
        metadata={"input_schemas": {"@wandb.config": schema}},
    )

    page.goto("/launch")
    expect(page.get_by_role("button", name="New queue")).to_be_visible()
    page.keyboard.press("n")
    page.get_by_label("Name", exact=True).fill("asks")
    page.get_by_label("Settings of the resource").fill('{"cpu": "{{cpu}}"}')
    page.get_by_role("button", name="Create queue").click()
    expect(page.get_by_role("button", name="asks in model-registry")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Change").click()
    page.get_by_role("button", name="Add a variable").click()
    page.get_by_label("Name of the variable").fill("cpu")
    page.get_by_role("combobox", name="Type of the variable").click()
    page.get_by_role("option", name="integer").click()
    page.get_by_label("What is allowed").fill("1..8")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("{{cpu}} integer · 1..8")).to_be_visible()

    page.goto("/admin/made/jobs")
    details = page.get_by_role("region", name="Job trainer")
    expect(details.get_by_text("https://example.com/r.git")).to_be_visible()
    expect(details.get_by_role("region", name="Inputs").get_by_text("lr")).to_be_visible()
    page.keyboard.press("n")
    page.get_by_role("combobox", name="Queue").click()
    page.get_by_role("option", name="asks").click()
    page.get_by_label("Config overrides").fill('{"lr": 0.5}')
    page.get_by_label("cpu").fill("9")
    page.get_by_role("button", name="Launch", exact=True).last.click()
    expect(page.get_by_role("alert").filter(has_text="must be between 1 and 8")).to_be_visible()
    page.get_by_label("cpu").fill("4")
    page.get_by_role("button", name="Launch", exact=True).last.click()
    expect(page.get_by_text("trainer:v0 waits in asks")).to_be_visible()
    items = client.get("/api/v1/projects/admin/model-registry/launch-queues/asks/items").json()["items"]
    assert [(one["job"], one["spec"]["resource_args"]) for one in items] == [
        ("admin/made/trainer:v0", {"local-process": {"cpu": 4}})
    ]
    assert items[0]["spec"]["overrides"] == {"run_config": {"lr": 0.5}}

    page.goto("/launch?queue=model-registry/asks")
    page.get_by_role("button", name="Delete", exact=True).click()
    page.get_by_role("button", name="Delete queue").click()
    expect(page.get_by_role("button", name="asks in model-registry")).to_have_count(0)
