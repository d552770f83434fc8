"""What a server's refusals mean for the one who sends."""


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
