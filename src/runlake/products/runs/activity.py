"""How busy projects are."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection

from runlake.products.runs import store
from runlake.products.runs.records import ProjectActivity
from runlake.storage.metadata import from_micros

_DAYS = 30


def read_activity(connection: Connection, project_ids: Sequence[int], now: datetime) -> dict[int, ProjectActivity]:
    """Counts, last sign of life, and runs created on each of the last 30 days."""
    first_day = now.date() - timedelta(days=_DAYS - 1)
    since = now.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=_DAYS - 1)
    per_day: Counter[tuple[int, int]] = Counter()
    for project_id, created_at in store.created_since(connection, project_ids, since):
        per_day[project_id, (created_at.date() - first_day).days] += 1
    return {
        project_id: ProjectActivity(
            run_count=count,
            running_count=running,
            last_activity_at=None if latest is None else from_micros(latest),
            runs_per_day=[per_day[project_id, day] for day in range(_DAYS)],
        )
        for project_id, count, running, latest in store.project_totals(connection, project_ids)
    }
