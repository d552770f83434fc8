"""Buckets of time."""

from datetime import UTC, datetime

import pytest

from runlake.errors import InvalidInput
from runlake.protocols.weave.stat_values import Buckets, zone_of

START, END = datetime(2030, 3, 30, 5, 30, tzinfo=UTC), datetime(2030, 4, 2, tzinfo=UTC)


def test_buckets_begin_at_the_start_without_a_zone() -> None:
    assert Buckets(START, END, 86_400).of(datetime(2030, 3, 31, 5, 29, tzinfo=UTC)) == START


def test_days_of_a_zone_begin_at_its_midnight_also_when_clocks_change() -> None:
    buckets = Buckets(START, END, 86_400, zone_of("Europe/Berlin"))
    assert buckets.of(START) == datetime(2030, 3, 29, 23, tzinfo=UTC)
    assert buckets.of(datetime(2030, 3, 31, 21, 59, tzinfo=UTC)) == datetime(2030, 3, 30, 23, tzinfo=UTC)
    assert buckets.of(datetime(2030, 3, 31, 22, tzinfo=UTC)) == datetime(2030, 3, 31, 22, tzinfo=UTC)


@pytest.mark.parametrize("name", ["Mars/Olympus", "../etc/passwd", "\0", "x" * 5000])
def test_what_is_no_zone(name: str) -> None:
    with pytest.raises(InvalidInput, match="timezone"):
        zone_of(name)
