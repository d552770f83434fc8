"""An alert of a run."""

import sys

import wandb

with wandb.init(project=sys.argv[1] + "-alert") as run:
    run.alert("look here", "it is done", wandb.AlertLevel.WARN)
