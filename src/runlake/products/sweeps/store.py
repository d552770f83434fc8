"""Statements on the tables of sweeps. Each function runs inside `Metadata.read` or `Metadata.write`."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy import Connection, Row

from runlake.model import RunState
from runlake.products.sweeps.records import Agent, Cell, CellState, RunCounts, Sweep, SweepsQuery, SweepState
from runlake.products.sweeps.tables import runs, sweep_agents, sweep_cells, sweeps, users

MAX_PAGE = 1000
_CHUNK = 500
_WITH_USER = sa.select(sweeps, users.c.username).select_from(
    sweeps.outerjoin(users, users.c.user_id == sweeps.c.user_id)
)
_OPEN = (SweepState.PENDING.value, SweepState.RUNNING.value)
_LIVE = (RunState.RUNNING.value, RunState.PREEMPTING.value)


class RunSigns(NamedTuple):
    """What a run shows of its life."""

    state: RunState
    heartbeat_at: datetime | None


def find_sweep(connection: Connection, project_id: int, sweep_id: str) -> Sweep | None:
    here = (sweeps.c.project_id == project_id) & (sweeps.c.sweep_id == sweep_id)
    return _first_sweep(connection, here)


def find_by_number(connection: Connection, sweep_number: int) -> Sweep | None:
    return _first_sweep(connection, sweeps.c.sweep_number == sweep_number)


def list_sweeps(connection: Connection, project_id: int, query: SweepsQuery) -> list[Sweep]:
    """Newest first."""
    statement = _WITH_USER.where(*_conditions(project_id, query)).order_by(sweeps.c.sweep_number.desc())
    if query.after is not None:
        statement = statement.where(sweeps.c.sweep_number < query.after)
    return [_sweep(row) for row in connection.execute(statement.limit(max(1, min(query.limit, MAX_PAGE))))]


def count_sweeps(connection: Connection, project_id: int, query: SweepsQuery) -> int:
    statement = sa.select(sa.func.count()).select_from(sweeps).where(*_conditions(project_id, query))
    return int(connection.execute(statement).scalar_one())


def list_at_work(connection: Connection) -> list[int]:
    """Numbers of the sweeps, of all projects, that have given out cells and not seen the end of them."""
    given = sa.select(sweep_cells.c.sweep_number).where(sweep_cells.c.state == CellState.GIVEN.value).distinct()
    statement = sa.select(sweeps.c.sweep_number).where(
        sweeps.c.state.in_(_OPEN) | sweeps.c.sweep_number.in_(given), sweeps.c.next_position > 0
    )
    return list(connection.scalars(statement))


def insert_sweep(connection: Connection, values: Mapping[str, object]) -> Sweep:
    number = connection.execute(sa.insert(sweeps).values(**values).returning(sweeps.c.sweep_number)).scalar_one()
    found = find_by_number(connection, number)
    assert found is not None  # noqa: S101 - inserted just now
    return found


def update_sweep(connection: Connection, sweep_number: int, values: Mapping[str, object]) -> None:
    connection.execute(sa.update(sweeps).where(sweeps.c.sweep_number == sweep_number).values(**values))


def delete_sweep(connection: Connection, sweep_number: int) -> bool:
    """Its cells and agents go with it."""
    connection.execute(sa.delete(sweep_cells).where(sweep_cells.c.sweep_number == sweep_number))
    connection.execute(sa.delete(sweep_agents).where(sweep_agents.c.sweep_number == sweep_number))
    return connection.execute(sa.delete(sweeps).where(sweeps.c.sweep_number == sweep_number)).rowcount > 0


def delete_sweeps_of_projects(connection: Connection, project_ids: Sequence[int]) -> int:
    """Their cells and agents go with them; returns how many sweeps there were."""
    deleted = 0
    for start in range(0, len(project_ids), _CHUNK):
        here = sweeps.c.project_id.in_(project_ids[start : start + _CHUNK])
        numbers = sa.select(sweeps.c.sweep_number).where(here)
        for table in (sweep_cells, sweep_agents):
            connection.execute(sa.delete(table).where(table.c.sweep_number.in_(numbers)))
        deleted += connection.execute(sa.delete(sweeps).where(here)).rowcount
    return deleted


def find_agent(connection: Connection, agent_number: int) -> Agent | None:
    row = connection.execute(sa.select(sweep_agents).where(sweep_agents.c.agent_number == agent_number)).first()
    return None if row is None else Agent(**row._mapping)


def list_agents(connection: Connection, sweep_number: int) -> list[Agent]:
    """Oldest first."""
    here = sa.select(sweep_agents).where(sweep_agents.c.sweep_number == sweep_number)
    return [Agent(**row._mapping) for row in connection.execute(here.order_by(sweep_agents.c.agent_number))]


def insert_agent(connection: Connection, values: Mapping[str, object]) -> Agent:
    return Agent(
        **connection.execute(sa.insert(sweep_agents).values(**values).returning(*sweep_agents.c)).one()._mapping
    )


def update_agent(connection: Connection, agent_number: int, values: Mapping[str, object]) -> None:
    connection.execute(sa.update(sweep_agents).where(sweep_agents.c.agent_number == agent_number).values(**values))


def list_cells(connection: Connection, sweep_number: int, *conditions: sa.ColumnElement[bool]) -> list[Cell]:
    """Oldest first."""
    here = sa.select(sweep_cells).where(sweep_cells.c.sweep_number == sweep_number, *conditions)
    return [_cell(row) for row in connection.execute(here.order_by(sweep_cells.c.cell_number))]


def list_given(connection: Connection, sweep_number: int) -> list[Cell]:
    return list_cells(connection, sweep_number, sweep_cells.c.state == CellState.GIVEN.value)


def list_of_agent(connection: Connection, agent: Agent) -> list[Cell]:
    return list_cells(connection, agent.sweep_number, sweep_cells.c.agent_number == agent.agent_number)


def next_queued(connection: Connection, sweep_number: int) -> Cell | None:
    queued = sa.select(sweep_cells).where(
        sweep_cells.c.sweep_number == sweep_number, sweep_cells.c.state == CellState.QUEUED.value
    )
    row = connection.execute(queued.order_by(sweep_cells.c.cell_number).limit(1)).first()
    return None if row is None else _cell(row)


def count_unfinished(connection: Connection, sweep_number: int) -> int:
    """Cells that wait for an agent, or for their end."""
    statement = (
        sa.select(sa.func.count())
        .select_from(sweep_cells)
        .where(
            sweep_cells.c.sweep_number == sweep_number,
            sweep_cells.c.state.in_((CellState.QUEUED.value, CellState.GIVEN.value)),
        )
    )
    return int(connection.execute(statement).scalar_one())


def insert_cell(connection: Connection, values: Mapping[str, object]) -> Cell:
    return _cell(connection.execute(sa.insert(sweep_cells).values(**values).returning(*sweep_cells.c)).one())


def update_cell(connection: Connection, cell_number: int, values: Mapping[str, object]) -> None:
    connection.execute(sa.update(sweep_cells).where(sweep_cells.c.cell_number == cell_number).values(**values))


def read_signs(connection: Connection, project_id: int, run_ids: Sequence[str]) -> dict[str, RunSigns]:
    """How the runs are; those that are not there are absent."""
    found: dict[str, RunSigns] = {}
    for start in range(0, len(run_ids), _CHUNK):
        statement = sa.select(runs.c.run_id, runs.c.state, runs.c.heartbeat_at).where(
            runs.c.project_id == project_id,
            runs.c.run_id.in_(run_ids[start : start + _CHUNK]),
            runs.c.deleted_at.is_(None),
        )
        rows = connection.execute(statement)
        found |= {row.run_id: RunSigns(RunState(row.state), row.heartbeat_at) for row in rows}
    return found


def count_runs(connection: Connection, project_id: int, sweep_ids: Sequence[str]) -> dict[str, RunCounts]:
    """Runs of sweeps by their ids; sweeps without runs are absent."""
    running = sa.func.sum(sa.case((runs.c.state.in_(_LIVE), 1), else_=0))
    statement = (
        sa.select(runs.c.sweep, sa.func.count(), running)
        .where(runs.c.project_id == project_id, runs.c.sweep.in_(sweep_ids), runs.c.deleted_at.is_(None))
        .group_by(runs.c.sweep)
    )
    return {row[0]: RunCounts(int(row[1]), int(row[2] or 0)) for row in connection.execute(statement)}


def _conditions(project_id: int, query: SweepsQuery) -> list[sa.ColumnElement[bool]]:
    conditions = [sweeps.c.project_id == project_id]
    if query.states is not None:
        conditions.append(sweeps.c.state.in_([state.value for state in query.states]))
    if query.sweep_ids is not None:
        conditions.append(sweeps.c.sweep_id.in_(query.sweep_ids))
    if query.text:
        named = sweeps.c.display_name.icontains(query.text, autoescape=True)
        conditions.append(named | sweeps.c.sweep_id.icontains(query.text, autoescape=True))
    return conditions


def _first_sweep(connection: Connection, condition: sa.ColumnElement[bool]) -> Sweep | None:
    row = connection.execute(_WITH_USER.where(condition)).first()
    return None if row is None else _sweep(row)


def _sweep(row: Row[Any]) -> Sweep:
    return Sweep(**{**row._mapping, "state": SweepState(row.state), "prior_runs": tuple(row.prior_runs)})


def _cell(row: Row[Any]) -> Cell:
    return Cell(**{**row._mapping, "state": CellState(row.state)})
