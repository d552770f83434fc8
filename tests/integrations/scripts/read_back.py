"""Reads a run through wandb.Api and prints what it found."""

import json
import sys

import wandb

run = wandb.Api().run("/".join(sys.argv[1:3]))


def logged_artifact(artifact):
    return {
        "name": artifact.name,
        "type": artifact.type,
        "aliases": sorted(artifact.aliases),
        "files": sorted(file.name for file in artifact.files()),
    }


print(
    "RESULT",
    json.dumps(
        {
            "name": run.name,
            "state": run.state,
            "config": run.config,
            "summary": json.loads(json.dumps(dict(run.summary), default=dict)),
            "rows": [dict(row) for row in run.scan_history()],
            "files": sorted(file.name for file in run.files()),
            "artifacts": [logged_artifact(artifact) for artifact in run.logged_artifacts()],
        }
    ),
)
