"""Items of queues, with what their agents and runs say of them."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Row

from runlake.model import RunState
from runlake.products.launch.records import Item, ItemState, Mark
from runlake.products.launch.rules import MAX_CLAIMS, Now, Signs, state_of
from runlake.products.launch.tables import entities, launch_agents, launch_items, projects, runs, users

MAX_PAGE = 500
_ENDED = [state.value for state in RunState if state is not RunState.PENDING and not state.is_live]
_OPEN = (Mark.PENDING.value, Mark.LEASED.value, Mark.CLAIMED.value)

# A run that was there before the item was claimed says nothing about the item until it shows life.
_OWN_RUN = sa.and_(
    runs.c.project_id == launch_items.c.target_project_id,
    runs.c.run_id == launch_items.c.run_id,
    runs.c.deleted_at.is_(None),
    runs.c.updated_at >= launch_items.c.claimed_at,
)
_ITEM = (
    sa.select(
        launch_items,
        runs.c.state.label("run_state"),
        launch_agents.c.heartbeat_at.label("agent_heard_at"),
        launch_agents.c.name.label("agent_name"),
        users.c.username,
        entities.c.name.label("target_entity"),
        projects.c.name.label("target_project"),
    )
    .select_from(launch_items)
    .outerjoin(runs, _OWN_RUN)
    .outerjoin(launch_agents, launch_agents.c.agent_number == launch_items.c.agent_number)
    .outerjoin(users, users.c.user_id == launch_items.c.user_id)
    .outerjoin(projects, projects.c.project_id == launch_items.c.target_project_id)
    .outerjoin(entities, entities.c.entity_id == projects.c.entity_id)
)


def insert_item(connection: Connection, values: Mapping[str, object]) -> int:
    return int(
        connection.execute(sa.insert(launch_items).values(**values).returning(launch_items.c.item_number)).scalar_one()
    )


def find_item(connection: Connection, item_number: int, now: Now) -> Item | None:
    row = connection.execute(_ITEM.where(launch_items.c.item_number == item_number)).first()
    return None if row is None else _item(row, now)


def read_row(connection: Connection, item_number: int) -> Row[Any] | None:
    """The row as it is stored."""
    return connection.execute(sa.select(launch_items).where(launch_items.c.item_number == item_number)).first()


def list_items(
    connection: Connection, queue_number: int, now: Now, *, before: int | None = None, limit: int = 100
) -> list[Item]:
    """Newest first; `before` is the last `item_number` of an earlier page."""
    statement = _ITEM.where(launch_items.c.queue_number == queue_number).order_by(launch_items.c.item_number.desc())
    if before is not None:
        statement = statement.where(launch_items.c.item_number < before)
    return [_item(row, now) for row in connection.execute(statement.limit(max(1, min(limit, MAX_PAGE))))]


def next_item(connection: Connection, queue_number: int, now: Now) -> Item | None:
    """What an agent gets next: the first of the highest priority that is free."""
    free = sa.or_(
        launch_items.c.mark == Mark.PENDING.value,
        sa.and_(launch_items.c.mark == Mark.LEASED.value, launch_items.c.leased_until <= now.at),
        sa.and_(
            launch_items.c.mark == Mark.CLAIMED.value,
            launch_items.c.times_claimed < MAX_CLAIMS,
            launch_agents.c.heartbeat_at <= now.silent_since,
            sa.or_(runs.c.state.is_(None), runs.c.state == RunState.PENDING.value),
        ),
    )
    here = _ITEM.where(launch_items.c.queue_number == queue_number, launch_items.c.mark.in_(_OPEN), free)
    row = connection.execute(here.order_by(launch_items.c.priority, launch_items.c.item_number).limit(1)).first()
    return None if row is None else _item(row, now)


def close_ended(connection: Connection, queue_number: int) -> None:
    """Mark the claimed items whose runs have ended, so that the next look does not come upon them again."""
    ended = sa.exists().where(_OWN_RUN, runs.c.state.in_(_ENDED))
    statement = sa.update(launch_items).where(
        launch_items.c.queue_number == queue_number, launch_items.c.mark == Mark.CLAIMED.value, ended
    )
    connection.execute(statement.values(mark=Mark.ENDED.value))


def update_item(connection: Connection, item_number: int, values: Mapping[str, object]) -> None:
    connection.execute(sa.update(launch_items).where(launch_items.c.item_number == item_number).values(**values))


def delete_item(connection: Connection, queue_number: int, item_number: int) -> bool:
    statement = sa.delete(launch_items).where(
        launch_items.c.queue_number == queue_number, launch_items.c.item_number == item_number
    )
    return connection.execute(statement).rowcount > 0


def count_open(connection: Connection, queue_numbers: Sequence[int]) -> dict[int, int]:
    """How many items wait, or are being started or run, by queue; queues without any are absent."""
    running = ~sa.exists().where(_OWN_RUN, runs.c.state.in_(_ENDED))
    statement = (
        sa.select(launch_items.c.queue_number, sa.func.count())
        .where(launch_items.c.queue_number.in_(queue_numbers), launch_items.c.mark.in_(_OPEN), running)
        .group_by(launch_items.c.queue_number)
    )
    return {row[0]: int(row[1]) for row in connection.execute(statement)}


def _item(row: Row[Any], now: Now) -> Item:
    run_state = None if row.run_state is None else RunState(row.run_state)
    signs = Signs(Mark(row.mark), row.leased_until, row.times_claimed, row.agent_heard_at, run_state)
    state = state_of(signs, now)
    waits = state is ItemState.PENDING
    return Item(
        item_number=row.item_number,
        queue_number=row.queue_number,
        spec=row.spec,
        priority=row.priority,
        state=state,
        run_id=None if waits else row.run_id,
        target=None if row.target_project is None else (row.target_entity, row.target_project),
        agent_name=None if waits else row.agent_name,
        message=row.message,
        stage=row.stage,
        file_paths=tuple(row.file_paths),
        username=row.username,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )
