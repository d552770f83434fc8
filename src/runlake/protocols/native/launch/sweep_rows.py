"""Sweeps as JSON, as lists, pages and live events show them."""

from collections.abc import Sequence

from runlake.products.sweeps import (
    Agent,
    BestRun,
    Cell,
    CellState,
    Parameter,
    RunCounts,
    Sweep,
    SweepChanged,
    is_category,
    limits,
)
from runlake.protocols.native.launch.sweep_bodies import (
    BestRunRow,
    LightSweepRow,
    SweepAgent,
    SweepFacts,
    SweepParameter,
    SweepRow,
)
from runlake.protocols.native.runs.run_rows import iso

_LISTED_VALUES = 1_000


def sweep_row(sweep: Sweep, counts: RunCounts, best: BestRun | None) -> SweepRow:
    """A sweep in a list. `best_run` is None without a metric, or before a run has logged it."""
    return {**_light_row(sweep, counts), "best_run": _best_run(best) if best else None}


def _best_run(best: BestRun) -> BestRunRow:
    return {"run_id": best.run_id, "display_name": best.display_name, "value": best.value}


def light_row(changed: SweepChanged) -> LightSweepRow:
    """A sweep in a live event: without its best run, which takes a search."""
    return _light_row(changed.sweep, RunCounts(changed.run_count, changed.running_count))


def _light_row(sweep: Sweep, counts: RunCounts) -> LightSweepRow:
    config = sweep.config
    return {
        "sweep_id": sweep.sweep_id,
        "display_name": sweep.title,
        "state": sweep.state,
        "method": config.method,
        "metric": {"name": config.metric.name, "goal": config.metric.goal} if config.metric else None,
        "run_count": counts.total,
        "running_count": counts.running,
        "expected_runs": config.expected_cells,
        "run_cap": config.run_cap,
        "created_at": iso(sweep.created_at),
        "updated_at": iso(sweep.updated_at),
        "user": sweep.username,
    }


def sweep_details(sweep: Sweep, agents: Sequence[tuple[Agent, bool]], cells: Sequence[Cell]) -> SweepFacts:
    """What the page of a sweep shows besides its row; each agent comes with whether it was heard lately."""
    config = sweep.config
    return {
        "description": sweep.description or config.description,
        "config": config.document,
        "config_yaml": sweep.config_yaml,
        "parameters": [_parameter(parameter) for parameter in config.space.parameters],
        "early_terminate": config.document.get("early_terminate"),
        "agents": [_agent(agent, is_heard, cells) for agent, is_heard in agents],
    }


def _parameter(parameter: Parameter) -> SweepParameter:
    values = parameter.distribution.values
    category = is_category(parameter)
    low, high = limits(parameter) or (None, None)
    return {
        "path": f"config.{parameter.name}",
        "kind": "category" if category else "number",
        "distribution": parameter.kind,
        "min": low,
        "max": high,
        "values": list(values)[:_LISTED_VALUES] if category and values is not None else None,
        "log": "log" in parameter.kind,
    }


def _agent(agent: Agent, is_heard: bool, cells: Sequence[Cell]) -> SweepAgent:
    """`state` is running, finished, or crashed: silent, with a run that it had not brought to its end."""
    own = [cell for cell in cells if cell.agent_number == agent.agent_number]
    current = next((cell.run_id for cell in own if cell.state is CellState.GIVEN), None)
    lost = current is not None or any(cell.state is CellState.LOST for cell in own)
    return {
        "agent_id": agent.name,
        "name": agent.name,
        "host": agent.host,
        "state": "running" if is_heard else "crashed" if lost else "finished",
        "heartbeat_at": iso(agent.heartbeat_at),
        "run_id": current,
    }
