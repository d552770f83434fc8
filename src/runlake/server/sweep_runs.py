"""The runs of sweeps: what the sweeps product needs of the runs and metrics products, which do not know it."""

import json
import math
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, TypeGuard

from runlake.errors import NotFound
from runlake.model import Principal, Project, RunState
from runlake.products.metrics import Metrics
from runlake.products.runs import Runs, RunsQuery, RunUpsert, unwrapped_config
from runlake.products.sweeps import BestRun, RunResult
from runlake.query import And, Compare, Sort

_PAGE = 1000
_MAX_RESULTS = 10_000
_MAX_VALUES = 1_000_000


class RunsOfSweeps:
    """Answers `runlake.products.sweeps.SweepRuns` from runs and metrics."""

    def __init__(self, runs: Runs, metrics: Metrics) -> None:
        self._runs = runs
        self._metrics = metrics

    async def best(self, project_id: int, sweep_id: str, path: str, *, maximize: bool) -> BestRun | None:
        of_sweep = And((Compare("sweep", "eq", sweep_id), Compare(path, "exists", True)))
        query = RunsQuery(of_sweep, (Sort(path, descending=maximize),), limit=10, columns=(path,), documents=False)
        page = await self._runs.search(project_id, query)
        for run in page.runs:
            value = page.values.get(run.run_number, {}).get(path)
            if _is_number(value):
                return BestRun(run.run_id, run.display_name, float(value))
        return None

    async def results(self, project_id: int, sweep_id: str, paths: Sequence[str]) -> list[RunResult]:
        of_sweep, cursor = Compare("sweep", "eq", sweep_id), None
        found: list[RunResult] = []
        while len(found) < _MAX_RESULTS:
            query = RunsQuery(of_sweep, limit=_PAGE, cursor=cursor, columns=tuple(paths), documents=False)
            page = await self._runs.search(project_id, query)
            found += [RunResult(run.run_id, run.state, page.values.get(run.run_number, {})) for run in page.runs]
            cursor = page.next_cursor
            if cursor is None:
                break
        return found[::-1]

    async def configs(self, project_id: int, run_ids: Sequence[str]) -> list[dict[str, Any]]:
        runs = [await self._runs.find(project_id, run_id) for run_id in run_ids]
        return [unwrapped_config(run.config_json) for run in runs if run is not None]

    async def logged(self, project_id: int, run_id: str, metric: str) -> list[float]:
        run = await self._runs.find(project_id, run_id)
        if run is None:
            return []
        rows = await self._metrics.sampled_history(run, [metric], samples=_MAX_VALUES)
        values = (_leaf(row, metric) for row in rows)
        return [float(value) for value in values if _is_number(value)]

    async def announce(
        self,
        principal: Principal,
        project: Project,
        sweep_id: str,
        run_id: str,
        args: Mapping[str, Any],
        name: str | None,
    ) -> None:
        """A run that its process made first is left as it is."""
        if await self._runs.find(project.project_id, run_id) is not None:
            return
        wanted = RunUpsert(
            run_id=run_id, display_name=name, config_json=json.dumps(args), sweep=sweep_id, state=RunState.PENDING
        )
        await self._runs.upsert(principal, project, wanted)

    async def attach(self, principal: Principal, project: Project, sweep_id: str, run_ids: Sequence[str]) -> None:
        for run in await self._runs.find_many(project.project_id, run_ids):
            await self._runs.upsert(principal, project, RunUpsert(run_number=run.run_number, sweep=sweep_id))

    async def stop(self, principal: Principal, project_id: int, run_id: str) -> None:
        run = await self._runs.find(project_id, run_id)
        if run is not None and not run.stop_requested:
            with suppress(NotFound):  # deleted a moment ago
                await self._runs.stop(principal, run)

    async def withdraw(self, principal: Principal, project_id: int, run_ids: Sequence[str]) -> None:
        for run in await self._runs.find_many(project_id, run_ids):
            if run.state is RunState.PENDING:
                await self._runs.delete(principal, run)


def _leaf(row: Mapping[str, Any], metric: str) -> Any:
    """The value at a flattened name, whether the row has it so or nested."""
    if metric in row:
        return row[metric]
    head, _, rest = metric.partition(".")
    inner = row.get(head)
    return _leaf(inner, rest) if rest and isinstance(inner, Mapping) else None


def _is_number(value: Any) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
