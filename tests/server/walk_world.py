"""A private project with one of everything, the names and ids of it, and what an answer may not show of it."""

import copy
import hashlib
import json
import re
from base64 import b64decode, b64encode
from collections.abc import Mapping
from typing import Any

import httpx

from tests.server.requests import create_run, graphql, history_post, stream_path
from tests.server.weave_requests import weave_facts

MARK = "classified"
"""Stands in everything that the private project holds and that no request of a stranger names."""

Facts = dict[str, Any]

_MISSING = 999_000_999
_CREATE = """
mutation A($in: CreateArtifactInput!) { createArtifact(input: $in) { artifact { id artifactSequence { id } } } }
"""
_FILES = """
mutation F($id: ID!, $md5: String!) { createArtifactFiles(input: {storageLayout: V2, artifactFiles: [
  {artifactID: $id, name: "secret.txt", md5: $md5}]}) { files { edges { node { uploadUrl } } } } }
"""
_MANIFEST = """
mutation M($in: CreateArtifactManifestInput!) { createArtifactManifest(input: $in) {
  artifactManifest { id file { uploadUrl } } } }
"""
_COMMIT = "mutation C($id: ID!) { commitArtifact(input: {artifactID: $id}) { artifact { id } } }"
_LINK = """
mutation L($in: LinkArtifactInput!) { linkArtifact(input: $in) { artifactMembership { artifactCollection { id } } } }
"""
_UPLOAD = """
mutation U($in: RunFilesInput!) { createRunFiles(input: $in) { files { uploadUrl } } }
"""
_FILE_ID = """
query I($e: String!, $p: String!, $r: String!) {
  project(entityName: $e, name: $p) { id internalId run(name: $r) { files { edges { node { id } } } } } }
"""
_VIEW = "mutation V($in: UpsertViewInput!) { upsertView(input: $in) { view { id } } }"
_SWEEP = "mutation S($in: UpsertSweepInput!) { upsertSweep(input: $in) { sweep { id name } } }"
_CHART = "mutation D($in: CreateCustomChartInput!) { createCustomChart(input: $in) { chart { id } } }"
_AGENT = "mutation G($in: CreateAgentInput!) { createAgent(input: $in) { agent { id } } }"
_RESOURCE = """
mutation R($in: CreateDefaultResourceConfigInput!) { createDefaultResourceConfig(input: $in) {
  defaultResourceConfigID } }
"""
_QUEUE = "mutation Q($in: CreateRunQueueInput!) { createRunQueue(input: $in) { queueID } }"
_PUSH = "mutation P($in: PushToRunQueueInput!) { pushToRunQueue(input: $in) { runQueueItemId } }"
_POP = "mutation O($in: PopFromRunQueueInput!) { popFromRunQueue(input: $in) { runQueueItemId } }"
_SERVE = "mutation L($in: CreateLaunchAgentInput!) { createLaunchAgent(input: $in) { launchAgentId } }"
_WEBHOOK = """
mutation W($in: CreateGenericWebhookIntegrationInput!) { createGenericWebhookIntegration(input: $in) {
  integration { id } } }
"""
_TRIGGER = "mutation T($in: CreateFilterTriggerInput!) { createFilterTrigger(input: $in) { trigger { id } } }"
_KEY = 'mutation { generateApiKey(input: {description: "of the walk"}) { apiKey { id } } }'


def build_world(client: httpx.Client, entity: str, project: str, username: str) -> Facts:
    """Fill `entity/project` as its member `username`; returns every name and id that a request can use."""
    facts: Facts = {"entity": entity, "project": project, "username": username, "run": f"run-of-{project}"}
    facts |= _run(client, facts)
    facts |= _file(client, facts)
    facts |= _artifact(client, facts)
    facts |= _pending(client, facts)
    facts |= _views(client, facts)
    facts |= _sweep(client, facts)
    facts |= _chart(client, facts)
    facts |= _queue(client, facts)
    facts |= weave_facts(client, entity, project, MARK)
    facts |= _automation(client, facts)
    return facts


def _run(client: httpx.Client, facts: Facts) -> Facts:
    config = {"recipe": f"{MARK}-config"}
    bucket = create_run(client, facts["project"], facts["run"], entity=facts["entity"], config=config)
    rows = [{"loss": 1, "_step": 0}, {"loss": 0.5, f"{MARK}-metric": 2, "_step": 1}]
    body = history_post(0, [json.dumps(row) for row in rows])
    answer = client.post(stream_path(facts["project"], facts["run"], facts["entity"]), json=body)
    assert answer.is_success, answer.text
    alert = {"entityName": facts["entity"], "projectName": facts["project"], "runName": facts["run"]}
    query = "mutation N($in: NotifyScriptableRunAlertInput!) { notifyScriptableRunAlert(input: $in) { success } }"
    graphql(client, query, **{"in": {**alert, "title": f"{MARK}-title", "text": f"{MARK}-text"}})
    return {"run_id": bucket["id"], "metric": "loss"}


