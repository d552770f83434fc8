"""The metadata store in one SQLite file: one writing thread with group commit, many readers.

All writers that wait while a commit is being synced share the next one. Each has a savepoint of its own, so one that
fails takes only its own changes with it.
"""

import asyncio
import threading
from collections import deque
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import QueuePool

from runlake.errors import Overloaded, StoreUnavailable
from runlake.storage.metadata.base import Work
from runlake.storage.metadata.failures import UNSTORABLE, as_ours

T = TypeVar("T")

_MOST_PER_COMMIT = 256
_MOST_WAITING = 10_000
_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA busy_timeout = 10000",
    "PRAGMA journal_size_limit = 67108864",
    "PRAGMA cache_size = -16000",
    "PRAGMA temp_store = MEMORY",
)


@dataclass(slots=True)
class _Job:
    work: Work[Any]
    loop: asyncio.AbstractEventLoop
    done: "asyncio.Future[Any]"
    value: object = None
    error: Exception | None = None


class SqliteMetadata:
    """Metadata in the file `path`, created when missing. A second process may use the file too."""

    dialect_name: Literal["sqlite"] = "sqlite"

    def __init__(self, path: Path, *, readers: int = 4) -> None:
        self._writer_engine = _engine(path, connections=1, begin="BEGIN IMMEDIATE")
        self._reader_engine = _engine(path, connections=readers, begin="BEGIN", pragma="PRAGMA query_only = ON")
        self._readers = ThreadPoolExecutor(readers, "metadata-read")
        self._waiting: deque[_Job] = deque()
        self._changed = threading.Condition()
        self._closed = False
        self._writer = threading.Thread(target=self._write_until_closed, name="metadata-write", daemon=True)
        self._writer.start()

    async def read(self, work: Work[T]) -> T:
        if self._closed:
            raise StoreUnavailable("the metadata store is closed")
        return await asyncio.get_running_loop().run_in_executor(self._readers, self._read, work)

    async def write(self, work: Work[T]) -> T:
        loop = asyncio.get_running_loop()
        job = _Job(work, loop, loop.create_future())
        with self._changed:
            if self._closed:
                raise StoreUnavailable("the metadata store is closed")
            if len(self._waiting) >= _MOST_WAITING:
                raise Overloaded("too many changes wait for the metadata store: try again", retry_after_s=2.0)
            self._waiting.append(job)
            self._changed.notify()
        result: T = await job.done
        return result

    async def close(self) -> None:
        with self._changed:
            if self._closed:
                return
            self._closed = True
            self._changed.notify()
        await asyncio.get_running_loop().run_in_executor(None, self._shut_down)

    def _shut_down(self) -> None:
        self._writer.join()
        self._readers.shutdown(wait=True)
        self._reader_engine.dispose()
        self._writer_engine.dispose()  # last, so that closing it folds the log back into the file

    def _read(self, work: Work[T]) -> T:
        try:
            with self._reader_engine.begin() as connection:
                return work(connection)
        except (SQLAlchemyError, *UNSTORABLE) as error:
            raise as_ours(error) from error

    def _write_until_closed(self) -> None:
        while batch := self._take():
            self._commit(batch)
            _answer(batch)

    def _take(self) -> list[_Job]:
        """The jobs of the next commit; empty when closed and done."""
        with self._changed:
            while not self._waiting and not self._closed:
                self._changed.wait()
            count = min(len(self._waiting), _MOST_PER_COMMIT)
            return [self._waiting.popleft() for _ in range(count)]

    def _commit(self, batch: Sequence[_Job]) -> None:
        try:
            with self._writer_engine.begin() as connection:
                for job in batch:
                    _attempt(connection, job)
        except Exception as error:  # noqa: BLE001 - a worker's loop: the error belongs to those who wait
            for job in batch:
                job.error = job.error or as_ours(error)


def _attempt(connection: Connection, job: _Job) -> None:
    try:
        with connection.begin_nested():
            job.value = job.work(connection)
    except Exception as error:
        # A full disk or an I/O error makes SQLite roll back everything: the others of the batch are lost too.
        if not _in_transaction(connection):
            raise
        job.error = as_ours(error)


def _in_transaction(connection: Connection) -> bool:
    return bool(getattr(connection.connection.dbapi_connection, "in_transaction", False))


def _answer(batch: Sequence[_Job]) -> None:
    """Wake the waiting, one call per event loop."""
    for loop in {job.loop for job in batch}:
        jobs = [job for job in batch if job.loop is loop]
        try:
            loop.call_soon_threadsafe(_resolve, jobs)
        except RuntimeError:  # the loop was closed: nobody waits any more
            continue


def _resolve(jobs: Sequence[_Job]) -> None:
    for job in jobs:
        if job.done.done():  # cancelled while it waited; the change is stored all the same
            continue
        if job.error is None:
            job.done.set_result(job.value)
        else:
            job.done.set_exception(job.error)


def _engine(path: Path, *, connections: int, begin: str, pragma: str | None = None) -> Engine:
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        poolclass=QueuePool,
        pool_size=connections,
        max_overflow=0,
        connect_args={"check_same_thread": False},
    )

    def prepare(dbapi_connection: Any, _: object) -> None:
        # Python's own transaction control begins late and commits around DDL: switch it off and begin ourselves.
        dbapi_connection.isolation_level = None
        for statement in (*_PRAGMAS, *([pragma] if pragma else ())):
            dbapi_connection.execute(statement)

    def begin_transaction(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", begin_transaction)
    return engine
