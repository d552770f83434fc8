"""The run that an integration logs to: the user's own, or one that it begins itself and then ends too."""

import numbers
from collections.abc import Mapping
from typing import Any

from runlake.sdk import Run, init


class BegunRun:
    """Holds a run; begins it with `options` of `runlake.init` when it is first asked for, unless one is given."""

    def __init__(self, run: Run | None = None, **options: Any) -> None:
        self._run = run
        self._options = options
        self._is_own = run is None

    @property
    def run(self) -> Run:
        if self._run is None:
            self._run = init(**self._options)
        return self._run

    def finish(self, exit_code: int = 0) -> None:
        """End the run if it was begun here; the user's own goes on. The next one that is asked for is a new run."""
        if self._is_own and self._run is not None:
            self._run.finish(exit_code)
            self._run = None


def numbers_of(values: Mapping[str, Any] | None, prefix: str = "") -> dict[str, float]:
    """The numbers among the values, also those of arrays of shape ()."""
    found = {}
    for name, value in (values or {}).items():
        item = value.item() if getattr(value, "shape", None) == () and hasattr(value, "item") else value
        if isinstance(item, numbers.Real):
            found[f"{prefix}{name}"] = float(item)
    return found
