"""Which class of a client's library a value is of. Pure.

Source: what weave 0.54.0 publishes: `_type`, `_class_name` and `_bases`, the nearest base first.
"""

from typing import Any, Literal

from runlake.errors import InvalidInput

BUILTIN = frozenset(
    [
        "ActionSpec",
        "AgentDashboard",
        "AlertSpec",
        "AnnotationSpec",
        "ChartConfig",
        "ComparisonView",
        "LLMStructuredCompletionModel",
        "Leaderboard",
        "Provider",
        "ProviderModel",
        "SavedView",
        "TestOnlyExample",
        "TestOnlyInheritedBaseObject",
        "TestOnlyNestedBaseObject",
    ]
)
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
    """The value of one of the classes that servers know, with what clients leave out. Raises InvalidInput."""
    if name is None:
        return value
    if name not in BUILTIN:
        raise InvalidInput(f"{name[:100]!r} is no builtin_object_class: there are {', '.join(sorted(BUILTIN))}")
    if not isinstance(value, dict):
        raise InvalidInput(f"an object of class {name} is a JSON object")
    given = value.get("_class_name")
    if given is not None:
        if given != name:
            raise InvalidInput(f"builtin_object_class is {name}, the value says {str(given)[:100]!r}")
        return value
    bases = ["BaseObject", "BaseModel"]
    if name == "TestOnlyInheritedBaseObject":
        bases = ["TestOnlyNestedBaseObject", *bases]
    return {"name": None, "description": None, **value, "_type": name, "_class_name": name, "_bases": bases}
