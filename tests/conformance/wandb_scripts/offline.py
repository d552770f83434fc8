"""A run without a server."""

import json
import sys
from pathlib import Path

import wandb

project, run_id = sys.argv[1:3]
run = wandb.init(project=project, id=run_id, mode="offline", config={"lr": 3})
print("written offline")
for step in range(50):
    run.log({"loss": 1 / (step + 1), "step": step})
run.summary["final"] = 7
Path("offline-note.txt").write_text("note")
run.save("offline-note.txt", policy="now")
folder = run.settings.sync_dir
run.finish()
print("RESULT", json.dumps({"folder": str(folder)}))
