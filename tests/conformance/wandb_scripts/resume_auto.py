"""`resume="auto"`: crashes the first time, goes on the second."""

import json
import sys

import wandb

project, attempt = sys.argv[1:3]
run = wandb.init(project=project, resume="auto")
for _ in range(3):
    run.log({"attempt": int(attempt)})
print("RESULT", json.dumps({"id": run.id}), flush=True)
if attempt == "1":
    raise RuntimeError("on purpose")
run.finish()
