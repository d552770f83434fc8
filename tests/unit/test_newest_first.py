"""Looking for the newest spans: the rows of one read of all hours, by reads that do not overlap and stop when they may."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

import pyarrow as pa
import pytest

from runlake.products.traces.extents import SELECT_EXTENT, Extent
from runlake.products.traces.newest import newest_rows
from runlake.storage.columnar import Columnar

EVER = Extent(0, 2_562_047)


class SpansInHours:
    """A store in which span n starts in hour `hours[n]`, newest first."""

    def __init__(self, hours: Sequence[int]) -> None:
        self.hours = hours
        self.read: list[tuple[int, int]] = []

    async def query(self, sql: str, values: Mapping[str, Any]) -> pa.Table:
        if sql == SELECT_EXTENT:
            there = [hour for hour in self.hours if values["earliest"] <= hour <= values["latest"]]
            extent = {"hours": len(there), "first_hour": min(there, default=0), "last_hour": max(there, default=0)}
            return pa.Table.from_pylist([extent])
        raise AssertionError(sql)

    async def newest(self, wanted: int, hours: Extent = EVER) -> list[int]:
        async def read(stretch: Extent, limit: int) -> list[dict[str, Any]]:
            self.read.append(tuple(stretch))
            found = [hour for hour in self.hours if stretch.first_hour <= hour <= stretch.last_hour]
            return [{"hour": hour} for hour in found[:limit]]

        return [row["hour"] for row in await newest_rows(cast(Columnar, self), 1, hours, wanted, read)]


SPREADS = {
    "none": [],
    "one": [500_000],
    "many in an hour": [500_000] * 200,
    "one in each hour": list(range(500_000, 499_000, -1)),
    "one in each week": list(range(500_000, 470_000, -168)),
    "two years after the others": [500_000, *[480_000] * 80],
}


@pytest.mark.parametrize("hours", SPREADS.values(), ids=SPREADS.keys())
async def test_the_newest_are_found_however_they_are_spread(hours: list[int]) -> None:
    store = SpansInHours(hours)
    assert await store.newest(51) == hours[:51]
    for (first, _), (_, newest) in zip(store.read, store.read[1:], strict=False):
        assert newest == first - 1
    assert len(store.read) <= 5


async def test_hours_that_nobody_asked_for_are_not_read() -> None:
    store = SpansInHours(range(500_000, 499_000, -1))
    assert await store.newest(500, Extent(499_800, 499_900)) == list(range(499_900, 499_799, -1))
    assert (min(first for first, _ in store.read), max(newest for _, newest in store.read)) == (499_800, 499_900)


async def test_a_busy_hour_is_all_that_is_read() -> None:
    store = SpansInHours([*[500_000] * 51, *[499_000] * 51])
    await store.newest(51)
    assert store.read == [(499_999, 500_000)]
