"""Calling functions of users with what they ask for by name."""

import inspect
from collections.abc import Callable, Mapping
from typing import Any

from runlake.errors import UsageError

_NAMED = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)


class Asking:
    """A function, and which of the values that there are it takes."""

    def __init__(self, function: Callable[..., Any], name: str) -> None:
        self.function = function
        self.name = name
        self.is_async = inspect.iscoroutinefunction(function) or inspect.iscoroutinefunction(
            getattr(function, "__call__", None)  # noqa: B004 - objects with an async __call__
        )
        try:
            parameters = list(inspect.signature(function).parameters.values())
        except (TypeError, ValueError):  # built in: it takes one value
            parameters = [inspect.Parameter("value", inspect.Parameter.POSITIONAL_ONLY)]
        self._takes_all = any(each.kind is inspect.Parameter.VAR_KEYWORD for each in parameters)
        self._names = [each.name for each in parameters if each.kind in _NAMED]
        self._needed = [each for each in parameters if each.default is inspect.Parameter.empty and each.kind.value < 2]

    def arguments(self, values: Mapping[str, Any], whole: Any) -> tuple[tuple[Any, ...], dict[str, Any]]:
        """Arguments out of `values`; a function that asks for one thing which is not there is given `whole`.

        Raises UsageError naming what is missing.
        """
        if self._takes_all:
            return (), dict(values)
        found = {name: values[name] for name in self._names if name in values}
        missing = [each for each in self._needed if each.name not in found]
        if not missing:
            return (), found
        if len(missing) == 1 and (len(self._needed) == 1 or not found):
            return (whole,), {}
        if missing[0] is self._needed[0] and len(missing) == 1:  # such as (prediction, expected)
            return (whole,), found
        names = ", ".join(each.name for each in missing)
        raise UsageError(f"{self.name} asks for {names}; there are {', '.join(values)}")
