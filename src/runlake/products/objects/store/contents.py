"""Statements on what is found by digest: values, tables of rows, files."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, func, select

from runlake.products.objects.tables import object_files, object_tables, object_values
from runlake.storage.metadata import insert_into

_AT_ONCE = 500

Row = Mapping[str, Any]


def put_values(connection: Connection, rows: Sequence[Row]) -> None:
    """Store values that are not there yet."""
    _put(connection, object_values, rows)


def put_table(connection: Connection, row: Row) -> None:
    """Store a table that is not there yet."""
    _put(connection, object_tables, [row])


def put_file(connection: Connection, row: Row) -> None:
    """Store what is known of a file that is not there yet."""
    _put(connection, object_files, [row])


def find_values(connection: Connection, project_id: int, digests: Sequence[str]) -> dict[str, str | None]:
    """Digest → JSON text, None for what lies in the blob store."""
    return _by_digest(connection, object_values, "document", project_id, digests)


def find_sizes(connection: Connection, project_id: int, digests: Sequence[str]) -> dict[str, int]:
    """Digest → size in bytes."""
    return _by_digest(connection, object_values, "size_bytes", project_id, digests)


def find_tables(connection: Connection, project_id: int, digests: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Digest → (number of rows, size in bytes)."""
    counts = _by_digest(connection, object_tables, "row_count", project_id, digests)
    sizes = _by_digest(connection, object_tables, "size_bytes", project_id, digests)
    return {digest: (count, sizes[digest]) for digest, count in counts.items()}


def find_file(connection: Connection, project_id: int, digest: str) -> int | None:
    """The size in bytes of a file; None when there is none."""
    found: dict[str, int] = _by_digest(connection, object_files, "size_bytes", project_id, [digest])
    return found.get(digest)


def find_digest(connection: Connection, project_id: int, start: str) -> str | None:
    """The first digest of a file that starts so."""
    digest = object_files.c.digest
    statement = select(digest).where(object_files.c.project_id == project_id, digest.startswith(start, autoescape=True))
    found: str | None = connection.execute(statement.order_by(digest).limit(1)).scalar()
    return found


def sum_bytes(connection: Connection, project_id: int) -> dict[str, int]:
    """What a project stores: `values`, `tables` and `files`, in bytes."""
    kinds = {"values": object_values, "tables": object_tables, "files": object_files}
    return {kind: _sum(connection, table, project_id) for kind, table in kinds.items()}


def _sum(connection: Connection, table: Table, project_id: int) -> int:
    statement = select(func.coalesce(func.sum(table.c.size_bytes), 0)).where(table.c.project_id == project_id)
    return int(connection.execute(statement).scalar_one())


def _put(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    for some in _parts(rows):
        connection.execute(insert_into(connection, table).values(some).on_conflict_do_nothing())


def _by_digest(
    connection: Connection, table: Table, column: str, project_id: int, digests: Sequence[str]
) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for some in _parts(digests):
        statement = select(table.c.digest, table.c[column])
        rows = connection.execute(statement.where(table.c.project_id == project_id, table.c.digest.in_(some)))
        found.update((digest, value) for digest, value in rows)
    return found


def _parts(items: Sequence[Any]) -> Iterator[list[Any]]:
    return (list(items[start : start + _AT_ONCE]) for start in range(0, len(items), _AT_ONCE))
