"""The runs of this process that are not finished, and its journals of spans: what must be done when it forks or ends."""

import contextlib
import sys
import time
from typing import Protocol


class LiveRun(Protocol):
    """What is asked of a run."""

    def finish(self, exit_code: int = 0, *, timeout_s: float = ...) -> None: ...

    def end_with_worker(self, exit_code: int) -> None: ...

    def leave_to_parent(self) -> None: ...

    def record(self, frames: bytes) -> bool: ...

    def flush(self, timeout_s: float = ...) -> bool: ...

    @property
    def step(self) -> int | None: ...


EXIT_TIMEOUT_S = 30.0
WORKER_TIMEOUT_S = 4.0
"""What a worker that has the run from another process takes to its end: data loaders wait 5 s for theirs, one after the other."""
_live: list[LiveRun] = []
_aside: list[LiveRun] = []


def remember(run: LiveRun, *, takes_new: bool = True) -> None:
    """The run is finished with the program, unless that does it. What is traced later belongs to it, if it `takes_new`."""
    (_live if takes_new else _aside).append(run)
    finish_with_worker()


def finish_with_worker() -> None:
    """Finish what is live when this process is one of `multiprocessing`, torch's too: those end without `atexit`."""
    module = sys.modules.get("multiprocessing.util")
    if module is not None and sys.modules["multiprocessing.process"].parent_process() is not None:
        module.Finalize(None, _finish_in_worker, exitpriority=100)


def finish_all(exit_code: int, *, timeout_s: float) -> None:
    """Finish what is live; all of it together takes `timeout_s` seconds at most."""
    deadline = time.monotonic() + timeout_s
    for run in live_runs():
        run.finish(exit_code, timeout_s=max(0.0, deadline - time.monotonic()))


def _finish_in_worker() -> None:
    """Called while the error that ends the worker, if there is one, is on its way."""
    exit_code = int(sys.exc_info()[0] is not None)
    for run in live_runs():
        run.end_with_worker(exit_code)


def forget(run: LiveRun) -> None:
    """The run has been finished."""
    for runs in (_live, _aside):
        with contextlib.suppress(ValueError):
            runs.remove(run)


def live_runs() -> list[LiveRun]:
    """Runs of this process that are not finished, oldest first."""
    return [*_live, *_aside]


def newest_run() -> LiveRun | None:
    """The one that began last: what is traced belongs to it."""
    return _live[-1] if _live else None
