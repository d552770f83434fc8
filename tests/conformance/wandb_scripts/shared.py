"""One writer of a shared run."""

import sys
import time
from pathlib import Path

import wandb

project, label, role = sys.argv[1:4]
settings = wandb.Settings(
    mode="shared", x_label=label, x_primary=role == "primary", x_update_finish_state=role == "primary"
)
run = wandb.init(project=project, id="shared", settings=settings, config={label: 1})
print(f"line of {label}")
for count in range(5):
    run.log({"shared_loss": count, f"of_{label}": count})
    time.sleep(0.01)
while role == "primary" and not Path("workers-done").exists():
    time.sleep(0.1)
run.finish()
