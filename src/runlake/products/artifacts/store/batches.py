"""Long lists of values, in parts that fit into one statement."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")

_MAX_BOUND = 500


def in_batches(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """The values in order, some hundred at a time, each once."""
    distinct = list(dict.fromkeys(values))
    for start in range(0, len(distinct), _MAX_BOUND):
        yield distinct[start : start + _MAX_BOUND]
