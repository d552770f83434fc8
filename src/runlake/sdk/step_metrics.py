"""Metrics that others are drawn over: a row without its step metric gets that one's last value.

Source: the wandb client 0.28.2, `define_metric(step_sync=True)`, which is what it does when a step metric is given.
"""

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any

from runlake.sdk.values import number_of


class StepMetrics:
    """What is defined over what, and the last values of the step metrics in this process."""

    def __init__(self) -> None:
        self._named: dict[str, str | None] = {}
        self._patterns: dict[str, str] = {}
        self._last: dict[str, float] = {}
        self._of_rows: dict[tuple[str, ...], tuple[str, ...]] = {}

    def define(self, name: str, step_metric: str | None) -> None:
        """A metric, or a pattern with `*`, is drawn over another metric; a definition without one undoes that."""
        if "*" not in name:
            self._named[name] = step_metric
        elif step_metric is None:
            self._patterns.pop(name, None)
        else:
            self._patterns[name] = step_metric
        self._of_rows.clear()

    def missing(self, values: Mapping[str, Any]) -> dict[str, float]:
        """What a row lacks: step metric → its last value. The step metrics that it has are remembered."""
        row = dict(_leaves(values, ""))
        names = tuple(row)
        steps = self._of_rows.get(names)
        if steps is None:
            steps = self._of_rows[names] = self._steps_of(names)
        for name in self._steps().intersection(row):
            self.note(name, row[name])
        return {step: self._last[step] for step in steps if step not in row and step in self._last}

    def note(self, name: str, value: Any) -> None:
        """The last value of what may be a step metric."""
        number = number_of(value)
        if number is not None:
            self._last[name] = number

    def _steps(self) -> set[str]:
        return {step for step in self._named.values() if step} | set(self._patterns.values())

    def _steps_of(self, names: tuple[str, ...]) -> tuple[str, ...]:
        found = dict.fromkeys(self._step_of(name) for name in names)
        return tuple(step for step in found if step is not None)

    def _step_of(self, name: str) -> str | None:
        """By name before by pattern, by a longer pattern before a shorter one: as the server reads definitions."""
        if name in self._named:
            return self._named[name]
        patterns = sorted(self._patterns, key=lambda each: (-len(each), each))
        return next((self._patterns[each] for each in patterns if fnmatchcase(name, each)), None)


def _leaves(values: Any, prefix: str) -> Iterator[tuple[str, Any]]:
    """Names as they are stored, of nested mappings joined with dots; what cannot be logged is told by who writes the row."""
    if not isinstance(values, Mapping):
        return
    for name, value in values.items():
        if isinstance(value, Mapping):
            yield from _leaves(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value
