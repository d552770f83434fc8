"""Logs versions of an artifact and a table, uses and downloads them, and changes what can be changed."""

import json
import sys
from pathlib import Path

import wandb

project = sys.argv[1]


def folder(text: str) -> str:
    root = Path(f"logged-{text}")
    (root / "sub").mkdir(parents=True, exist_ok=True)
    (root / "same.txt").write_text("always the same")
    (root / "sub" / "b ü.txt").write_text(text)
    return str(root)


def artifact(text: str) -> wandb.Artifact:
    made = wandb.Artifact("flowers", "dataset", description="some", metadata={"rows": 2})
    made.add_dir(folder(text))
    made.add_reference(Path("logged-one/same.txt").absolute().as_uri(), name="reference")
    return made


versions = []
with wandb.init(project=project, id="maker", settings=wandb.Settings(console="off")) as run:
    for text in ("one", "two", "two"):
        logged = run.log_artifact(artifact(text), aliases=["latest", text]).wait()
        versions.append(logged.version)
    run.log({"table": wandb.Table(columns=["a", "b"], data=[[1, "x"], [2, "y"]])})

with wandb.init(project=project, id="user", settings=wandb.Settings(console="off")) as run:
    used = run.use_artifact("flowers:one")
    downloaded = Path(used.download(root="downloaded"))
    used.verify(root=str(downloaded))

api = wandb.Api()
first = api.artifact(f"{project}/flowers:v0")
first.description = "changed"
first.aliases.append("kept")
first.save()
latest = api.artifact(f"{project}/flowers:latest")
latest.link(f"{project}/shelf", aliases=["prod"])
table = next(one for one in api.run(f"{project}/maker").logged_artifacts() if one.type == "run_table")
collection = api.artifact_collection("dataset", f"{project}/flowers")
print(
    "RESULT "
    + json.dumps(
        {
            "versions": versions,
            "downloaded": (downloaded / "sub" / "b ü.txt").read_text(),
            "files": sorted(
                path.relative_to(downloaded).as_posix() for path in downloaded.rglob("*") if path.is_file()
            ),
            "metadata": first.metadata,
            "description": api.artifact(f"{project}/flowers:kept").description,
            "logged_by": first.logged_by().id,
            "used_by": [run.id for run in first.used_by()],
            "used": [one.name for one in api.run(f"{project}/user").used_artifacts()],
            "names": [one.name for one in collection.artifacts()],
            "types": sorted(one.name for one in api.artifact_types(project)),
            "linked": api.artifact(f"{project}/shelf:prod").digest == latest.digest,
            "table": table.get("table").data,
        }
    )
)
first.delete(delete_aliases=True)
assert [one.name for one in collection.artifacts()] in (["flowers:v1"], ["flowers:v1", "flowers:v0"])
