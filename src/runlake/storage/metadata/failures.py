"""Turns what the database drivers raise into our errors."""

import errno
import sqlite3
from collections.abc import Iterator

from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from runlake.errors import Conflict, CorruptData, InvalidInput, RunlakeError, StorageFull, StoreError, StoreUnavailable

_SQLITE_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_SQLITE_CORRUPT = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_SQLITE_UNREACHABLE = (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)
_POSTGRES_DISK_FULL = "53100"
_POSTGRES_LOST_RACE = ("40001", "40P01")  # serialization failure, deadlock
_POSTGRES_UNIQUE_VIOLATION = "23505"
# What sending a value raises when it cannot be stored: a lone surrogate, an integer beyond 64 bits.
UNSTORABLE = (UnicodeEncodeError, OverflowError)
# Classes of SQLSTATE: connection exception, insufficient resources, operator intervention.
_POSTGRES_UNREACHABLE = ("08", "53", "57")


def as_ours(error: Exception) -> Exception:
    """Our error for a driver's; errors that are not a driver's are returned as they are."""
    if isinstance(error, RunlakeError):
        return error
    for cause in _causes(error):
        translated = _translate(cause)
        if translated is not None:
            return translated
    if isinstance(error, PoolTimeout):
        return StoreUnavailable("no connection to the metadata store became free in time: try again")
    if isinstance(error, SQLAlchemyError | sqlite3.Error) or _is_of_psycopg(error):
        return StoreError(f"the metadata store failed: {_first_line(error)}")
    return error


def _is_of_psycopg(error: BaseException) -> bool:
    """An error of PostgreSQL's driver, told by its name: a server on SQLite need not load the driver."""
    return any(kind.__module__.startswith("psycopg") for kind in type(error).__mro__)


def lost_a_race(error: Exception, attempt: int) -> bool:
    """True when the same work, run again, may succeed: another PostgreSQL transaction got in between.

    A unique violation counts at the first attempts: under serializable isolation it can be how a race shows, and the
    next attempt sees the other's row. When it stays, it is a real one.
    """
    states = {getattr(cause, "sqlstate", None) for cause in _causes(error)}
    return not states.isdisjoint(_POSTGRES_LOST_RACE) or (attempt < 2 and _POSTGRES_UNIQUE_VIOLATION in states)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        if isinstance(error, DBAPIError) and error.orig is not None:
            yield error.orig
        error = error.__cause__ or error.__context__


def _translate(error: BaseException) -> RunlakeError | None:
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return _full()
    if isinstance(error, (*UNSTORABLE, sqlite3.DataError)):
        return InvalidInput(f"a value cannot be stored: {_first_line(error)}")
    if isinstance(error, sqlite3.Error):
        return _translate_sqlite(error)
    if _is_of_psycopg(error):
        return _translate_postgres(error)
    if isinstance(error, IntegrityError):
        return _collision(error)
    return None


def _translate_sqlite(error: sqlite3.Error) -> RunlakeError | None:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the low byte is the primary result code
    if code == sqlite3.SQLITE_FULL or "disk is full" in str(error):
        return _full()
    if code in _SQLITE_BUSY:
        return StoreUnavailable("another process holds the metadata store's write lock: try again")
    if code in _SQLITE_CORRUPT:
        return CorruptData(f"the metadata file is damaged ({_first_line(error)}): restore it from a backup")
    if code in _SQLITE_UNREACHABLE:
        return StoreUnavailable(f"the metadata file cannot be used ({_first_line(error)}): check its folder")
    return _collision(error) if isinstance(error, sqlite3.IntegrityError) else None


def _translate_postgres(error: BaseException) -> RunlakeError | None:
    import psycopg  # it is loaded, since it raised the error

    if isinstance(error, psycopg.DataError):
        return InvalidInput(f"a value cannot be stored: {_first_line(error)}")
    state = getattr(error, "sqlstate", None)
    if state == _POSTGRES_DISK_FULL:
        return _full()
    if isinstance(error, psycopg.IntegrityError):
        return _collision(error)
    if state is not None and state[:2] in _POSTGRES_UNREACHABLE:
        return _unreachable(error)
    # Without a SQLSTATE the server said nothing: the connection failed or was lost.
    if state is None and isinstance(error, psycopg.OperationalError | psycopg.InterfaceError):
        return _unreachable(error)
    return None


def _full() -> StorageFull:
    return StorageFull("the disk of the metadata store is full: nothing was stored; free some space and try again")


def _unreachable(error: BaseException) -> StoreUnavailable:
    return StoreUnavailable(f"the metadata store does not answer ({_first_line(error)}): try again")


def _collision(error: BaseException) -> Conflict:
    return Conflict(f"the change collides with what is stored: {_first_line(error)}")


def _first_line(error: BaseException) -> str:
    text = str(getattr(error, "orig", None) or error)
    return text.splitlines()[0][:300] if text else type(error).__name__
