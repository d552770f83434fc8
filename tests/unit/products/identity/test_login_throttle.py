"""The login throttle: free first tries, growing waits, a bound in all, bounded memory."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from runlake.products.identity import TooManyAttempts, throttle
from runlake.products.identity.throttle import LoginThrottle


@dataclass
class Clock:
    now: datetime = datetime(2030, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


def wait_after(failures: int, clock: Clock, name: str = "ann") -> float:
    """Seconds that the next attempt must wait after so many failures in a row."""
    subject = LoginThrottle(clock)
    for _ in range(failures):
        subject.failed(name)
    try:
        subject.admit(name)
    except TooManyAttempts as error:
        return error.retry_after_s
    return 0


def test_waits_double_up_to_a_minute() -> None:
    waits = [wait_after(count, Clock()) for count in (0, 4, 5, 6, 7, 8, 11, 1000)]
    assert waits == [0, 0, 1, 2, 4, 8, 60, 60]


def test_waiting_helps_and_success_forgets() -> None:
    clock = Clock()
    subject = LoginThrottle(clock)
    for _ in range(6):
        subject.failed("Ann")
    with pytest.raises(TooManyAttempts):
        subject.admit("ann")
    subject.admit("bob")
    clock.now += timedelta(seconds=2)
    subject.admit("ann")
    subject.succeeded("ANN")
    subject.failed("ann")
    subject.admit("ann")


def test_old_failures_are_forgotten() -> None:
    clock = Clock()
    subject = LoginThrottle(clock)
    for _ in range(4):
        subject.failed("ann")
    clock.now += timedelta(minutes=15)
    subject.failed("ann")
    subject.admit("ann")


def test_all_names_together_are_bounded_in_a_minute() -> None:
    clock = Clock()
    subject = LoginThrottle(clock)
    for number in range(300):
        subject.admit(str(number))
    with pytest.raises(TooManyAttempts):
        subject.admit("one more")
    clock.now += timedelta(seconds=61)
    subject.admit("one more")


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttle, "_MOST_NAMES", 10)
    subject = LoginThrottle(Clock())
    for number in range(1000):
        subject.failed(str(number) + "x" * 1000)
    assert len(subject._failures) == 10
