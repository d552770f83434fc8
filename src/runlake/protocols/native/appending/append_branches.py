"""Forks and rewinds, as our own client asks for them when a process begins. Checked before anything is made."""

from runlake.errors import Conflict, NotFound
from runlake.model import Project, Run
from runlake.products.metrics import Metrics
from runlake.products.runs import Runs, branch_point
from runlake.protocols.native.runs.run_environments import environments_of
from runlake.wire import RunRecord


class BranchChecks:
    """What a run may begin from."""

    def __init__(self, runs: Runs, metrics: Metrics) -> None:
        self._runs = runs
        self._metrics = metrics

    async def check(self, project: Project, run_id: str, known: Run | None, writer: str, begun: RunRecord) -> None:
        """Raise NotFound when the run or step is missing that it begins from, Conflict when it has begun otherwise.

        A writer that is known sends again what was done before.
        """
        if known is not None and writer in environments_of(known):
            return
        if begun.fork_from is not None:
            await self._check_fork(project, run_id, known, *begun.fork_from)
        if begun.rewind_to is not None:
            if known is None:
                raise NotFound(f"cannot rewind run {run_id[:200]!r}: it is not in this project")
            await self._require_step(known, begun.rewind_to, "rewind")

    async def _check_fork(self, project: Project, run_id: str, known: Run | None, parent_id: str, step: int) -> None:
        parent = await self._runs.find(project.project_id, parent_id)
        if known is not None:  # a further rank, or a process that goes on
            point = branch_point(known)
            if parent is not None and (point is None or point.parent_number != parent.run_number):
                raise Conflict(
                    f"run {run_id[:200]!r} exists, and is no fork of {parent_id[:200]!r}: give another run_id"
                )
            return
        if parent is None:
            raise NotFound(f"cannot fork from run {parent_id[:200]!r}: it is not in this project")
        await self._require_step(parent, step, "fork from")

    async def _require_step(self, run: Run, step: int, what: str) -> None:
        last_step = await self._metrics.last_step(run)
        if last_step is None or step > last_step:
            reached = "it has no rows" if last_step is None else f"its last step is {last_step}"
            raise NotFound(f"cannot {what} run {run.run_id[:200]!r} at step {step}: {reached}")
