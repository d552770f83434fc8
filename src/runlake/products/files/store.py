"""Statements on run_files. Each function runs inside `Metadata.read` or `Metadata.write`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, delete, func, insert, select, update

from runlake.products.files.file import FilePage, FileQuery, RunFile
from runlake.products.files.paging import Pattern, cursor_after, name_of_cursor
from runlake.products.files.tables import run_files

MAX_PAGE = 1000
_MAX_BOUND = 500  # values in one IN list


@dataclass(frozen=True, slots=True)
class PutOutcome:
    """The row as it is now, and the blob that nothing points at any more: the replaced one, or the late one."""

    file: RunFile
    unused_blob: str | None


def put_file(connection: Connection, file: RunFile) -> PutOutcome:
    """Insert or replace the row of the file's name, unless a later upload (a greater version) is already there.

    `file.file_id` is ignored. The caller's transaction makes it one step.
    """
    old = find_file(connection, file.run_number, file.name)
    values = _values(file)
    if old is None:
        result = connection.execute(insert(run_files).values(values).returning(*run_files.c)).one()
        return PutOutcome(_file(result), None)
    if old.version >= file.version:
        return PutOutcome(old, file.blob)
    row = connection.execute(
        update(run_files).where(run_files.c.file_id == old.file_id).values(values).returning(*run_files.c)
    ).one()
    return PutOutcome(_file(row), old.blob)


def find_file(connection: Connection, run_number: int, name: str) -> RunFile | None:
    """The file of that name, if there is one."""
    row = connection.execute(select(run_files).where(_of_run(run_number), run_files.c.name == name)).one_or_none()
    return None if row is None else _file(row)


def find_named(connection: Connection, run_number: int, names: Sequence[str]) -> dict[str, RunFile]:
    """Those of the names that exist."""
    found: dict[str, RunFile] = {}
    for some in _batches(names):
        rows = connection.execute(select(run_files).where(_of_run(run_number), run_files.c.name.in_(some)))
        found.update((row.name, _file(row)) for row in rows)
    return found


def find_by_ids(connection: Connection, file_ids: Sequence[int]) -> list[RunFile]:
    """Those of the ids that exist, of any run."""
    found: list[RunFile] = []
    for some in _batches(file_ids):
        found.extend(_file(row) for row in connection.execute(select(run_files).where(run_files.c.file_id.in_(some))))
    return found


def list_files(connection: Connection, run_number: int, query: FileQuery) -> FilePage:
    """One page, in the order of names."""
    limit = max(1, min(query.limit, MAX_PAGE))
    matches = _matches(connection.dialect.name, run_number, query)
    total = connection.execute(select(func.count()).select_from(run_files).where(matches)).scalar_one()
    page = select(run_files).where(matches).order_by(run_files.c.name).limit(limit + 1)
    if query.after is not None:
        page = page.where(run_files.c.name > name_of_cursor(query.after))
    files = [_file(row) for row in connection.execute(page)]
    more = len(files) > limit
    return FilePage(files[:limit], total, cursor_after(files[limit - 1].name) if more else None)


def count_files(connection: Connection, run_numbers: Sequence[int]) -> dict[int, int]:
    """How many files each run has; runs without files are left out."""
    counts: dict[int, int] = {}
    for some in _batches(run_numbers):
        statement = (
            select(run_files.c.run_number, func.count())
            .where(run_files.c.run_number.in_(some))
            .group_by(run_files.c.run_number)
        )
        counts.update((number, count) for number, count in connection.execute(statement))
    return counts


def sum_bytes(connection: Connection, project_ids: Sequence[int]) -> int:
    """The bytes of all files of these projects."""
    total = 0
    for some in _batches(project_ids):
        statement = select(func.coalesce(func.sum(run_files.c.size_bytes), 0)).where(run_files.c.project_id.in_(some))
        total += int(connection.execute(statement).scalar_one())
    return total


def find_last_version(connection: Connection) -> int:
    """The greatest version of all files; 0 when there are none."""
    return int(connection.execute(select(func.coalesce(func.max(run_files.c.version), 0))).scalar_one())


def delete_files(connection: Connection, project_id: int, file_ids: Sequence[int]) -> list[RunFile]:
    """Delete those of the ids that are in the project; return what was deleted."""
    deleted: list[RunFile] = []
    for some in _batches(file_ids):
        condition = and_(run_files.c.project_id == project_id, run_files.c.file_id.in_(some))
        deleted.extend(_delete(connection, condition))
    return deleted


def delete_files_of_run(connection: Connection, run_number: int) -> list[RunFile]:
    """Delete all files of a run; return what was deleted."""
    return _delete(connection, _of_run(run_number))


def find_used_blobs(connection: Connection, blobs: Sequence[str]) -> set[str]:
    """Those of the blobs that a row points at."""
    used: set[str] = set()
    for some in _batches(blobs):
        used.update(connection.execute(select(run_files.c.blob).where(run_files.c.blob.in_(some))).scalars())
    return used


def _delete(connection: Connection, condition: ColumnElement[bool]) -> list[RunFile]:
    return [_file(row) for row in connection.execute(delete(run_files).where(condition).returning(*run_files.c))]


def _of_run(run_number: int) -> ColumnElement[bool]:
    return run_files.c.run_number == run_number


def _matches(dialect_name: str, run_number: int, query: FileQuery) -> ColumnElement[bool]:
    conditions = [_of_run(run_number)]
    if query.names:
        conditions.append(run_files.c.name.in_(query.names))
    if query.pattern is not None:
        conditions.append(_like(dialect_name, Pattern.parse(query.pattern)))
    if query.prefix:
        conditions.append(_like(dialect_name, Pattern.starting_with(query.prefix)))
    return and_(*conditions)


def _like(dialect_name: str, pattern: Pattern) -> ColumnElement[bool]:
    if dialect_name == "sqlite":
        return run_files.c.name.bool_op("GLOB")(pattern.as_glob())
    return run_files.c.name.like(pattern.as_like(), escape="\\")


def _values(file: RunFile) -> dict[str, object]:
    return {column.name: getattr(file, column.name) for column in run_files.c if column.name != "file_id"}


def _file(row: Row[Any]) -> RunFile:
    return RunFile(**row._mapping)


def _batches(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(values), _MAX_BOUND):
        yield values[start : start + _MAX_BOUND]
