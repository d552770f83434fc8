"""Spans for blocks when nothing is traced, so that they can say what they say."""

from typing import Self

from runlake.sdk.tracing.spans import Span


class _Nowhere:
    """Takes nothing."""

    step = None

    def record(self, frames: bytes) -> bool:
        return False

    def flush(self, timeout_s: float = 0.0) -> bool:
        return False

    def finish(self, exit_code: int = 0, *, timeout_s: float = 0.0) -> None: ...

    def end_with_worker(self, exit_code: int) -> None: ...

    def leave_to_parent(self) -> None: ...


class _SpanNowhere(Span):
    """A span that nobody keeps, and that is no parent of anything."""

    def enter(self) -> Self:
        return self

    def end(self, error: BaseException | None = None) -> None: ...


def nowhere() -> Span:
    """A span for a block."""
    return _SpanNowhere(_Nowhere(), "")