def _file(client: httpx.Client, facts: Facts) -> Facts:
    place = {"entityName": facts["entity"], "projectName": facts["project"], "runName": facts["run"]}
    answer = graphql(client, _UPLOAD, **{"in": {**place, "files": ["secret.txt"]}})
    address = answer["createRunFiles"]["files"][0]["uploadUrl"]
    assert httpx.put(address, content=f"{MARK}-file".encode(), trust_env=False).status_code == 200
    found = graphql(client, _FILE_ID, e=facts["entity"], p=facts["project"], r=facts["run"])["project"]
    return {
        "file": "secret.txt",
        "file_id": found["run"]["files"]["edges"][0]["node"]["id"],
        "project_id": found["id"],
        "project_internal_id": found["internalId"],
        "run_number": int(_number(r"/storage/runs/(\d+)/", address)),
    }


def _artifact(client: httpx.Client, facts: Facts) -> Facts:
    body = f"{MARK}-weights-of-{facts['project']}".encode()
    md5 = b64encode(hashlib.md5(body).digest()).decode()
    digest = hashlib.md5(f"wandb-artifact-manifest-v1\nsecret.txt:{md5}\n".encode()).hexdigest()
    facts = facts | {"sequence": "weights", "client_id": f"client-of-{facts['project']}", "digest": digest}
    made = graphql(client, _CREATE, **{"in": new_artifact(facts)})["createArtifact"]["artifact"]
    (edge,) = graphql(client, _FILES, id=made["id"], md5=md5)["createArtifactFiles"]["files"]["edges"]
    file_url = edge["node"]["uploadUrl"]
    assert httpx.put(file_url, content=body, trust_env=False).status_code == 200
    manifest = json.dumps({"version": 1, "contents": {"secret.txt": {"digest": md5, "size": len(body)}}}).encode()
    slot = _open_manifest(client, facts, made["id"], manifest)
    assert httpx.put(slot["file"]["uploadUrl"], content=manifest, trust_env=False).status_code == 200
    graphql(client, _COMMIT, id=made["id"])
    path = {"entityName": facts["entity"], "projectName": facts["project"]}
    link = {**path, "artifactID": made["id"], "artifactPortfolioName": "best", "aliases": []}
    linked = graphql(client, _LINK, **{"in": link})["linkArtifact"]["artifactMembership"]["artifactCollection"]
    return {
        **facts,
        "artifact_id": made["id"],
        "sequence_id": made["artifactSequence"]["id"],
        "portfolio": "best",
        "portfolio_id": linked["id"],
        "md5": md5,
        "md5_hex": hashlib.md5(body).hexdigest(),
        "artifact_number": int(_number(r"/wandb_artifacts/\d+/(\d+)/", file_url)),
        "project_number": int(_number(r"/wandb_artifacts/(\d+)/", file_url)),
    }


def new_artifact(facts: Mapping[str, Any]) -> Facts:
    """The input of createArtifact for the version of a world."""
    return {
        "entityName": facts["entity"],
        "projectName": facts["project"],
        "runName": facts["run"],
        "artifactTypeName": "model",
        "artifactCollectionName": facts["sequence"],
        "digest": facts["digest"],
        "digestAlgorithm": "MANIFEST_MD5",
        "clientID": facts["client_id"],
        "description": f"{MARK}-description",
        "aliases": [{"artifactCollectionName": facts["sequence"], "alias": "prod"}],
        "tags": [{"tagName": f"{MARK}-tag"}],
    }


def _open_manifest(client: httpx.Client, facts: Facts, artifact_id: str, body: bytes) -> Facts:
    digest = b64encode(hashlib.md5(body).digest()).decode()
    given = {"entityName": facts["entity"], "projectName": facts["project"], "runName": facts["run"]}
    given |= {"artifactID": artifact_id, "name": "wandb_manifest.json", "digest": digest}
    slot: Facts = graphql(client, _MANIFEST, **{"in": given})["createArtifactManifest"]["artifactManifest"]
    return slot


