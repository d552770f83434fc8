"""Slows down guessing of passwords: by user name and in all. In memory, bounded."""

import math
from collections import OrderedDict, deque
from dataclasses import dataclass
from datetime import datetime, timedelta

from runlake.errors import Overloaded
from runlake.model.clock import Clock

_FREE_FAILURES = 5
_LONGEST_WAIT_S = 60.0
_FORGET_AFTER = timedelta(minutes=15)
_MOST_NAMES = 10_000
_MOST_PER_MINUTE = 300


class TooManyAttempts(Overloaded):
    """Too many logins were tried; it says nothing about whether the user exists."""

    code = "too_many_attempts"
    status = 429


@dataclass(slots=True)
class _Failures:
    count: int
    last_at: datetime
    blocked_until: datetime


class LoginThrottle:
    """After five failures for a name each further one doubles the wait, from 1 s up to a minute.

    Names are counted whether or not they exist. The wait is short enough that a stranger cannot lock a user out for
    long; API keys and login links are not concerned.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._failures: OrderedDict[str, _Failures] = OrderedDict()
        self._recent: deque[datetime] = deque()

    def admit(self, username: str) -> None:
        """Count an attempt. Raises TooManyAttempts when it must wait."""
        now = self._clock()
        failures = self._failures.get(_key(username))
        if failures is not None and now < failures.blocked_until:
            raise _refusal((failures.blocked_until - now).total_seconds())
        while self._recent and now - self._recent[0] > timedelta(minutes=1):
            self._recent.popleft()
        if len(self._recent) >= _MOST_PER_MINUTE:
            raise _refusal(60.0 - (now - self._recent[0]).total_seconds())
        self._recent.append(now)

    def failed(self, username: str) -> None:
        """Remember a wrong password."""
        now, key = self._clock(), _key(username)
        before = self._failures.pop(key, None)
        count = before.count + 1 if before and now - before.last_at < _FORGET_AFTER else 1
        wait_s = min(_LONGEST_WAIT_S, 2.0 ** (count - _FREE_FAILURES)) if count >= _FREE_FAILURES else 0.0
        self._failures[key] = _Failures(count, now, now + timedelta(seconds=wait_s))
        while len(self._failures) > _MOST_NAMES:
            self._failures.popitem(last=False)

    def succeeded(self, username: str) -> None:
        """Forget earlier failures."""
        self._failures.pop(_key(username), None)


def _key(username: str) -> str:
    return username[:200].lower()


def _refusal(wait_s: float) -> TooManyAttempts:
    seconds = max(1, math.ceil(wait_s))
    return TooManyAttempts(f"too many failed logins: try again in {seconds} s", retry_after_s=float(seconds))
