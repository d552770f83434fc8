"""What a server's refusals mean for the one who sends, and how long to wait after them."""

import random

_FIRST_WAIT_S = 0.25
_LONGEST_WAIT_S = 30.0
_RETRIED_WITH_OTHER_KEY = (401, 403)


class NotNow(Exception):
    """The server cannot be reached, or is too busy: the same request may succeed later."""

    def __init__(self, reason: str, retry_after_s: float | None = None) -> None:
        super().__init__(reason)
        self.retry_after_s = retry_after_s


class Refused(Exception):
    """The request can never succeed as it is; `status` tells why."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


class Backoff:
    """How long to wait after failures: longer each time, by chance, or as long as the server asks."""

    def __init__(self) -> None:
        self._wait_s = _FIRST_WAIT_S

    def next_s(self, error: NotNow) -> float:
        """Seconds to wait after this failure."""
        wait_s = self._wait_s * random.uniform(0.5, 1.0)  # noqa: S311 - spreads clients, guards nothing
        self._wait_s = min(_LONGEST_WAIT_S, self._wait_s * 2)
        return min(_LONGEST_WAIT_S, max(wait_s, error.retry_after_s or 0.0))

    def reset(self) -> None:
        """It worked."""
        self._wait_s = _FIRST_WAIT_S


def may_work_later(error: Refused) -> bool:
    """True for refusals that a right key would mend."""
    return error.status in _RETRIED_WITH_OTHER_KEY
