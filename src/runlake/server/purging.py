"""Removes for good what deleted runs and projects held, once they can no longer be brought back, and has artifacts clean up after themselves.

It goes over several products, so it belongs to none. The rows and files go first, the note that they are gone comes
last: after a crash in between, the next round does it again.
"""

import asyncio
import logging
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol

from runlake.errors import StoreError
from runlake.model.clock import Clock
from runlake.products.alerts import Alerts
from runlake.products.artifacts import Retention
from runlake.products.files import Files
from runlake.products.logs import Logs
from runlake.products.metrics import Metrics
from runlake.products.projects import Projects
from runlake.products.runs import Runs

_FIRST_S = 10 * 60.0  # a start has better things to do
_EVERY_S = 60 * 60.0

_log = logging.getLogger(__name__)


class KeptByProject(Protocol):
    """What holds things of projects that belong to no run."""

    async def delete_of_projects(self, project_ids: Sequence[int]) -> object:
        """Remove all of deleted projects for good; may be repeated."""


@dataclass(frozen=True, slots=True)
class Purge:
    """What deleted runs and projects leave behind is in these."""

    projects: Projects
    runs: Runs
    metrics: Metrics
    logs: Logs
    files: Files
    alerts: Alerts
    of_projects: Sequence[KeptByProject]
    retention: Retention
    clock: Clock
    kept_days: float

    async def round(self) -> int:
        """Purge what is due; returns how many runs that were. Raises StoreError."""
        before = self.clock() - timedelta(days=self.kept_days)
        projects = await self.projects.list_deleted(before)
        done = 0
        while due := await self.runs.purgeable(before, deleted_projects=projects):
            await self._purge([run_number for _, run_number in due])
            done += len(due)
        for kept in self.of_projects:
            await kept.delete_of_projects(projects)
        await self.retention.round(projects)
        return done

    async def _purge(self, run_numbers: list[int]) -> None:
        await self.metrics.delete_of_runs(run_numbers)
        await self.logs.delete_of_runs(run_numbers)
        for run_number in run_numbers:
            await self.files.delete_of_run(run_number)
            await self.alerts.delete_of_run(run_number)
        await self.runs.purged(run_numbers)
        _log.info("runs purged", extra={"runs": len(run_numbers)})

    def tasks(self) -> list[Coroutine[Any, Any, None]]:
        """What runs beside the requests."""
        return [self._hourly()]

    async def _hourly(self) -> None:
        await asyncio.sleep(_FIRST_S)
        while True:
            try:
                await self.round()
            except StoreError:
                _log.exception("could not purge deleted runs: the next round tries again")
            await asyncio.sleep(_EVERY_S)
