"""Which parameters matter: the sweep's runs, put side by side."""

from typing import Any

from runlake.products.sweeps.faces import SweepRuns
from runlake.products.sweeps.importance import Importance, importances
from runlake.products.sweeps.records import Sweep


async def weigh(runs: SweepRuns, sweep: Sweep, path: str) -> tuple[int, list[Importance]]:
    """(number of runs that have a number at `path`, the importance of each parameter that varies)."""
    names = [f"config.{each.name}" for each in sweep.config.space.parameters if not each.is_constant]
    results = await runs.results(sweep.project_id, sweep.sweep_id, [path, *names])
    useful = [result for result in results if _is_number(result.fields.get(path))]
    target = [float(result.fields[path]) for result in useful]
    columns = {name: [_comparable(result.fields.get(name)) for result in useful] for name in names}
    return len(useful), importances(columns, target)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _comparable(value: Any) -> Any:
    return repr(value) if isinstance(value, list | dict) else value
