"""The authentication cache: short-lived, bounded, never older than a change."""

from datetime import UTC, datetime, timedelta

import pytest

from runlake.products.identity import cache
from runlake.products.identity.cache import AuthCache


def test_entries_end_after_five_seconds() -> None:
    now = datetime(2030, 1, 1, tzinfo=UTC)
    subject = AuthCache[str](lambda: now)
    subject.put("hash", "ann", subject.generation)
    assert subject.find("hash") == "ann"
    now += timedelta(seconds=5)
    assert subject.find("hash") is None


def test_an_answer_read_before_a_change_is_not_remembered_after_it() -> None:
    subject = AuthCache[str](lambda: datetime(2030, 1, 1, tzinfo=UTC))
    before = subject.generation
    subject.clear()
    subject.put("hash", "ann", before)
    assert subject.find("hash") is None


def test_memory_is_bounded_and_the_oldest_go_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "_MOST_ENTRIES", 3)
    subject = AuthCache[int](lambda: datetime(2030, 1, 1, tzinfo=UTC))
    for number in range(10):
        subject.put(str(number), number, subject.generation)
    assert [subject.find(str(number)) for number in range(6, 10)] == [None, 7, 8, 9]
