"""Reads a run through wandb.Api and prints what it found."""

import json
import sys

import wandb

project, run_id = sys.argv[1:3]
api = wandb.Api()
run = api.run(f"{project}/{run_id}")


def rows(history):
    return [dict(row) for row in history]


def as_json(value):
    return json.loads(json.dumps(value, default=dict))


def console():
    """The lines of the run's console; old versions do not read them."""
    lines = run.console_logs() if hasattr(run, "console_logs") else []
    return [{"label": line.label, "text": line.content} for line in lines]


print(
    "RESULT",
    json.dumps(
        {
            "entity": run.entity,
            "id": run.id,
            "name": run.name,
            "state": run.state,
            "tags": sorted(run.tags),
            "notes": run.notes,
            "group": run.group,
            "job_type": getattr(run, "job_type", None) or run._attrs.get("jobType"),
            "user": run.user.username,
            "config": run.config,
            "summary": as_json(dict(run.summary)),
            "system": run.system_metrics if hasattr(run, "system_metrics") else None,
            "last_step": run.lastHistoryStep,
            "history": rows(run.history(pandas=False)),
            "history_2": rows(run.history(pandas=False, samples=2)),
            "history_loss": rows(run.history(pandas=False, keys=["loss", "nested.a"])),
            "system_history": rows(run.history(pandas=False, stream="system")),
            "scan": rows(run.scan_history(page_size=7)),
            "scan_loss": rows(run.scan_history(keys=["loss"], page_size=7)),
            "files": sorted(file.name for file in run.files()),
            "file_count": len(run.files()),
            "metadata": sorted(run.metadata),
            "console": console(),
        }
    ),
)
