"""A disabled run touches nothing."""

import json
import sys

import wandb

run = wandb.init(project=sys.argv[1], id="disabled", mode="disabled")
run.log({"loss": 1})
run.finish()
print("RESULT", json.dumps({}))
