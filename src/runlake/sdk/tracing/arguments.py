"""The arguments of a call by their names, cheaply: the signature is looked at once."""

import inspect
from collections.abc import Callable, Mapping
from typing import Any

_OWN = ("self", "cls")
_PLAIN = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)


class ArgumentNames:
    """What the arguments of one function are called."""

    def __init__(self, function: Callable[..., Any]) -> None:
        """`function_name` is how spans of it are called: with its class, without where that was defined."""
        qualified = getattr(function, "__qualname__", "") or type(function).__name__
        self.function_name = qualified.rpartition("<locals>.")[2]
        try:
            self._signature: inspect.Signature | None = inspect.signature(function)
        except (TypeError, ValueError):  # built in
            self._signature = None
        parameters = list(self._signature.parameters.values()) if self._signature else []
        self._first = parameters[0].name if parameters and parameters[0].name in _OWN else None
        self._is_plain = bool(self._signature) and all(each.kind in _PLAIN for each in parameters)
        self._names = [each.name for each in parameters if each.kind is not inspect.Parameter.KEYWORD_ONLY]
        self._defaults = {each.name: each.default for each in parameters if each.default is not inspect.Parameter.empty}

    def named(self, args: tuple[Any, ...], kwargs: Mapping[str, Any] | None) -> dict[str, Any]:
        """Name → value, with defaults, without `self`. A call that will fail is named as far as it can be."""
        given = dict(kwargs or {})
        if self._is_plain:
            found = {**self._defaults, **dict(zip(self._names, args, strict=False)), **given}
        else:
            found = self._bound(args, given)
        if self._first is not None:
            found.pop(self._first, None)
        return found

    def _bound(self, args: tuple[Any, ...], given: dict[str, Any]) -> dict[str, Any]:
        if self._signature is None:
            return {"args": args, **given}
        try:
            bound = self._signature.bind(*args, **given)
        except TypeError:
            return {"args": args, **given}
        bound.apply_defaults()
        found = dict(bound.arguments)
        for each in self._signature.parameters.values():
            if each.kind is inspect.Parameter.VAR_KEYWORD:
                found |= found.pop(each.name, {})
            elif each.kind is inspect.Parameter.VAR_POSITIONAL and not found.get(each.name):
                found.pop(each.name, None)
        return found
