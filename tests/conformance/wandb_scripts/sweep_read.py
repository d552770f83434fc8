"""Reads a sweep by the public API: `sweep_read.py <project> <entity> <sweep id>`."""

import json
import sys

import wandb

project, entity, sweep_id = sys.argv[1:4]
api = wandb.Api()
sweep = api.sweep(f"{entity}/{project}/{sweep_id}")
agents = sweep.agents() if hasattr(sweep, "agents") else []
found = {
    "state": sweep.state,
    "expected": sweep.expected_run_count,
    "order": sweep.order,
    "path": sweep.path,
    "best": sweep.best_run().summary["loss"],
    "runs": [run.id for run in sweep.runs],
    "by_loss": [
        {"id": run.id, "loss": run.summary["loss"]}
        for run in api.runs(f"{entity}/{project}", filters={"sweep": sweep_id}, order="+summary_metrics.loss")
    ],
    "runs_of_agents": [[run.id for run in agent.runs(per_page=1)] for agent in agents],
}
print("RESULT", json.dumps(found))