def _pending(client: httpx.Client, facts: Facts) -> Facts:
    """A version whose manifest is still to come."""
    given = new_artifact(facts) | {"digest": "0" * 32, "clientID": f"pending-of-{facts['project']}"}
    made = graphql(client, _CREATE, **{"in": given})["createArtifact"]["artifact"]
    slot = _open_manifest(client, facts, made["id"], b"{}")
    number = int(_number(r"/manifests/(\d+)/", slot["file"]["uploadUrl"]))
    return {"pending_id": made["id"], "manifest_id": slot["id"], "manifest_number": number}


def _views(client: httpx.Client, facts: Facts) -> Facts:
    place = {"entityName": facts["entity"], "projectName": facts["project"]}
    report = {**place, "type": "runs", "displayName": f"{MARK}-report", "spec": "{}"}
    path = f"/api/v1/projects/{facts['entity']}/{facts['project']}/views"
    saved = client.post(path, json={"name": f"{MARK}-view", "url_search": "?a=1", "shared": True})
    assert saved.is_success, saved.text
    key = graphql(client, _KEY)["generateApiKey"]["apiKey"]["id"]
    report_id = graphql(client, _VIEW, **{"in": report})["upsertView"]["view"]["id"]
    number = _report_number(client, path.removesuffix("views") + "reports", report_id)
    link = client.post(f"{path.removesuffix('views')}reports/{number}/links", json={}).json()
    return {
        "report_id": report_id,
        "report_number": number,
        "link_number": link["link_id"],
        "link_token": link["token"],
        "view_number": saved.json()["view_id"],
        "key_id": key,
    }


def _report_number(client: httpx.Client, path: str, report_id: str) -> int:
    """The number of a report, which has an earlier version and a draft of the client's user."""
    number = int(b64decode(report_id).decode().split(":")[1])
    document = json.dumps({"blocks": [MARK]})
    saved = client.patch(f"{path}/{number}", json={"base_version": 1, "spec": document})
    assert saved.is_success, saved.text
    draft = {"base_version": 2, "title": f"{MARK}-draft", "spec": document}
    assert client.put(f"{path}/{number}/draft", json=draft).is_success
    return number


def _sweep(client: httpx.Client, facts: Facts) -> Facts:
    place = {"entityName": facts["entity"], "projectName": facts["project"]}
    config = json.dumps({"method": "random", "parameters": {f"{MARK}-parameter": {"min": 0.0, "max": 1.0}}})
    swept = graphql(client, _SWEEP, **{"in": {**place, "config": config}})["upsertSweep"]["sweep"]
    agent = graphql(client, _AGENT, **{"in": {**place, "host": "h", "sweep": swept["name"]}})["createAgent"]["agent"]
    return {"sweep_id": swept["id"], "sweep": swept["name"], "agent_id": agent["id"]}


def _chart(client: httpx.Client, facts: Facts) -> Facts:
    spec = json.dumps({"mark": "bar", "title": f"{MARK}-title"})
    new = {"entity": facts["entity"], "name": f"chart-of-{facts['project']}", "displayName": f"{MARK}-chart"}
    given = {**new, "type": "vega2", "access": "PRIVATE", "spec": spec}
    made = graphql(client, _CHART, **{"in": given})["createCustomChart"]["chart"]
    return {"chart": made["id"].partition("/")[2]}


def _queue(client: httpx.Client, facts: Facts) -> Facts:
    """A queue with a resource, an item that an agent was given, one that waits, and an agent."""
    place = {"entityName": facts["entity"], "projectName": facts["project"]}
    resource = {"entityName": facts["entity"], "resource": "local-process", "config": json.dumps({MARK: 1})}
    resource_id = graphql(client, _RESOURCE, **{"in": resource})["createDefaultResourceConfig"][
        "defaultResourceConfigID"
    ]
    draft = {**place, "queueName": "machines", "access": "PROJECT", "defaultResourceConfigID": resource_id}
    queue_id = graphql(client, _QUEUE, **{"in": draft})["createRunQueue"]["queueID"]
    spec = json.dumps({"entity": facts["entity"], "project": facts["project"], "job": f"{MARK}-job"})
    push = {"in": {"queueID": queue_id, "runSpec": spec}}
    item_id, _ = (graphql(client, _PUSH, **push)["pushToRunQueue"]["runQueueItemId"] for _ in range(2))
    popped = graphql(client, _POP, **{"in": {**place, "queueName": "machines"}})["popFromRunQueue"]
    assert popped["runQueueItemId"] == item_id
    serve = {**place, "runQueues": [queue_id], "hostname": f"{MARK}-host"}
    agent_id = graphql(client, _SERVE, **{"in": serve})["createLaunchAgent"]["launchAgentId"]
    numbers = {"item_number": item_id, "launch_agent_number": agent_id}
    return {
        "queue": "machines",
        "queue_id": queue_id,
        "resource_id": resource_id,
        "item_id": item_id,
        "launch_agent_id": agent_id,
        **{name: int(b64decode(given).decode().partition(":")[2]) for name, given in numbers.items()},
    }


