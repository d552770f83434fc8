"""Statements on all that a project keeps as objects."""

from collections.abc import Sequence

from sqlalchemy import Connection, delete, select

from runlake.products.objects.tables import metadata


def with_objects(connection: Connection, project_ids: Sequence[int]) -> list[int]:
    """Those of the projects that have a row in any table of objects."""
    found: set[int] = set()
    for table in metadata.sorted_tables:
        statement = select(table.c.project_id).where(table.c.project_id.in_(project_ids)).distinct()
        found.update(connection.scalars(statement))
    return sorted(found)


def delete_all(connection: Connection, project_id: int) -> None:
    """Remove the project's rows from all tables of objects."""
    for table in metadata.sorted_tables:
        connection.execute(delete(table).where(table.c.project_id == project_id))
