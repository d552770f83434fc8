"""Makes a few runs, and lists them with filters and orders."""

import json
import sys

import wandb

project = sys.argv[1] + "-list"
api = wandb.Api()
for number in range(5):
    run = wandb.init(
        project=project,
        id=f"run-{number}",
        config={"lr": number / 10, "opt": {"name": "adam" if number % 2 else "sgd"}},
        tags=["even"] if number % 2 == 0 else ["odd"],
        group="low" if number < 3 else "high",
        settings=wandb.Settings(console="off", x_disable_stats=True)
        if hasattr(wandb.Settings(), "x_disable_stats")
        else wandb.Settings(console="off"),
    )
    run.log({"loss": 5 - number, "val": {"acc": number}})
    run.finish()


def ids(filters=None, order="+created_at", **options):
    return [run.id for run in wandb.Api().runs(project, filters=filters or {}, order=order, **options)]


found = {
    "all": ids(),
    "newest first": ids(order="-created_at"),
    "paged": ids(per_page=2),
    "by loss": ids(order="+summary_metrics.loss"),
    "by lr down": ids(order="-config.lr.value"),
    "lr above": ids({"config.lr": {"$gt": 0.15}}),
    "lr stored form": ids({"config.lr.value": {"$lte": 0.1}}),
    "nested config": ids({"config.opt.value.name": "adam"}),
    "summary": ids({"summary_metrics.val.acc": {"$in": [1, 4]}}),
    "tags": ids({"tags": "even"}),
    "tags in": ids({"tags": {"$in": ["odd", "none"]}}),
    "tags not": ids({"tags": {"$ne": "even"}}),
    "or": ids({"$or": [{"group": "high"}, {"display_name": {"$regex": "^never$"}}, {"name": "run-0"}]}),
    "not": ids({"$not": {"group": "high"}}),
    "nor": ids({"$nor": [{"group": "high"}, {"name": "run-0"}]}),
    "state": ids({"state": "finished"}),
    "no state": ids({"state": {"$nin": ["finished"]}}),
    "missing": ids({"config.nothing": {"$exists": False}}),
    "since": ids({"created_at": {"$gt": "2020-01-01T00:00:00"}}),
    "until": ids({"created_at": {"$lt": "2020-01-01T00:00:00"}}),
    "keys_info": ids({"keys_info.keys.loss": {"$exists": True}}),
}
runs = api.runs(project, filters={"group": "low"})
found["length"] = len(runs)
found["losses"] = sorted(run.summary["loss"] for run in runs)
found["full"] = sorted(run.config["opt"]["name"] for run in api.runs(project))
try:
    ids({"config.lr": {"$nonsense": 1}})
except Exception as error:  # whatever this version raises: its text counts
    found["bad filter"] = str(error)
try:
    list(wandb.Api().runs("no-such-project"))
except Exception as error:
    found["no project"] = str(error)
found["projects"] = sorted(item.name for item in api.projects("alice"))
print("RESULT", json.dumps(found))