def _automation(client: httpx.Client, facts: Facts) -> Facts:
    url = f"https://example.com/{MARK}-hook"
    hook = {"entityName": facts["entity"], "name": f"{MARK}-hook", "urlEndpoint": url}
    made = graphql(client, _WEBHOOK, **{"in": hook})["createGenericWebhookIntegration"]["integration"]
    given = {
        "name": f"{MARK}-automation",
        "enabled": False,
        "scopeType": "PROJECT",
        "scopeID": facts["project_id"],
        "triggeringEventType": "LINK_MODEL",
        "eventFilter": "{}",
        "triggeredActionType": "GENERIC_WEBHOOK",
        "triggeredActionConfig": {"genericWebhookActionInput": {"integrationID": made["id"]}},
    }
    trigger = graphql(client, _TRIGGER, **{"in": given})["createFilterTrigger"]["trigger"]
    place = f"/api/v1/projects/{facts['entity']}/{facts['project']}"
    number = _of_id(trigger["id"])
    integration = {"integration_id": _of_id(made["id"])}
    secret = f"SECRET_{facts['project'].replace('-', '_')}"
    client.put(f"/api/v1/entities/{facts['entity']}/secrets/{secret}", json={"value": "x"}).raise_for_status()
    return {
        "integration_id": made["id"],
        "trigger_id": trigger["id"],
        "automation_number": number,
        "integration_number": integration["integration_id"],
        "delivery_number": _made(client, f"{place}/automations/{number}/test", {})["delivery_id"],
        "channel_number": _made(client, f"{place}/alert-channels", integration)["channel_id"],
        "own_channel_number": _made(client, "/api/v1/alert-channels", integration)["channel_id"],
        "secret": secret,
    }


def _made(client: httpx.Client, path: str, body: Facts) -> Facts:
    answer = client.post(path, json=body)
    assert answer.is_success, answer.text
    made: Facts = answer.json()
    return made


def _of_id(global_id: str) -> int:
    return int(b64decode(global_id).decode().partition(":")[2])


def _number(pattern: str, address: str) -> str:
    found = re.search(pattern, address)
    assert found, f"{address} has no {pattern}"
    return found[1]


def missing(facts: Facts, names: frozenset[str] | None = None) -> Facts:
    """The same facts about things that do not exist; only of `names`, when given. The entity stays."""
    changed = copy.copy(facts)
    for place, (name, value) in enumerate(sorted(facts.items())):
        if name != "entity" and (names is None or name in names):
            changed[name] = _missing_value(name, value, place)
    return changed


def _missing_value(name: str, value: Any, place: int) -> Any:
    if isinstance(value, int):
        return _MISSING + place
    if name.endswith("_id") and name != "client_id":
        return _missing_id(value, place)
    if name in ("md5", "md5_hex", "digest"):
        fake = hashlib.md5(f"nothing-{place}".encode())
        return b64encode(fake.digest()).decode() if name == "md5" else fake.hexdigest()
    return f"nothing-{name.replace('_', '-')}"


def _missing_id(global_id: str, place: int) -> str:
    """An id of the same kind, with a number that nothing has."""
    kind, _, rest = b64decode(global_id + "==").decode().partition(":")
    tail = f":{rest.split(':', 1)[1]}" if ":" in rest else ""
    return b64encode(f"{kind}:{_MISSING + place}{tail}".encode()).decode()


def filled(template: Any, facts: Mapping[str, Any]) -> Any:
    """A template with its `{names}` replaced; a text that is one name only keeps the type of its value."""
    if isinstance(template, dict):
        return {key: filled(value, facts) for key, value in template.items()}
    if isinstance(template, list):
        return [filled(item, facts) for item in template]
    if not isinstance(template, str):
        return template
    whole = re.fullmatch(r"\{(\w+)\}", template)
    return facts[whole[1]] if whole else re.sub(r"\{(\w+)\}", lambda name: str(facts[name[1]]), template)


def names_in(template: Any) -> frozenset[str]:
    """The names that a template uses."""
    return frozenset(re.findall(r"\{(\w+)\}", json.dumps(template)))


def anonymised(text: str, *worlds: Mapping[str, Any]) -> str:
    """A text with every given value replaced by its name, so that answers about different things can be compared."""
    pairs = {str(value): name for world in worlds for name, value in world.items() if len(str(value)) > 2}
    for value in sorted(pairs, key=len, reverse=True):
        text = text.replace(value, f"<{pairs[value]}>")
    return text
