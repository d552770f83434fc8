"""Embedded ClickHouse (chDB) behind the columnar interface.

Facts of chDB 4.4 this rests on, each measured: sessions are cheap and run in parallel, one per thread; the
interpreter lock is free during queries and inserts; one process per folder; an insert of one Arrow record batch
makes one part, and with `fsync_after_insert` and `fsync_part_directory` that part survives `kill -9`; when a query
fails half-way, what it had written stands before the answer of the session's next one, which is why that is thrown away.
"""

import asyncio
import os
import re
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import pyarrow as pa
from chdb.session import Session

from runlake.errors import InvalidInput, Overloaded, QueryTimeout, RunlakeError, StorageFull, StoreError
from runlake.storage.columnar.base import ColumnarTable
from runlake.storage.columnar.parameters import encode_parameters

T = TypeVar("T")

_DATABASE = "runlake"
_WRITERS = 3
_SESSION_SETTINGS = (
    "SET max_threads = 2",
    "SET max_insert_threads = 1",
    "SET max_memory_usage = 4000000000",
    "SET max_insert_block_size = 4000000",
    "SET max_partitions_per_insert_block = 0",
    "SET output_format_arrow_string_as_string = 1",
    "SET optimize_use_projections = 1",
    "SET lightweight_mutation_projection_mode = 'rebuild'",
)
_EMPTY_STREAM = pa.table({})
_CODE = re.compile(r"Code: (\d+)\.")
_FULL = (243, 75)  # NOT_ENOUGH_SPACE, CANNOT_WRITE_TO_FILE_DESCRIPTOR
_BEHIND = (252, 241)  # TOO_MANY_PARTS, MEMORY_LIMIT_EXCEEDED
_REFUSED_REGEXP = (427, 125)  # CANNOT_COMPILE_REGEXP, INCORRECT_… from a user's pattern


class ChdbColumnar:
    """One data folder of embedded ClickHouse: a pool of reading threads, a few writing ones."""

    def __init__(self, folder: Path, *, readers: int, timeout_s: float) -> None:
        self._folder = folder
        self._timeout_s = timeout_s
        self._local = threading.local()
        self._sessions: list[Session] = []
        self._sessions_lock = threading.Lock()
        self._readers = ThreadPoolExecutor(readers, "columnar-read")
        self._writers = ThreadPoolExecutor(_WRITERS, "columnar-write")
        self._closed = False

    @classmethod
    async def open(cls, folder: Path, *, readers: int = 4, timeout_s: float = 30.0) -> "ChdbColumnar":
        """Open or create the store in `folder`."""
        store = cls(folder, readers=readers, timeout_s=timeout_s)
        await store._in(store._writers, store._create_database)
        return store

    async def query(
        self, sql: str, parameters: Mapping[str, object] | None = None, *, timeout_s: float | None = None
    ) -> pa.Table:
        limit_s = self._timeout_s if timeout_s is None else timeout_s
        return await self._in(self._readers, lambda: self._select(sql, parameters, limit_s))

    async def insert(self, table: str, rows: ColumnarTable, *, late_indexes: Sequence[str] = ()) -> None:
        if rows.num_rows:
            await self._in(self._writers, lambda: self._insert(table, rows, late_indexes))

    async def execute(self, sql: str, parameters: Mapping[str, object] | None = None) -> None:
        await self._in(self._writers, lambda: self._session().query(sql, "CSV", params=encode_parameters(parameters)))

    async def close(self) -> None:
        if self._closed:
            return
        self._closed = True
        await asyncio.get_running_loop().run_in_executor(None, self._shut_down)

    def _shut_down(self) -> None:
        for pool in (self._readers, self._writers):
            pool.shutdown(wait=True)
        for session in self._sessions:
            session.close()

    async def _in(self, pool: ThreadPoolExecutor, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(pool, lambda: _translated(work))

    def _create_database(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        with Session(str(self._folder)) as session:
            session.query(f"CREATE DATABASE IF NOT EXISTS {_DATABASE} ENGINE = Atomic")

    def _session(self) -> Session:
        session: Session | None = getattr(self._local, "session", None)
        if session is None:
            session = Session(str(self._folder))
            for statement in (f"USE {_DATABASE}", *_SESSION_SETTINGS):
                session.query(statement)
            self._local.session = session
            self._local.timeout_s = None
            self._local.has_leftovers = False
            with self._sessions_lock:
                self._sessions.append(session)
        return session

    def _select(self, sql: str, parameters: Mapping[str, object] | None, timeout_s: float) -> pa.Table:
        session = self._session()
        if self._local.has_leftovers:
            session.query("SELECT 1", "ArrowStream")
        self._local.has_leftovers = True
        if self._local.timeout_s != timeout_s:
            session.query(f"SET max_execution_time = {timeout_s:f}")
            self._local.timeout_s = timeout_s
        answer = session.query(sql, "ArrowStream", params=encode_parameters(parameters)).bytes()
        self._local.has_leftovers = False
        if not answer:
            return _EMPTY_STREAM
        with pa.ipc.open_stream(answer) as reader:
            return reader.read_all()

    def _insert(self, table: str, rows: ColumnarTable, late_indexes: Sequence[str]) -> None:
        """Insert through a SELECT: chDB's streaming insert reports success when the disk is full."""
        columns = ", ".join(rows.schema.names)
        with _readable_file(rows) as path:
            sql = f"INSERT INTO {table} ({columns}) SELECT {columns} FROM file('{path}', 'ArrowStream')"  # noqa: S608
            if late_indexes:
                sql += f" SETTINGS exclude_materialize_skip_indexes_on_insert = '{','.join(late_indexes)}'"
            self._session().query(sql)


@contextmanager
def _readable_file(rows: ColumnarTable) -> Iterator[str]:
    """The rows as an Arrow stream in a file that the engine can read: in memory where the system has such files."""
    if hasattr(os, "memfd_create"):
        with open(os.memfd_create("runlake-insert"), "wb") as file:
            _write_stream(rows, file)
            file.flush()
            yield f"/proc/self/fd/{file.fileno()}"
    else:
        with tempfile.NamedTemporaryFile(suffix=".arrow") as file:
            _write_stream(rows, file)
            file.flush()
            yield file.name


def _write_stream(rows: ColumnarTable, file: object) -> None:
    """One record batch, so that the engine makes one part of it."""
    with pa.ipc.new_stream(file, rows.schema) as writer:
        writer.write(rows.combine_chunks() if isinstance(rows, pa.Table) else rows)


def _translated(work: Callable[[], T]) -> T:
    """Run work; turn the engine's errors into ours."""
    try:
        return work()
    except RunlakeError:
        raise
    except RuntimeError as error:  # chDB raises RuntimeError and its subclass ChdbError
        raise _as_ours(error) from error


def _as_ours(error: RuntimeError) -> RunlakeError:
    text = str(error)
    match = _CODE.search(text)
    code = int(match.group(1)) if match else 0
    if code in _FULL or "No space left on device" in text:
        return StorageFull("the disk of the data folder is full: nothing was stored; free some space and try again")
    if code in _BEHIND:
        return Overloaded("the columnar store is behind with its work: try again", retry_after_s=2.0)
    if code == 159:
        return QueryTimeout("the query took too long: narrow it, for example to fewer runs or a shorter range")
    if code in _REFUSED_REGEXP:
        return InvalidInput("the regular expression is not valid RE2 syntax")
    failed = StoreError(f"the columnar store failed: {text.splitlines()[0][:500] if text else type(error).__name__}")
    failed.engine_code = code
    return failed
