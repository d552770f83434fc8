"""What sweeps need of runs and metrics. The server hands it in: products do not know each other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from runlake.model import Principal, Project, RunState
from runlake.products.sweeps.records import BestRun


@dataclass(frozen=True, slots=True)
class RunResult:
    """A run of a sweep with the asked fields (`summary.loss`, `config.lr`); those that it lacks are absent."""

    run_id: str
    state: RunState
    fields: Mapping[str, Any]


class SweepRuns(Protocol):
    """The runs of sweeps, as far as sweeps are concerned with them."""

    async def best(self, project_id: int, sweep_id: str, path: str, *, maximize: bool) -> BestRun | None:
        """The run with the best number at `path`."""

    async def results(self, project_id: int, sweep_id: str, paths: Sequence[str]) -> list[RunResult]:
        """All runs of a sweep, the newest 10,000 at most, oldest first."""

    async def configs(self, project_id: int, run_ids: Sequence[str]) -> list[dict[str, Any]]:
        """The configs of runs, without wrappers; runs that are gone are absent."""

    async def logged(self, project_id: int, run_id: str, metric: str) -> list[float]:
        """The finite values of a metric in the order of its steps."""

    async def announce(
        self,
        principal: Principal,
        project: Project,
        sweep_id: str,
        run_id: str,
        args: Mapping[str, Any],
        name: str | None,
    ) -> None:
        """Make the run that a process will start: pending, with its arguments as config."""

    async def attach(self, principal: Principal, project: Project, sweep_id: str, run_ids: Sequence[str]) -> None:
        """Make existing runs part of a sweep; runs that are gone are left out."""

    async def stop(self, principal: Principal, project_id: int, run_id: str) -> None:
        """Ask the run to stop, if it is there."""

    async def withdraw(self, principal: Principal, project_id: int, run_ids: Sequence[str]) -> None:
        """Delete those of the runs that no process has started."""
