"""Changes a finished run through the public API: update, files, summary, delete, stop."""

import json
import sys
from pathlib import Path

import wandb

project = sys.argv[1]
started = wandb.init(project=project, id="change", config={"lr": 1}, settings=wandb.Settings(console="off"))
started.log({"loss": 1})
started.finish()

api = wandb.Api()
run = api.run(f"{project}/change")
run.config["lr"] = 2
run.display_name = "renamed"
run.tags.append("new")
run.notes = "changed"
run.update()
run.summary["extra"] = {"deep": 1}
run.summary.update()

Path("to-upload ö.txt").write_text("uploaded")
run.upload_file("to-upload ö.txt")
again = wandb.Api().run(f"{project}/change")
downloaded = again.file("to-upload ö.txt").download(root="downloads", replace=True).read()
missing = again.file("no-such-file.txt")
found = {
    "config": dict(again.config),
    "name": again.name,
    "tags": list(again.tags),
    "notes": again.notes,
    "summary": again.summary["extra"]["deep"],
    "downloaded": downloaded,
    "missing_size": missing.size,
    "user": api.user("alice").username if api.user("alice") else None,
    "viewer": api.viewer.username,
    "entity": api.default_entity,
    "keys": len(api.viewer.api_keys),
}
again.file("to-upload ö.txt").delete()
found["after_delete"] = [file.name for file in wandb.Api().run(f"{project}/change").files() if "upload" in file.name]
again.delete()
try:
    wandb.Api().run(f"{project}/change")
except Exception as error:
    found["deleted"] = str(error)
created = (
    api.create_run(run_id="created", project=project)
    if "run_id" in api.create_run.__code__.co_varnames
    else api.create_run(project=project)
)
found["created"] = created.state
created.delete()
print("RESULT", json.dumps(found))
