"""The scalars of wandb's schema.

`JSON` is inline and must stay strict JSON: one bare NaN in a response makes the client drop the whole answer, so
non-finite numbers become strings. `JSONString` is text and passes through untouched. Source: protocol notes 1.4, 1.5.
"""

import math
from datetime import UTC, datetime

from ariadne import ScalarType
from graphql import GraphQLError

_INT64_LIMIT = 2**63
_FLOAT_LIMIT = 2**1023


def strict(value: object) -> object:
    """The value with what strict JSON, or 64 bits, cannot hold replaced: NaN by "NaN", and so on."""
    if isinstance(value, float):
        return value if math.isfinite(value) else _NON_FINITE[str(value)]
    if isinstance(value, int) and not -_INT64_LIMIT <= value < _INT64_LIMIT:
        return float(value) if abs(value) < _FLOAT_LIMIT else str(value)
    if isinstance(value, dict):
        return {key: strict(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [strict(item) for item in value]
    return value


_NON_FINITE = {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}


def timestamp(value: datetime | str) -> str:
    """ISO-8601 in UTC with a Z, whole microseconds only when there are any."""
    if isinstance(value, str):
        return value
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def text(value: object) -> str:
    """A JSONString from the client."""
    if not isinstance(value, str):
        raise GraphQLError(f"expected a string with JSON text, found {type(value).__name__}")
    return value


def integer(value: object) -> int:
    """An Int64 or Duration from the client; a whole float is one, too."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value != value // 1:
        raise GraphQLError(f"expected an integer, found {value!r:.60}")
    if not -_INT64_LIMIT <= value < _INT64_LIMIT:
        raise GraphQLError("the integer does not fit into 64 bits")
    return int(value)


SCALARS = (
    ScalarType("JSON", serializer=strict),
    ScalarType("JSONString", serializer=text, value_parser=text),
    ScalarType("DateTime", serializer=timestamp),
    ScalarType("Duration", serializer=integer, value_parser=integer),
    ScalarType("Int64", serializer=integer, value_parser=integer),
)
