"""`@runlake.scorer`: functions that judge one output."""

from collections.abc import Callable, Mapping
from typing import Any, overload

from runlake.errors import UsageError
from runlake.sdk.evaluation.calling import Asking


class Scorer:
    """A named judge. Called as the function that it is made of."""

    def __init__(self, function: Callable[..., Any], name: str | None = None) -> None:
        """Raises UsageError when it is nothing that can be called, or has no name."""
        if not callable(function):
            raise UsageError(f"a scorer is a function, not {type(function).__name__}")
        found = name or getattr(function, "__name__", None) or type(function).__name__
        if found == "<lambda>":
            raise UsageError("a lambda has no name: runlake.scorer(name='exact')(lambda output, expected: …)")
        self.name = str(found)
        self.function = function
        self.asking = Asking(function, self.name)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.function(*args, **kwargs)

    def __repr__(self) -> str:
        return f"<Scorer {self.name}>"


@overload
def scorer(function: Callable[..., Any]) -> Scorer: ...
@overload
def scorer(*, name: str | None = None) -> Callable[[Callable[..., Any]], Scorer]: ...
def scorer(function: Callable[..., Any] | None = None, *, name: str | None = None) -> Any:
    """Make a scorer of a function, async or not.

        @runlake.scorer
        def exact(output, expected):     # the model's output, and columns of the row by their names
            return output == expected    # True or False, a number, a label, or a mapping of them

    Raises:
        UsageError: it is no function.
    """
    if function is None:
        return lambda inner: Scorer(inner, name)
    return Scorer(function, name)


def as_scorers(given: Any) -> list[Scorer]:
    """Scorers of scorers and plain functions; a mapping gives names. Raises UsageError."""
    if isinstance(given, Mapping):
        found = [Scorer(_function_of(each), str(name)) for name, each in given.items()]
    else:
        listed = given if isinstance(given, list | tuple) else [given]
        found = [each if isinstance(each, Scorer) else Scorer(each) for each in listed]
    names = [each.name for each in found]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise UsageError(f"two scorers are called {twice!r}: give them names, {{'first': …, 'second': …}}")
    return found


def _function_of(given: Any) -> Callable[..., Any]:
    """The function that a scorer is made of; a function is its own."""
    function: Callable[..., Any] = given.function if isinstance(given, Scorer) else given
    return function
