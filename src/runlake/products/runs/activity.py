"""How busy projects are."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta

from sqlalchemy import Connection

from runlake.products.runs import store
from runlake.products.runs.records import ProjectActivity
from runlake.storage.metadata import from_micros

_DAYS = 30


def read_activity(connection: Connection, project_ids: Sequence[int], now: datetime) -> dict[int, ProjectActivity]:
    """Counts, last sign of life, and runs created on each of the last 30 days."""
    first_day = now.astimezone(UTC).date() - timedelta(days=_DAYS - 1)
    since = datetime.combine(first_day, time(), UTC)
    first_number = (first_day - datetime(1970, 1, 1, tzinfo=UTC).date()).days
    per_day: dict[tuple[int, int], int] = {}
    for project_id, day, count in store.created_per_day(connection, project_ids, since):
        per_day[project_id, day - first_number] = count
    return {
        project_id: ProjectActivity(
            run_count=count,
            running_count=running,
            last_activity_at=None if latest is None else from_micros(latest),
            runs_per_day=[per_day.get((project_id, day), 0) for day in range(_DAYS)],
        )
        for project_id, count, running, latest in store.project_totals(connection, project_ids)
    }
