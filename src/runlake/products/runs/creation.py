"""The row of a new run."""

import random
import secrets
import string
from datetime import datetime
from typing import Any

from runlake.model import Principal, Project, RunState
from runlake.products.runs.names import invent_name
from runlake.products.runs.records import RunUpsert

_ID_CHARACTERS = string.ascii_lowercase + string.digits


def new_run_values(
    principal: Principal, project: Project, wanted: RunUpsert, count: int, now: datetime, chooser: random.Random
) -> dict[str, Any]:
    """Column values; what the caller did not give is invented or empty."""
    return {
        "project_id": project.project_id,
        "run_id": wanted.run_id or "".join(secrets.choice(_ID_CHARACTERS) for _ in range(8)),
        "display_name": wanted.display_name or invent_name(count, chooser),
        "state": (wanted.state or RunState.RUNNING).value,
        "config_json": wanted.config_json or "{}",
        "summary_json": wanted.summary_json or "{}",
        "tags": list(wanted.tags or ()),
        "notes": wanted.notes,
        "group_name": wanted.group,
        "job_type": wanted.job_type,
        "description": wanted.description,
        "commit_hash": wanted.commit,
        "host": wanted.host,
        "program": wanted.program,
        "repo": wanted.repo,
        "sweep": wanted.sweep,
        "user_id": principal.user_id,
        "created_at": now,
        "updated_at": now,
        "heartbeat_at": now,
        "stop_requested": False,
        "segment": 0,
        "branch": [],
        "version": 1,
    }
