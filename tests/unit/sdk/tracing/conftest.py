"""Spans as a server understands them, without one."""

from collections.abc import Iterator
from typing import Any

import pytest

from runlake.products.traces import RawSpan
from runlake.protocols.native.appending.append_spans import SpanBatch
from runlake.sdk.live_runs import forget, remember
from runlake.wire import read_frames


class Kept:
    """Takes frames as the journal of a run does."""

    step = 7

    def __init__(self) -> None:
        self.batch = SpanBatch()
        self.frames = 0

    def record(self, frames: bytes) -> bool:
        view = memoryview(frames)
        for frame in read_frames(view):
            self.batch.add(frame.kind, view[frame.start : frame.end])
            self.frames += 1
        return True

    def flush(self, timeout_s: float = 0.0) -> bool:
        return True

    def finish(self, exit_code: int = 0, *, timeout_s: float = 0.0) -> None: ...

    def end_with_worker(self, exit_code: int) -> None: ...

    def leave_to_parent(self) -> None: ...

    def spans(self) -> dict[str, RawSpan]:
        """Name → the span, of those that have ended."""
        return {span.name: span for span in self.batch.whole("ada", "r1")}

    def said(self, name: str) -> dict[str, Any]:
        """The attributes of a span."""
        return dict(self.spans()[name].attributes)


@pytest.fixture
def kept() -> Iterator[Kept]:
    taker = Kept()
    remember(taker)
    yield taker
    forget(taker)
