"""Early termination: runs that Hyperband gives up are asked to stop."""

import time
from collections import OrderedDict
from functools import partial

from sqlalchemy import Connection

from runlake.model import Principal
from runlake.products.sweeps import store
from runlake.products.sweeps.config import Metric
from runlake.products.sweeps.faces import SweepRuns
from runlake.products.sweeps.hyperband import Course, Hyperband
from runlake.products.sweeps.records import Cell, CellState, Sweep
from runlake.storage.metadata import Metadata

_JUDGED_EVERY_S = 4.0
_KNOWN_COURSES = 20_000


class Stopping:
    """Judges the live runs of sweeps, each sweep every few seconds at most."""

    def __init__(self, metadata: Metadata, runs: SweepRuns) -> None:
        self._metadata = metadata
        self._runs = runs
        self._judged_at: dict[int, float] = {}
        self._ended: OrderedDict[tuple[int, str], Course] = OrderedDict()  # a run that has ended logs no more

    async def judge(self, principal: Principal, sweep: Sweep) -> None:
        """Ask the runs that are behind to stop: their cells are marked, so their agents are told, too."""
        rule, metric = sweep.config.stopping, sweep.config.metric
        if rule is None or metric is None or sweep.config.is_local or not self._is_due(sweep.sweep_number):
            return
        cells = await self._metadata.read(partial(store.list_cells, sweep_number=sweep.sweep_number))
        judged = [cell for cell in cells if cell.state is CellState.GIVEN and cell.seen and not cell.stop_requested]
        if not judged:
            return
        courses = {cell.run_id: await self._course(sweep, cell, rule, metric) for cell in cells}
        behind = set(rule.to_stop(courses, [cell.run_id for cell in judged]))
        for cell in judged:
            if cell.run_id in behind:
                await self._metadata.write(partial(_mark, cell=cell))
                await self._runs.stop(principal, sweep.project_id, cell.run_id)

    def _is_due(self, sweep_number: int) -> bool:
        now = time.monotonic()
        if now - self._judged_at.get(sweep_number, -_JUDGED_EVERY_S) < _JUDGED_EVERY_S:
            return False
        if len(self._judged_at) > _KNOWN_COURSES:
            self._judged_at.clear()
        self._judged_at[sweep_number] = now
        return True

    async def _course(self, sweep: Sweep, cell: Cell, rule: Hyperband, metric: Metric) -> Course:
        key = (sweep.sweep_number, cell.run_id)
        if key in self._ended:
            return self._ended[key]
        values = await self._runs.logged(sweep.project_id, cell.run_id, metric.name)
        course = rule.course([-value for value in values] if metric.maximize else values)
        if cell.state is CellState.ENDED:
            self._ended[key] = course
            if len(self._ended) > _KNOWN_COURSES:
                self._ended.popitem(last=False)
        return course


def _mark(connection: Connection, cell: Cell) -> None:
    store.update_cell(connection, cell.cell_number, {"stop_requested": True})
