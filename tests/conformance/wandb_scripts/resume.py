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
        run.log({"attempt": len(found) + 1})
    found[name] = {
        "resumed": run.resumed,
        "lr": run.config.get("lr"),
        "old": run.summary.get("old"),
        "tags": list(run.tags or ()),
    }
    run.summary["old"] = name
    run.finish()


go("allow new", id="resume", resume="allow", config={"lr": 1}, tags=["t"])
go("allow again", id="resume", resume="allow")
go("must", id="resume", resume="must", config={"lr": 2})
go("never new", id="resume-never", resume="never")
# Failures last: in old versions the process is not in order after one.
go("never", id="resume", resume="never")
go("must unknown", id="resume-none", resume="must")
print("RESULT", json.dumps(found))
