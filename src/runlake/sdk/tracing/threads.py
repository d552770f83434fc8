"""Spans in thread pools: work that is submitted within a span is traced below it."""

import contextvars
import functools
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

from runlake.sdk.tracing.context import current

T = TypeVar("T")
_following = False


def follow_into_threads() -> None:
    """From now on `ThreadPoolExecutor.submit` within a span takes the caller's context along. Done once.

    The standard library has no hook for it; outside of spans `submit` is what it was.
    """
    global _following
    if _following:
        return
    _following = True
    plain = ThreadPoolExecutor.submit

    @functools.wraps(plain)  # type: ignore[arg-type]
    def submit(self: ThreadPoolExecutor, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> "Future[T]":
        if current.get() is None:
            return plain(self, fn, *args, **kwargs)
        return plain(self, contextvars.copy_context().run, fn, *args, **kwargs)

    ThreadPoolExecutor.submit = submit  # type: ignore[method-assign, assignment]
