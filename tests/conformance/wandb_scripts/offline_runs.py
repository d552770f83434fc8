"""Several runs without a server, in one folder."""

import sys

import wandb

project = sys.argv[1]
for run_id in sys.argv[2:]:
    run = wandb.init(
        project=project, id=run_id, mode="offline", config={"lr": 3}, settings=wandb.Settings(console="off")
    )
    for step in range(20):
        run.log({"loss": 1 / (step + 1)})
    run.finish()
