"""Orders: several keys, what lacks one comes last in both directions. Pure."""

from collections.abc import Sequence
from typing import Any, TypeVar

from runlake.errors import InvalidInput
from runlake.protocols.weave.call_wire import SortBy
from runlake.protocols.weave.query.fields import Field, Fields
from runlake.protocols.weave.query.values import MISSING, text_of, to_double

R = TypeVar("R", bound=dict[str, Any])
_MOST_KEYS = 10


def check_order(keys: Sequence[SortBy], fields: Fields) -> list[tuple[Field, bool]]:
    """The fields of an order, each with whether it descends. Raises InvalidInput, FieldRefused."""
    if len(keys) > _MOST_KEYS:
        raise InvalidInput(f"sort_by has {len(keys)} keys: the limit is {_MOST_KEYS}")
    wrong = next((key for key in keys if key.direction not in ("asc", "desc")), None)
    if wrong is not None:
        raise InvalidInput(f"direction {wrong.direction[:40]!r} is neither asc nor desc")
    return [(fields.field(key.field), key.direction == "desc") for key in keys]


def in_order(rows: Sequence[R], keys: Sequence[tuple[Field, bool]]) -> list[R]:
    """The rows in that order, numbers before other texts in both directions; those that are equal stay as they were."""
    ordered = list(rows)
    for field, descending in reversed(keys):
        keyed = [(field.raw(row), row) for row in ordered]
        missing = [row for value, row in keyed if value is MISSING or value is None]
        found = [(value, row) for value, row in keyed if value is not MISSING and value is not None]
        numbers = [(number, row) for value, row in found if (number := _number(value)) is not None]
        texts = [(text_of(value), row) for value, row in found if _number(value) is None]
        numbers.sort(key=lambda pair: pair[0], reverse=descending)
        texts.sort(key=lambda pair: pair[0], reverse=descending)
        ordered = [row for _, row in numbers] + [row for _, row in texts] + missing
    return ordered


def _number(value: Any) -> float | None:
    """Numbers, also in texts; true and false are texts."""
    return None if isinstance(value, bool) else to_double(value)
