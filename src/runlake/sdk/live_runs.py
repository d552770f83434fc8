"""The runs of this process that are not finished, and its journals of spans: what must be done when it forks or ends."""

import contextlib
from typing import Protocol


class LiveRun(Protocol):
    """What is asked of a run."""

    def finish(self, exit_code: int = 0, *, timeout_s: float = ...) -> None: ...

    def leave_to_parent(self) -> None: ...

    def record(self, frames: bytes) -> bool: ...

    @property
    def step(self) -> int | None: ...


_live: list[LiveRun] = []


def remember(run: LiveRun) -> None:
    """The run is finished with the program, unless that does it."""
    _live.append(run)


def forget(run: LiveRun) -> None:
    """The run has been finished."""
    with contextlib.suppress(ValueError):
        _live.remove(run)


def live_runs() -> list[LiveRun]:
    """Runs of this process that are not finished, oldest first."""
    return list(_live)


def newest_run() -> LiveRun | None:
    """The one that began last: what is traced belongs to it."""
    return _live[-1] if _live else None
