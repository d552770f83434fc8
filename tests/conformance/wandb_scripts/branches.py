"""Fork and rewind."""

import json
import sys

import wandb

project = sys.argv[1]


def log(run, steps, value):
    for mark in steps:
        run.log({"loss": value, "mark": mark})
    run.finish()


parent = wandb.init(project=project, id="parent", config={"lr": 1, "depth": 2})
parent.log({"warm_up": "long"}, commit=False)
log(parent, range(10), 1.0)
fork = wandb.init(project=project, id="child", fork_from="parent?_step=4", config={"lr": 5})
log(fork, range(5, 8), 2.0)
rewound = wandb.init(project=project, id="parent", resume_from="parent?_step=6")
log(rewound, range(7, 9), 3.0)
print("RESULT", json.dumps({}))
