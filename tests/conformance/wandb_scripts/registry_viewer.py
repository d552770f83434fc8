"""What somebody with the role of a viewer gets from a registry: reads, and refusals of everything else."""

import json
import sys
from pathlib import Path

import wandb

project, target = sys.argv[1:3]
result = {}
api = wandb.Api()
result["read"] = api.artifact(f"{target}/boat:production").version


def refused(action):
    try:
        action()
    except Exception as error:
        return str(error)
    return None


def alias():
    found = api.artifact(f"{target}/boat:production")
    found.aliases.append("mine")
    found.save()


def link():
    Path("own.bin").write_text("own")
    with wandb.init(project=project, id="viewer", settings=wandb.Settings(console="off")) as run:
        logged = run.log_artifact("own.bin", name="own", type="model").wait()
    api.artifact(logged.qualified_name).link(f"{target}/boat")


result["alias"] = refused(alias)
result["link"] = refused(link)
result["aliases"] = sorted(api.artifact(f"{target}/boat:production").aliases)
print("RESULT " + json.dumps(result))
