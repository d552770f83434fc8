"""Looks for damage in a metadata store."""

from sqlalchemy import Connection

from runlake.storage.metadata.base import Metadata

_QUICK_CHECK = "PRAGMA quick_check(20)"
_FOREIGN_KEY_CHECK = "PRAGMA foreign_key_check"


async def find_damage(metadata: Metadata) -> list[str]:
    """What is wrong with the store, a sentence each; empty when it is sound. Reads the whole SQLite file.

    PostgreSQL guards itself: there only the connection is tried. Raises StoreUnavailable, CorruptData.
    """
    return await metadata.read(_check_sqlite if metadata.dialect_name == "sqlite" else _check_connection)


def _check_sqlite(connection: Connection) -> list[str]:
    found = [str(row[0]) for row in connection.exec_driver_sql(_QUICK_CHECK) if row[0] != "ok"]
    orphans = connection.exec_driver_sql(_FOREIGN_KEY_CHECK).fetchmany(20)
    return found + [f"row {row[1]} of {row[0]} refers to a missing row of {row[2]}" for row in orphans]


def _check_connection(connection: Connection) -> list[str]:
    connection.exec_driver_sql("SELECT 1")
    return []
