"""The metadata store in PostgreSQL: a transaction per write, serializable, tried again when it loses a race."""

import asyncio
import random
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Literal, TypeVar

from sqlalchemy import URL, Engine, create_engine
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from runlake.errors import Overloaded, StoreUnavailable
from runlake.storage.metadata.base import Work
from runlake.storage.metadata.failures import UNSTORABLE, as_ours, lost_a_race

T = TypeVar("T")

_ATTEMPTS = 12
_CONNECT_TIMEOUT_S = 10


class PostgresMetadata:
    """Metadata in one PostgreSQL database."""

    dialect_name: Literal["postgresql"] = "postgresql"

    def __init__(self, url: URL, *, readers: int = 4, writers: int = 4) -> None:
        engine = _engine(url.set(drivername="postgresql+psycopg"), connections=readers + writers)
        self._engine = engine
        self._read_engine = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        self._write_engine = engine.execution_options(isolation_level="SERIALIZABLE")
        self._readers = ThreadPoolExecutor(readers, "metadata-read")
        self._writers = ThreadPoolExecutor(writers, "metadata-write")
        self._closed = False

    async def read(self, work: Work[T]) -> T:
        self._require_open()
        return await asyncio.get_running_loop().run_in_executor(self._readers, _run, self._read_engine, work)

    async def write(self, work: Work[T]) -> T:
        self._require_open()
        return await asyncio.get_running_loop().run_in_executor(self._writers, _run, self._write_engine, work)

    async def close(self) -> None:
        if self._closed:
            return
        self._closed = True
        await asyncio.get_running_loop().run_in_executor(None, self._shut_down)

    def _require_open(self) -> None:
        if self._closed:
            raise StoreUnavailable("the metadata store is closed")

    def _shut_down(self) -> None:
        self._readers.shutdown(wait=True)
        self._writers.shutdown(wait=True)
        self._engine.dispose()


def _run(engine: Engine, work: Work[T]) -> T:
    for attempt in range(_ATTEMPTS):
        try:
            with engine.begin() as connection:
                return work(connection)
        except (SQLAlchemyError, *UNSTORABLE) as error:
            if attempt == _ATTEMPTS - 1 or not lost_a_race(error, attempt):
                raise _final(error) from error
        time.sleep(random.uniform(0, 0.002 * 2 ** min(attempt, 6)))  # noqa: S311 - jitter, not a secret
    raise AssertionError("unreachable")


def _final(error: Exception) -> Exception:
    if isinstance(error, IntegrityError) or not lost_a_race(error, _ATTEMPTS):
        return as_ours(error)
    return Overloaded("too many writers change the same rows of the metadata store: try again")


def _engine(url: URL, *, connections: int) -> Engine:
    return create_engine(
        url,
        pool_size=connections,
        max_overflow=0,
        pool_pre_ping=True,
        connect_args={"connect_timeout": _CONNECT_TIMEOUT_S, "application_name": "runlake"},
    )
