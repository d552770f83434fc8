"""Which class of a client's library a value is of. Pure.

Source: what weave 0.54.0 publishes: `_type`, `_class_name` and `_bases`, the nearest base first.
"""

from typing import Any, Literal

from runlake.protocols.weave.builtin_classes import CLASSES, completed
from runlake.protocols.weave.refusals import ValueRefused

_ROOTS = ("Object", "BaseObject")


def kind_of(value: Any) -> Literal["object", "op"]:
    """Whether a value is the source of an operation."""
    found = value.get("weave_type") if isinstance(value, dict) and value.get("_type") == "CustomWeaveType" else None
    return "op" if isinstance(found, dict) and found.get("type") == "Op" else "object"


def classes_of(value: Any) -> tuple[str | None, str | None]:
    """(base class, leaf class): the class next to the root of all, and the value's own."""
    bases = value.get("_bases") if isinstance(value, dict) else None
    leaf = value.get("_class_name") if isinstance(value, dict) else None
    if not isinstance(bases, list) or not isinstance(leaf, str) or len(bases) < 2:
        return None, None
    if bases[-1] != "BaseModel" or bases[-2] not in _ROOTS:
        return None, None
    return (str(bases[-3]) if len(bases) > 2 else leaf), leaf


def with_builtin_class(value: Any, name: str | None) -> Any:
    """The value of one of the classes that servers know, with what clients leave out. Raises InvalidInput.

    A value that says its class by itself is taken as it is.
    """
    if name is None:
        return value
    kind = CLASSES.get(name)
    if kind is None:
        raise ValueRefused(f"{name[:100]!r} is no builtin_object_class: there are {', '.join(sorted(CLASSES))}")
    if not isinstance(value, dict):
        raise ValueRefused(f"an object of class {name} is a JSON object")
    _, leaf = classes_of(value)
    if leaf not in (None, name):
        raise ValueRefused(f"builtin_object_class is {name}, the value says {str(leaf)[:100]!r}")
    return completed(value, kind) if leaf is None else value
