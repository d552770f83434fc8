"""A run that was there before a sweep: `sweep_prior.py <project> <run id>`."""

import json
import sys

import wandb

project, run_id = sys.argv[1:3]
with wandb.init(project=project, id=run_id, config={"x": 1}) as run:
    run.log({"loss": 1})
print("RESULT", json.dumps({}))
