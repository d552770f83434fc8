"""Follows the one item of a launch queue to its end, then deletes it, and the queue."""

import json
import sys
import time

import wandb

project, name = sys.argv[1:3]
api = wandb.Api()
queue = api.run_queue(api.default_entity, name)
first = queue.items[0]
states = [first.state]
deadline = time.monotonic() + 75
while states[-1] not in ("finished", "failed") and time.monotonic() < deadline:
    time.sleep(0.2)
    if first.state != states[-1]:
        states.append(first.state)
queued = api.queued_run(api.default_entity, project, name, first.id, project_queue="model-registry")
run = queued.wait_until_finished()
queued.delete()
left = len(api.run_queue(api.default_entity, name).items)
result = {"states": states, "run": run.id, "state": run.state, "loss": run.summary["loss"]}
print("RESULT", json.dumps({**result, "lr": run.config["lr"], "left": left}))
queue.delete()
