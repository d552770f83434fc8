"""wandb's sweep inputs → the product's, and sweeps and agents → nodes of the schema. Pure.

Source: protocol notes 11.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from runlake.errors import InvalidInput
from runlake.model import Project
from runlake.products.sweeps import Agent, Cell, CellState, Orders, Sweep, SweepChange, SweepState
from runlake.protocols.wandb.graphql.ids import encode_id
from runlake.protocols.wandb.graphql.translate import Node

MAX_ALIVE = 10_000
_MAX_PRIOR_RUNS = 10_000
_STATE_NAMES = {SweepState.CANCELLED: "CANCELED"}
_STATES = {_STATE_NAMES.get(state, state.value.upper()): state for state in SweepState} | {
    "CANCELLED": SweepState.CANCELLED
}


class SweepNode(Node):
    """A sweep and its project."""

    sweep: Sweep
    project: Project


class AgentNode(Node):
    """An agent, its sweep, and the cells that it was given."""

    agent: Agent
    sweep: Sweep
    project: Project
    cells: tuple[Cell, ...]


def sweep_node(sweep: Sweep, project: Project) -> SweepNode:
    """The fields of `Sweep` that cost nothing."""
    node = SweepNode(
        id=encode_id("Sweep", sweep.sweep_number),
        name=sweep.sweep_id,
        displayName=sweep.display_name,
        method=sweep.config.method,
        state=_STATE_NAMES.get(sweep.state, sweep.state.value.upper()),
        description=sweep.description or sweep.config.description,
        config=sweep.config_yaml,
        createdAt=sweep.created_at,
        updatedAt=sweep.updated_at,
        heartbeatAt=sweep.heartbeat_at,
        # Only of grids, as W&B's own server answers (upstream's test of `expected_run_count`).
        runCountExpected=sweep.config.expected_cells if sweep.config.method == "grid" else None,
        earlyStopJobRunning=False,
        controller=sweep.controller_json,
        scheduler=sweep.scheduler_json,
        controllerRunName=f"{sweep.sweep_id}-controller",
    )
    node.sweep, node.project = sweep, project
    return node


def agent_node(agent: Agent, sweep: Sweep, project: Project, cells: Sequence[Cell], *, is_heard: bool) -> AgentNode:
    """The fields of `Agent` that cost nothing. A silent one with work left has crashed."""
    own = tuple(cell for cell in cells if cell.agent_number == agent.agent_number)
    busy = any(cell.state in (CellState.GIVEN, CellState.LOST) for cell in own)
    node = AgentNode(
        id=encode_id("Agent", agent.agent_number),
        name=agent.name,
        host=agent.host,
        state="RUNNING" if is_heard else "CRASHED" if busy else "FINISHED",
        totalRuns=len(own),
        createdAt=agent.created_at,
        heartbeatAt=agent.heartbeat_at,
    )
    node.agent, node.sweep, node.project, node.cells = agent, sweep, project, own
    return node


def sweep_change(given: Mapping[str, Any]) -> SweepChange:
    """An `UpsertSweepInput`. Raises InvalidInput."""
    return SweepChange(
        config_yaml=given.get("config"),
        display_name=given.get("displayName"),
        description=given.get("description"),
        state=parse_state(given.get("state")),
        controller_json=given.get("controller"),
        scheduler_json=given.get("scheduler"),
        prior_runs=_prior_runs(given.get("priorRunsFilters")),
    )


def parse_state(text: str | None) -> SweepState | None:
    """A state by its name in any case. Raises InvalidInput."""
    if text is None:
        return None
    if text.upper() not in _STATES:
        raise InvalidInput(f"{text!r:.40} is not a sweep state: use one of {', '.join(sorted(_STATES))}")
    return _STATES[text.upper()]


def parse_alive(text: str | None) -> list[str]:
    """The runs that an agent says it runs: `{"<run id>": true}` as JSON text. Raises InvalidInput."""
    found = _loaded("runState", text)
    if not isinstance(found, dict) or len(found) > MAX_ALIVE:
        raise InvalidInput(f"runState must be an object of at most {MAX_ALIVE} run ids")
    return [run_id for run_id, runs in found.items() if runs]


def parse_args(text: str) -> dict[str, Any]:
    """The arguments of an enqueued run: plain values, or wrapped in `{"value": …}` as agents get them."""
    found = _loaded("config", text)
    if not isinstance(found, dict):
        raise InvalidInput("config of an enqueued run must be a JSON object")
    if found and all(isinstance(item, dict) and item.keys() == {"value"} for item in found.values()):
        return found
    return {name: {"value": value} for name, value in found.items()}


def commands(orders: Orders) -> str:
    """What the agent shall do, as the JSON text of a list. At most one run: some agents read the first only."""
    found: list[dict[str, Any]] = [{"type": "stop", "run_id": run_id} for run_id in orders.stops]
    if orders.exits:
        found.append({"type": "exit"})
    elif orders.cell is not None:
        found.append(_run_command(orders.sweep, orders.cell))
    return json.dumps(found)


def _run_command(sweep: Sweep, cell: Cell) -> dict[str, Any]:
    return {
        "type": "resume" if cell.resumes else "run",
        "run_id": cell.run_id,
        "args": dict(cell.args),
        "program": sweep.config.document.get("program"),
    }


def _prior_runs(text: str | None) -> tuple[str, ...] | None:
    """The runs that `{"$or": [{"name": "<run id>"}]}` names."""
    found = _loaded("priorRunsFilters", text)
    if not found:
        return None
    alternatives = found.get("$or") if isinstance(found, dict) else None
    names = [
        item["name"] for item in alternatives or [] if isinstance(item, dict) and isinstance(item.get("name"), str)
    ]
    if not names or len(names) > _MAX_PRIOR_RUNS or len(names) != len(alternatives or []):
        raise InvalidInput('priorRunsFilters must look like {"$or": [{"name": "<run id>"}]}')
    return tuple(dict.fromkeys(names))


def _loaded(name: str, text: str | None) -> Any:
    try:
        return json.loads(text or "{}")
    except (ValueError, RecursionError) as error:
        raise InvalidInput(f"{name} is not valid JSON: {error}") from error
