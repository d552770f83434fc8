"""Making and changing sweeps, inside one metadata transaction."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from runlake.errors import InvalidInput, LimitExceeded, NotFound
from runlake.products.sweeps import cells, store
from runlake.products.sweeps.config import parse_config
from runlake.products.sweeps.records import Cell, CellState, Sweep, SweepChange, SweepState
from runlake.products.sweeps.tables import sweep_cells

MAX_SCHEDULED = 1_000
_MAX_JSON_CHARS = 4_000_000
_PLAIN = ("display_name", "description", "controller_json", "scheduler_json", "config_yaml")


@dataclass(frozen=True, slots=True)
class Edited:
    """A sweep after a change: new cells whose runs must be announced, runs to stop, runs that will not start."""

    sweep: Sweep
    scheduled: tuple[Cell, ...] = ()
    stops: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()


def new_values(project_id: int, user_id: int, change: SweepChange, now: datetime) -> dict[str, Any]:
    """The row of a new sweep. Raises InvalidInput without a config."""
    if change.config_yaml is None:
        raise InvalidInput("a new sweep needs a config, with method and parameters")
    parse_config(change.config_yaml)
    if change.state not in (None, SweepState.PENDING, SweepState.RUNNING, SweepState.PAUSED):
        raise InvalidInput(f"a new sweep cannot be {change.state}: use pending or paused")
    return {
        "project_id": project_id,
        "sweep_id": cells.new_id(),
        "state": (change.state or SweepState.PENDING).value,
        "prior_runs": list(change.prior_runs or ()),
        "next_position": 0,
        "grid_index": 0,
        "user_id": user_id,
        "created_at": now,
        "updated_at": now,
        **{name: getattr(change, name) for name in _PLAIN},
    }


@dataclass(frozen=True, slots=True)
class Edit:
    """Changes what is given of a sweep."""

    sweep_number: int
    change: SweepChange
    now: datetime

    def __call__(self, connection: Connection) -> Edited:
        sweep = _get(connection, self.sweep_number)
        values = self._values(sweep)
        if values:
            store.update_sweep(connection, sweep.sweep_number, values | {"updated_at": self.now})
        stops, withdrawn = self._close(connection, sweep)
        scheduled: list[Cell] = []
        if self.change.controller_json is not None:
            sweep = _get(connection, self.sweep_number)
            scheduled = _schedule(connection, sweep, self.now)
            stops += _stop_early(connection, sweep)
        sweep = _get(connection, self.sweep_number)
        return Edited(sweep, tuple(scheduled), tuple(dict.fromkeys(stops)), tuple(withdrawn))

    def _values(self, sweep: Sweep) -> dict[str, Any]:
        values = {name: getattr(self.change, name) for name in _PLAIN if getattr(self.change, name) is not None}
        if self.change.config_yaml is not None:
            _check_config(sweep, self.change.config_yaml)
        if self.change.prior_runs is not None:
            values["prior_runs"] = list(self.change.prior_runs)
        if self.change.state is not None and self.change.state is not sweep.state:
            _check_state(sweep, self.change.state)
            values["state"] = self.change.state.value
        return values

    def _close(self, connection: Connection, sweep: Sweep) -> tuple[list[str], list[str]]:
        """What the end of a sweep means for its cells: (runs to stop, runs that will not start)."""
        if self.change.state not in (SweepState.FINISHED, SweepState.CANCELLED):
            return [], []
        queued = store.list_cells(connection, sweep.sweep_number, sweep_cells.c.state == CellState.QUEUED.value)
        for cell in queued:
            cells.close(connection, cell)
        if self.change.state is SweepState.FINISHED:
            return [], [cell.run_id for cell in queued]
        given = store.list_given(connection, sweep.sweep_number)
        for cell in given:
            store.update_cell(connection, cell.cell_number, {"stop_requested": True})
        return [cell.run_id for cell in given], [cell.run_id for cell in queued]


@dataclass(frozen=True, slots=True)
class Enqueue:
    """Adds a cell that somebody asks for by hand."""

    sweep_number: int
    args: Mapping[str, Any]
    now: datetime

    def __call__(self, connection: Connection) -> Cell:
        sweep = _get(connection, self.sweep_number)
        if not sweep.state.is_open:
            raise InvalidInput(f"sweep {sweep.sweep_id} is {sweep.state}: resume it before adding runs")
        return cells.add_cell(connection, sweep, self.args, self.now)


def _schedule(connection: Connection, sweep: Sweep, now: datetime) -> list[Cell]:
    """Make a cell of each new entry of the controller's schedule, and tell the controller which run that is.

    Source: protocol notes 11.5.
    """
    entries = _entries(sweep.controller_json)
    known = {
        cell.schedule_id: cell.run_id for cell in store.list_cells(connection, sweep.sweep_number) if cell.schedule_id
    }
    made: list[Cell] = []
    for schedule_id, args in entries.items():
        if args is None or schedule_id in known or not sweep.state.is_open:
            continue
        cell = cells.add_cell(connection, sweep, args, now, schedule_id=schedule_id)
        sweep = _get(connection, sweep.sweep_number)
        known[schedule_id] = cell.run_id
        made.append(cell)
    scheduled = [{"id": schedule_id, "runid": known[schedule_id]} for schedule_id in entries if schedule_id in known]
    values = {"scheduler_json": json.dumps({"scheduled": scheduled})}
    store.update_sweep(connection, sweep.sweep_number, values)
    return made


def _entries(controller_json: str | None) -> dict[str, Mapping[str, Any] | None]:
    """Schedule id → arguments. Raises InvalidInput."""
    schedule = _letter(controller_json).get("schedule") or []
    if not isinstance(schedule, list) or len(schedule) > MAX_SCHEDULED:
        raise InvalidInput(f"schedule of a controller must be a list of at most {MAX_SCHEDULED} entries")
    found: dict[str, Mapping[str, Any] | None] = {}
    for entry in schedule:
        data = entry.get("data") if isinstance(entry, dict) else None
        args = data.get("args") if isinstance(data, dict) else None
        if not isinstance(entry, dict) or not isinstance(entry.get("id"), str) or not isinstance(args, dict | None):
            raise InvalidInput('an entry of a schedule is {"id": …, "data": {"args": {name: {"value": …}} or null}}')
        found[entry["id"]] = args
    return found


def _stop_early(connection: Connection, sweep: Sweep) -> list[str]:
    wanted = _letter(sweep.controller_json).get("earlystop") or []
    if not isinstance(wanted, list):
        raise InvalidInput("earlystop of a controller must be a list of run ids")
    found = []
    for cell in store.list_given(connection, sweep.sweep_number):
        if cell.run_id in wanted:
            store.update_cell(connection, cell.cell_number, {"stop_requested": True})
            found.append(cell.run_id)
    return found


def _letter(controller_json: str | None) -> dict[str, Any]:
    if controller_json is not None and len(controller_json) > _MAX_JSON_CHARS:
        raise LimitExceeded(
            f"the controller's state has {len(controller_json)} characters; {_MAX_JSON_CHARS} are allowed"
        )
    try:
        found = json.loads(controller_json or "{}")
    except (ValueError, RecursionError) as error:
        raise InvalidInput(f"the controller's state is not valid JSON: {error}") from error
    if not isinstance(found, dict | None):
        raise InvalidInput("the controller's state must be a JSON object")
    return found or {}


def _check_config(sweep: Sweep, config_yaml: str) -> None:
    """A sweep that has given out cells keeps its search; its metric, limits and texts may change."""
    new, old = parse_config(config_yaml), sweep.config
    if sweep.next_position and (
        new.method != old.method or new.document.get("parameters") != old.document.get("parameters")
    ):
        raise InvalidInput(
            f"sweep {sweep.sweep_id} has begun: its method and parameters cannot change; make a new sweep for these"
        )


def _check_state(sweep: Sweep, state: SweepState) -> None:
    """Pending is a sweep whose scheduler is started anew, crashed one whose scheduler gave up: it may be resumed."""
    if state not in (SweepState.RUNNING, SweepState.PENDING) and not sweep.state.is_open:
        raise InvalidInput(f"sweep {sweep.sweep_id} is {sweep.state} already: it cannot become {state}")


def _get(connection: Connection, sweep_number: int) -> Sweep:
    sweep = store.find_by_number(connection, sweep_number)
    if sweep is None:
        raise NotFound("the sweep was deleted")
    return sweep
