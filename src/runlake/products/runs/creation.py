"""A new run: what its creator did not say is invented or empty. Pure but for chance."""

import random
import secrets
import string
from datetime import datetime

from runlake.model import Principal, Project, Run, RunState
from runlake.products.runs.names import invent_name
from runlake.products.runs.records import RunUpsert

_ID_CHARACTERS = string.ascii_lowercase + string.digits
_ID_LENGTH = 8


def new_run(
    principal: Principal, project: Project, wanted: RunUpsert, count: int, now: datetime, chooser: random.Random
) -> Run:
    """The run before the store gives it its number (0 here); it is the project's run number `count`, counted from 1."""
    return Run(
        run_number=0,
        project_id=project.project_id,
        run_id=wanted.run_id or "".join(secrets.choice(_ID_CHARACTERS) for _ in range(_ID_LENGTH)),
        display_name=wanted.display_name or invent_name(count, chooser),
        state=wanted.state or RunState.RUNNING,
        config_json=wanted.config_json or "{}",
        summary_json=wanted.summary_json or "{}",
        tags=tuple(dict.fromkeys(wanted.tags or ())),
        notes=wanted.notes,
        group=wanted.group,
        job_type=wanted.job_type,
        description=wanted.description,
        commit=wanted.commit,
        host=wanted.host,
        program=wanted.program,
        repo=wanted.repo,
        sweep=wanted.sweep,
        user_id=principal.user_id,
        username=principal.username,
        created_at=min(wanted.started_at or now, now),
        updated_at=now,
        heartbeat_at=now,
        finished_at=None,
        exit_code=None,
        stop_requested=False,
        segment=0,
        branch=(),
        version=1,
    )
