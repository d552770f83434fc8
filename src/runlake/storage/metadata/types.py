"""Column types with the same behaviour on SQLite and PostgreSQL."""

from datetime import UTC, datetime, timedelta

import orjson
from sqlalchemy import BigInteger, Dialect, Integer, Text, TypeDecorator

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

# A 64-bit integer primary key that the store counts up. SQLite does so only for a column of type INTEGER.
AutoId = BigInteger().with_variant(Integer(), "sqlite")


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC datetime, stored as microseconds since 1970 in a BIGINT. Refuses naive datetimes."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else to_micros(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        return None if value is None else from_micros(value)


class JsonText(TypeDecorator[object]):
    """A JSON value stored as text; never looked into by SQL."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: object, dialect: Dialect) -> str | None:
        return None if value is None else orjson.dumps(value).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> object:
        return None if value is None else orjson.loads(value)


def to_micros(at: datetime) -> int:
    """Microseconds since 1970 of an aware datetime, exactly."""
    if at.tzinfo is None:
        raise ValueError(f"{at!r} has no time zone: pass an aware datetime")
    return (at - _EPOCH) // _MICROSECOND


def from_micros(micros: int) -> datetime:
    """The aware UTC datetime of microseconds since 1970."""
    return _EPOCH + timedelta(microseconds=micros)
