"""A run that uses most of what a training script uses; then it reads itself back through wandb.Api."""

import json
import math
import sys

import wandb

project = sys.argv[1]

run = wandb.init(
    project=project,
    id="train",
    name="first run",
    group="group one",
    job_type="train",
    tags=["a", "b c"],
    notes="some notes",
    config={"lr": 0.1, "opt": {"name": "adam", "betas": [0.9, 0.99]}, "none": None, "dotted.key": 1},
    settings=wandb.Settings(console="wrap"),
)
print("hello stdout")
print("oops", file=sys.stderr)
for done in (10, 50, 100):
    print(f"\rprogress {done}%", end="")
print()

run.define_metric("epoch")
run.define_metric("val/*", step_metric="epoch")
run.define_metric("loss", summary="min")
for step in range(20):
    run.log(
        {
            "loss": 1 / (step + 1),
            "nested": {"a": step, "deep": {"b": -step}},
            "bad": math.nan,
            "val/acc": step / 20,
            "epoch": step,
        }
    )
run.log({"huge": math.inf}, commit=False)
run.log({"tiny": -math.inf, "text": "words", "flag": True}, step=30)
run.log({"loss": 0.01}, step=40)

run.config.update({"late": [1, 2]})
run.summary["best"] = 0.9
run.tags += ("later",)
run.notes = "other notes"
run.alert("Low accuracy", "it is low", level=wandb.AlertLevel.WARN, wait_duration=60)
run.alert("Low accuracy", "it is still low", level=wandb.AlertLevel.WARN, wait_duration=60)
run.finish()
print("RESULT", json.dumps({"path": run.path, "url": run.url}))
