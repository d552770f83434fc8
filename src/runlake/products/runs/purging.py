"""Which deleted runs nothing needs any more, and what stays of them: a row with their number and name."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection

from runlake.products.runs.tables import run_documents, runs

_KEPT = runs.c.purged_at.is_(None)
_NO_BRANCH = "[]"


def list_purgeable(
    connection: Connection, before: datetime, deleted_projects: Sequence[int], limit: int
) -> list[tuple[int, int]]:
    """(project_id, run_number) of runs that were deleted before that time, by themselves or with their project.

    A run whose rows are on the branch of another that is not purged yet is left out: the other reads them.
    """
    gone = sa.or_(runs.c.deleted_at < before, runs.c.project_id.in_(deleted_projects))
    statement = sa.select(runs.c.project_id, runs.c.run_number).where(_KEPT, gone).order_by(runs.c.run_number)
    needed = _read_by_others(connection)
    found = ((row[0], row[1]) for row in connection.execute(statement))
    return [run for run in found if run[1] not in needed][:limit]


def mark_purged(connection: Connection, run_numbers: Sequence[int], purged_at: datetime) -> None:
    """Note that nothing is left of these runs, and drop their documents."""
    connection.execute(
        runs.update()
        .where(runs.c.run_number.in_(run_numbers))
        .values(purged_at=purged_at, deleted_at=sa.func.coalesce(runs.c.deleted_at, _as_stored(purged_at)))
    )
    connection.execute(
        run_documents.update()
        .where(run_documents.c.run_number.in_(run_numbers))
        .values(config_json="{}", summary_json="{}")
    )


def _read_by_others(connection: Connection) -> set[int]:
    """Numbers of the runs that a fork reads."""
    statement = sa.select(runs.c.run_number, runs.c.branch).where(_KEPT, sa.cast(runs.c.branch, sa.Text) != _NO_BRANCH)
    return {part[0] for number, branch in connection.execute(statement) for part in branch if part[0] != number}


def _as_stored(moment: datetime) -> sa.BindParameter[datetime]:
    return sa.literal(moment, runs.c.deleted_at.type)
