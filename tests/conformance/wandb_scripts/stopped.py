"""Logs until somebody stops it."""

import sys
import time

import wandb

run = wandb.init(project=sys.argv[1], id="stopped", settings=wandb.Settings(console="off"))
print("READY", flush=True)
try:
    for step in range(1400):
        run.log({"loss": step})
        time.sleep(0.1)
except KeyboardInterrupt:
    print("STOPPED", flush=True)
    run.finish(exit_code=255)
