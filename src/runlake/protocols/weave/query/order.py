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
    """The rows in that order; those that are equal stay as they were."""
    ordered = list(rows)
    for field, descending in reversed(keys):
        found = [(_key(field.raw(row)), row) for row in ordered]
        there = [pair for pair in found if pair[0] is not None]
        there.sort(key=lambda pair: pair[0], reverse=descending)  # type: ignore[arg-type,return-value]
        ordered = [row for _, row in there] + [row for key, row in found if key is None]
    return ordered


def _key(value: Any) -> tuple[int, float, str] | None:
    """Numbers, also in texts, before other texts."""
    if value is MISSING or value is None:
        return None
    number = to_double(value)
    return (1, 0.0, text_of(value)) if number is None else (0, number, "")
