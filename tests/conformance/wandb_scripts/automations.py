"""Automations of every sort of event, made with the client, fired by the client."""

import json
import os
import sys

import wandb
from wandb.automations import (
    ArtifactEvent,
    DoNothing,
    OnAddArtifactAlias,
    OnCreateArtifact,
    OnLinkArtifact,
    OnRunMetric,
    OnRunState,
    RunEvent,
    SendWebhook,
)

project, entity = sys.argv[1] + "-automations", "alice"
api = wandb.Api()
api.create_project(project, entity)
with wandb.init(project=project, entity=entity) as run:
    run.log_artifact(wandb.Artifact("weights", "model")).wait()

place = api.project(project, entity)
collection = api.artifact_collection("model", f"{entity}/{project}/weights")
(hook,) = api.webhook_integrations(entity)
names = ("event_type", "run_id", "artifact_version_string", "alias", "metric_value", "project_name", "event_author")
payload = {name: "${" + name + "}" for name in names}
send = SendWebhook.from_integration(hook, payload=payload)
events = {
    "alias": OnAddArtifactAlias(scope=place, filter=ArtifactEvent.alias.matches_regex("^prod")),
    "created": OnCreateArtifact(scope=collection),
    "linked": OnLinkArtifact(scope=place),
    "metric": OnRunMetric(scope=place, filter=RunEvent.metric("loss").avg(2).gt(5) & RunEvent.name.contains("watched")),
    "zscore": OnRunMetric(scope=place, filter=RunEvent.metric("loss").zscore(4) > 3),
    "failed": OnRunState(scope=place, filter=RunEvent.state.in_(["failed"])),
}
for name, event in events.items():
    api.create_automation(event >> send, name=name)
api.create_automation(events["failed"] >> DoNothing(), name="quiet")
found = {one.name: one for one in api.automations(entity)}
api.update_automation(found["quiet"], enabled=False)

with wandb.init(project=project, entity=entity, id="watched", name="watched") as run:
    for value in (1, 1.1, 1, 1.1, 9, 9.1):
        run.log({"loss": value})
    artifact = wandb.Artifact("weights", "model")
    with artifact.new_file("a.txt") as file:
        file.write("a")
    logged = run.log_artifact(artifact, aliases=["prod-1"]).wait()
    logged.link(f"{entity}/{project}/best")
    run.alert("look here", "it is done", wandb.AlertLevel.WARN)
run = wandb.init(project=project, entity=entity, id="broken")
run.finish(exit_code=1)

listed = {one.name: [one.enabled, type(one.scope).__name__] for one in wandb.Api().automations(entity)}
api.delete_automation(found["quiet"])
left = sorted(one.name for one in wandb.Api().automations(entity))
print("RESULT " + json.dumps({"listed": listed, "left": left}))
sys.stdout.flush()
os._exit(0)
