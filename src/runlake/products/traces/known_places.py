"""Which traces may have spans in the store already: it need not be asked about those that are new, as nearly all are.

An hour that is written to again and again is read once and remembered as marks, one for each of a few million remainders of
a trace's hash. What is marked may be new all the same, and is asked for; what is not marked is new for certain, because
the one writer of spans marks traces before it stores them.
"""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from runlake.products.traces.rows import Place
from runlake.storage.columnar import Columnar

_MARKS = 1 << 22  # bytes of an hour: a million new traces leave three of four unmarked
_HOURS = 16
_OFTEN = 8
"""After so many commits an hour is read: backfills touch many hours, each a few times."""

SELECT_TRACES = """
SELECT DISTINCT trace_hash FROM spans WHERE project_id = {project_id:UInt32} AND hour = {hour:UInt32}
"""

Hour = tuple[int, int]
"""(project_id, hour)"""


@dataclass(slots=True)
class _Seen:
    """How often an hour was asked for, and its marks once it was read."""

    times: int = 0
    marks: NDArray[np.bool_] | None = None


class KnownPlaces:
    """For the one writer of spans: its calls must not overlap."""

    def __init__(self, columnar: Columnar) -> None:
        self._columnar = columnar
        self._hours: OrderedDict[Hour, _Seen] = OrderedDict()

    async def among(self, places: Iterable[Place]) -> list[Place]:
        """Those of these places that may have spans, in order: all that have, and some that have not."""
        found: list[Place] = []
        for hour, hashes in _by_hour(places).items():
            marks = await self._marks(hour)
            found += ((*hour, each) for each in hashes if marks is None or marks[each % _MARKS])
        return sorted(found)

    def mark(self, places: Iterable[Place]) -> None:
        """Spans of these places are about to be stored."""
        for hour, hashes in _by_hour(places).items():
            seen = self._hours.get(hour)
            if seen is not None and seen.marks is not None:
                seen.marks[_remainders(hashes)] = True

    async def _marks(self, hour: Hour) -> NDArray[np.bool_] | None:
        seen = self._hours.setdefault(hour, _Seen())
        self._hours.move_to_end(hour)
        while len(self._hours) > _HOURS:
            self._hours.popitem(last=False)
        seen.times += 1
        if seen.marks is None and seen.times > _OFTEN:
            seen.marks = await self._read(hour)
        return seen.marks

    async def _read(self, hour: Hour) -> NDArray[np.bool_]:
        stored = await self._columnar.query(SELECT_TRACES, {"project_id": hour[0], "hour": hour[1]})
        marks = np.zeros(_MARKS, np.bool_)
        if stored.num_rows:
            marks[stored["trace_hash"].to_numpy() % _MARKS] = True
        return marks


def _by_hour(places: Iterable[Place]) -> dict[Hour, list[int]]:
    hours: dict[Hour, list[int]] = {}
    for project_id, hour, trace_hash in places:
        hours.setdefault((project_id, hour), []).append(trace_hash)
    return hours


def _remainders(hashes: list[int]) -> NDArray[np.uint64]:
    return np.array(hashes, np.uint64) % np.uint64(_MARKS)
