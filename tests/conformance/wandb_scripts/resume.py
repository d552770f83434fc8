"""Every way to resume, in one process."""

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
        run.log({"attempt": len(found)})
    found[name] = {
        "resumed": run.resumed,
        "lr": run.config.get("lr"),
        "old": dict(run.summary).get("old"),
        "tags": list(run.tags or ()),
    }
    run.summary["old"] = name
    run.finish()


go("must unknown", id="resume-none", resume="must")
go("allow new", id="resume", resume="allow", config={"lr": 1}, tags=["t"])
go("allow again", id="resume", resume="allow")
go("must", id="resume", resume="must", config={"lr": 2})
go("never", id="resume", resume="never")
go("never new", id="resume-never", resume="never")
print("RESULT", json.dumps(found))
