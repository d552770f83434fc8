"""Statements on chart presets. Each function runs inside `Metadata.read` or `Metadata.write`."""

from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy import Connection

from runlake.products.charts.chart import Chart
from runlake.products.charts.tables import charts, entities

_WITH_ENTITY = sa.select(charts, entities.c.name.label("entity_name")).select_from(
    charts.join(entities, entities.c.entity_id == charts.c.entity_id)
)
_LIVE = entities.c.deleted_at.is_(None)


def find_entity_id(connection: Connection, entity_name: str) -> int | None:
    here = sa.select(entities.c.entity_id).where(entities.c.name == entity_name, _LIVE)
    return connection.execute(here).scalar_one_or_none()


def find_chart(connection: Connection, entity_name: str, name: str) -> Chart | None:
    here = _WITH_ENTITY.where(entities.c.name == entity_name, charts.c.name == name, _LIVE)
    row = connection.execute(here).first()
    return None if row is None else Chart(**row._mapping)


def list_charts(connection: Connection, entity_id: int) -> list[Chart]:
    """Of an entity, by name."""
    here = _WITH_ENTITY.where(charts.c.entity_id == entity_id).order_by(charts.c.name)
    return [Chart(**row._mapping) for row in connection.execute(here)]


def count_charts(connection: Connection, entity_id: int) -> int:
    statement = sa.select(sa.func.count()).select_from(charts).where(charts.c.entity_id == entity_id)
    return connection.execute(statement).scalar_one()


def insert_chart(connection: Connection, values: Mapping[str, object]) -> None:
    connection.execute(sa.insert(charts).values(**values))


def delete_chart(connection: Connection, chart_id: int) -> bool:
    return connection.execute(sa.delete(charts).where(charts.c.chart_id == chart_id)).rowcount > 0
