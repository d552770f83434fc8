"""Launch queues: one is made in the browser, and shows what becomes of a run that an agent takes."""

import json

import httpx
from playwright.sync_api import Page, expect

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
    page.get_by_label("Name").fill("gpus")
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
