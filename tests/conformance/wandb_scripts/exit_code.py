"""Ends a run in the way that is asked for."""

import sys

import wandb

project, how = sys.argv[1:3]
run = wandb.init(project=project, id=f"exit-{how}")
run.log({"loss": 1.0})
if how == "raises":
    raise RuntimeError("on purpose")
run.finish(exit_code=3 if how == "code" else 0)
