"""INSERT statements that may end in ON CONFLICT: SQLAlchemy has them with each database, not in common."""

from typing import TYPE_CHECKING

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import sqlite

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql


def insert_into(connection: Connection, table: Table) -> "sqlite.Insert | postgresql.Insert":
    """An INSERT for the connection's database, with `on_conflict_do_nothing` and `on_conflict_do_update`."""
    if connection.dialect.name != "postgresql":
        return sqlite.insert(table)
    # Imported here: it takes a thirtieth of the time in which a server on SQLite is up.
    from sqlalchemy.dialects import postgresql

    return postgresql.insert(table)
