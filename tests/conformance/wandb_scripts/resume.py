"""The ways to resume a run that is there, in one process, or the one that is refused for an unknown run."""

import json
import sys

import wandb

project = sys.argv[1]
found = {}


def go(name, **options):
    try:
        run = wandb.init(project=project, **options)
    except (wandb.errors.UsageError, wandb.errors.CommError) as error:
        found[name] = {"error": type(error).__name__, "text": str(error)}
        return
    for _ in range(3):
        run.log({"attempt": len(found) + 1})
    found[name] = {
        "resumed": run.resumed,
        "lr": run.config.get("lr"),
        "old": run.summary.get("old"),
        "tags": list(run.tags or ()),
    }
    run.summary["old"] = name
    run.finish()


if sys.argv[2] == "unknown":
    go("must unknown", id="resume-none", resume="must")
else:
    go("allow new", id="resume", resume="allow", config={"lr": 1}, tags=["t"])
    go("allow again", id="resume", resume="allow")
    go("must", id="resume", resume="must", config={"lr": 2})
    go("never new", id="resume-never", resume="never")
    # A failure comes last: 0.19.0 may wait for ever in the next `init` of a process in which one has failed.
    go("never", id="resume", resume="never")
print("RESULT", json.dumps(found))
