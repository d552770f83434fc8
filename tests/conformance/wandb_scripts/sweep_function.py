"""A sweep that calls a function: `sweep_function.py <project> <sweep config as JSON, or a sweep id> [count]`."""

import json
import os
import signal
import sys
import time

import wandb

project, given = sys.argv[1:3]
count = int(sys.argv[3]) if len(sys.argv) > 3 else None


def train():
    with wandb.init() as run:
        config = run.config
        loss = config["x"] + config.get("opt", {}).get("lr", 0)
        for _ in range(config.get("steps", 1)):
            run.log({"loss": loss})
            time.sleep(config.get("pause", 0))
        if config.get("crashes") and os.environ.get("CRASH"):
            os.kill(os.getpid(), signal.SIGKILL)


sweep_id = wandb.sweep(json.loads(given), project=project) if given.startswith("{") else given
wandb.agent(sweep_id, function=train, project=project, count=count)
sweep = wandb.Api().sweep(f"{os.environ['SWEEP_ENTITY']}/{project}/{sweep_id}")
best = sweep.best_run()
found = {
    "id": sweep_id,
    "state": sweep.state,
    "configs": [run.config for run in sweep.runs],
    "states": [run.state for run in sweep.runs],
    "sweeps_of_runs": [run.sweep.id for run in sweep.runs],
    "best": best.summary.get("loss") if best else None,
}
print("RESULT", json.dumps(found))
